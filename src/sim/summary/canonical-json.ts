/** JSON in the one canonical form of RFC 8785, so that equal values have equal bytes. */

/**
 * Keys in ascending order of their UTF-16 code units, no white space, numbers as ECMAScript prints them.
 *
 * @param value plain JSON data; undefined members are left out
 * @throws RangeError for NaN and infinite numbers, which JSON cannot hold
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return canonicalNumber(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  let text = '';
  let comma = '';
  if (Array.isArray(value)) {
    for (const item of value) {
      text += comma + canonicalJson(item);
      comma = ',';
    }
    return `[${text}]`;
  }
  for (const key of Object.keys(value).sort()) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += `${comma}${JSON.stringify(key)}:${canonicalJson(member)}`;
    comma = ',';
  }
  return `{${text}}`;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`canonicalJson needs finite numbers, got ${value}`);
  return String(value);
}

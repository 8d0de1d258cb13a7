/** JSON in the one canonical form of RFC 8785, so that equal values have equal bytes. */

/**
 * Keys in ascending order of their UTF-16 code units, no white space, numbers as ECMAScript prints them.
 *
 * @param value plain JSON data; undefined members are left out
 * @throws RangeError for NaN and infinite numbers, which JSON cannot hold
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`canonicalJson needs finite numbers, got ${value}`);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

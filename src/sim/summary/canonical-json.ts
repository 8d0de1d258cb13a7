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
  for (const { key, label } of membersOf(Object.keys(value))) {
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    text += comma + label + canonicalJson(member);
    comma = ',';
  }
  return `{${text}}`;
}

/** A key, and what is written before its value. */
interface Member {
  readonly key: string;
  readonly label: string;
}

/** In canonical order, by keys in the order in which they were met: a document has many objects of few kinds. */
const known = new Map<string, readonly Member[]>();
/** Kinds kept at most. */
const MOST = 1000;

function membersOf(keys: readonly string[]): readonly Member[] {
  const kind = JSON.stringify(keys);
  let members = known.get(kind);
  if (members === undefined) {
    members = [...keys].sort().map((key) => ({ key, label: `${JSON.stringify(key)}:` }));
    if (known.size === MOST) known.clear();
    known.set(kind, members);
  }
  return members;
}

function canonicalNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`canonicalJson needs finite numbers, got ${value}`);
  return String(value);
}

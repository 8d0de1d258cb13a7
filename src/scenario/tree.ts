/** Plain nested data: reading, writing and merging by path. Knows nothing of what the data mean. */

import type { Path } from './yaml-source.ts';

export type Tree = Readonly<Record<string, unknown>>;

export function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at `path`; undefined where there is none. */
export function getAt(value: unknown, path: Path): unknown {
  let node = value;
  for (const step of path) {
    if (Array.isArray(node)) node = node[Number(step)];
    else if (isTree(node) && Object.hasOwn(node, String(step))) node = node[String(step)];
    else return undefined;
  }
  return node;
}

/**
 * A copy with `inserted` at `path`; maps on the way are made where they lack.
 *
 * @throws RangeError where a list on the way is given neither an item it has nor the next one
 */
export function setAt(value: unknown, path: Path, inserted: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return inserted;
  if (Array.isArray(value)) {
    if (typeof step !== 'number' || step > value.length) {
      throw new RangeError(`"${step}" is no item of a list of ${value.length}; write a number from 0 to ${value.length}`);
    }
    const copy = [...value];
    copy[Number(step)] = setAt(copy[Number(step)], rest, inserted);
    return copy;
  }
  const tree = isTree(value) ? value : {};
  const key = String(step);
  const merged = new Map(Object.entries(tree));
  merged.set(key, setAt(merged.get(key), rest, inserted));
  return Object.fromEntries(merged);
}

/**
 * `over` laid on `base`: maps merge deeply, null takes a key away, everything else is replaced. Key order: base's, then new ones.
 *
 * @param keep what of a base's map at `path` stays beside the one laid on it
 */
export function mergeTrees(base: unknown, over: unknown, keep: (base: Tree, over: Tree, path: Path) => Tree, path: Path = []): unknown {
  if (!isTree(base) || !isTree(over)) return over;
  const merged = new Map(Object.entries(keep(base, over, path)));
  for (const [key, value] of Object.entries(over)) {
    if (value === null) merged.delete(key);
    else merged.set(key, merged.has(key) ? mergeTrees(merged.get(key), value, keep, [...path, key]) : value);
  }
  return Object.fromEntries(merged);
}

/** A copy without keys that begin with `x-`, which are the user's own. */
export function withoutFreeKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutFreeKeys);
  if (!isTree(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !key.startsWith('x-'))
      .map(([key, member]) => [key, withoutFreeKeys(member)]),
  );
}

/** `tiers.edge.slowdown` as a path; whole numbers index lists. */
export function parsePath(dotted: string): Path {
  return dotted.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

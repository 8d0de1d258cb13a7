/**
 * Keys that say the same thing in different ways. Where a scenario writes one, those of the scenario it extends give way, so that
 * a link of constant bandwidth becomes one that follows a profile in one line.
 */

import type { Tree } from './tree.ts';
import type { Path } from './yaml-source.ts';

interface Alternatives {
  /** Where: each step a key, or `*`. */
  readonly at: readonly string[];
  /** Ways of saying it, each the keys that belong to it. */
  readonly ways: readonly (readonly string[])[];
}

const CAPACITY = [['bandwidth'], ['profile', 'format', 'repeat'], ['markov']];
const LOSS = [['random'], ['gemodel']];

const ALTERNATIVES: readonly Alternatives[] = [
  { at: ['workload', 'arrivals'], ways: [['period'], ['rate']] },
  ...['up', 'down'].flatMap((lane) => [
    { at: ['links', '*', lane], ways: CAPACITY },
    { at: ['links', '*', lane, 'loss'], ways: LOSS },
  ]),
];

function isAt(path: Path, at: readonly string[]): boolean {
  return path.length === at.length && at.every((step, i) => step === '*' || step === path[i]);
}

/**
 * What of `base`, a map at `path`, stays beside the map laid on it. Of arrivals of another process nothing does: the keys of one
 * process mean nothing to another.
 */
export function keptKeys(base: Tree, over: Tree, path: Path): Tree {
  const isOther = isAt(path, ['workload', 'arrivals']) && 'process' in over && over['process'] !== base['process'];
  return isOther ? {} : withoutRivals(base, over, path);
}

/**
 * `base`, a map at `path`, without the keys that say in another way what `over` says.
 *
 * @example withoutRivals({ bandwidth: '8 Mbit/s', per: 'site' }, { markov: 'lte' }, ['links', 'edge-cloud', 'up']) // { per: 'site' }
 */
export function withoutRivals(base: Tree, over: Tree, path: Path): Tree {
  const ways = ALTERNATIVES.find(({ at }) => isAt(path, at))?.ways ?? [];
  const isWritten = (keys: readonly string[]) => keys.some((key) => key in over && over[key] !== null);
  if (!ways.some(isWritten)) return base;
  const gone = new Set(ways.filter((keys) => !isWritten(keys)).flat());
  return Object.fromEntries(Object.entries(base).filter(([key]) => !gone.has(key)));
}

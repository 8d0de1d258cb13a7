/**
 * Exact nearest-rank percentiles without sorting everything.
 *
 * Values are counted by their exponent and the first bits behind it; the bins in which the wanted ranks fall are gathered, and the ranks
 * found there by Hoare's way. Two passes over the values.
 *
 * @see nearest-rank.ts for the definition
 * @see Hoare, "Algorithm 65: FIND", Communications of the ACM 4 (1961)
 */

import type { Bins } from './bins.ts';
import { quickestBins } from './compiled-bins.ts';

/** Below this many, sorting is as quick. */
const FEW = 256;
/** Rounds of narrowing down, after which what is left is sorted. */
const ROUNDS = 64;

/** Used by one call after the other, by gathered bin: its number, how many values lie below it, where its values begin and the next one goes. */
const wanted = new Int32Array(256);
const below = new Int32Array(256);
const starts = new Int32Array(256);
const ends = new Int32Array(256);
/** Room for the gathered values, mostly enough. */
const ROOM = new Float64Array(4096);

/**
 * The percentiles of `values`, each by nearest rank.
 *
 * @param values finite, 0 or above, at least one; left as they are
 * @param percents in (0, 100], at most 255 of them; whole numbers give exact ranks
 * @example selectRanks(Float64Array.of(35, 15, 50, 40, 20), [40, 100]) // [20, 50]
 */
export function selectRanks(values: Float64Array, percents: readonly number[]): number[] {
  const n = values.length;
  if (n === 0) throw new RangeError('selectRanks needs values, got none');
  const ranks = percents.map((percent) => Math.max(1, Math.ceil((percent * n) / 100)) - 1);
  if (n <= FEW) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[rank] as number);
  }
  const bins = quickestBins();
  const { counts, places } = bins;
  const least = bins.count(values);
  const found = findBins(
    bins,
    ranks.slice().sort((a, b) => a - b),
    least,
  );
  const size = (starts[found - 1] as number) + (counts[wanted[found - 1] as number] as number);
  const gathered = size <= ROOM.length ? ROOM : new Float64Array(size);
  bins.gather(values, ends, gathered);
  clearCounts(counts, least, found, n);
  for (let i = 0; i < found; i++) places[wanted[i] as number] = 0;
  return ranks.map((rank) => findGathered(gathered, rank, found));
}

/** The value at a rank. @param found bins that were gathered */
function findGathered(gathered: Float64Array, rank: number, found: number): number {
  let i = 0;
  while (i + 1 < found && (below[i + 1] as number) <= rank) i++;
  const start = starts[i] as number;
  return find(gathered, start, (ends[i] as number) - 1, start + rank - (below[i] as number));
}

/** Empties `counts`, which hold `n` values. @param least first bin that holds any @param found bins that were marked */
function clearCounts(counts: Int32Array, least: number, found: number, n: number): void {
  let end = wanted[found - 1] as number;
  for (let left = n - (below[found - 1] as number); left > 0; end++) left -= counts[end] as number;
  counts.fill(0, least, end);
}

/** Marks the bins in which the ranks fall. @param least first bin that holds any @returns how many */
function findBins(bins: Bins, ascending: readonly number[], least: number): number {
  const { counts, places } = bins;
  let found = 0;
  let bin = least;
  let before = 0;
  let size = 0;
  for (const rank of ascending) {
    bin = bins.seek(bin, before, rank);
    before = bins.before;
    if (found > 0 && wanted[found - 1] === bin) continue;
    wanted[found] = bin;
    below[found] = before;
    starts[found] = size;
    ends[found] = size;
    size += counts[bin] as number;
    places[bin] = ++found;
  }
  return found;
}

/** What would stand at `at` were values[low..high] sorted; reorders them. */
function find(values: Float64Array, low: number, high: number, at: number): number {
  let [from, to] = [low, high];
  for (let round = 0; from < to; round++) {
    if (round === ROUNDS) {
      values.subarray(from, to + 1).sort();
      break;
    }
    const pivot = median(values[from] as number, values[(from + to) >>> 1] as number, values[to] as number);
    let i = from;
    let j = to;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const value = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = value;
    }
    if (at <= j) to = j;
    else if (at >= i) from = i;
    else break;
  }
  return values[at] as number;
}

function median(a: number, b: number, c: number): number {
  if (a > b) return a < c ? a : b > c ? b : c;
  return b < c ? b : a > c ? a : c;
}

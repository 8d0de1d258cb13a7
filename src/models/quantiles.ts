/** Quantiles of recorded numbers in any order; knows numbers only. */
import { nearestRank } from '../stats/nearest-rank.ts';

/**
 * Nearest-rank quantiles of unsorted values; share 0 is the least of them.
 *
 * Cost: one sort. Throws RangeError for no values.
 * @example quantiles([35, 20, 15, 50, 40], [0.3, 0.5]) // [20, 35]
 */
export function quantiles(values: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return shares.map((share) => nearestRank(sorted, share));
}

/** The middle value; of an even number of values the lower middle one, so that a recorded time stays a recorded time. */
export function median(values: ArrayLike<number>): number {
  return quantiles(values, [0.5])[0] as number;
}

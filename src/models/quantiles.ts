/** Quantiles of recorded numbers in any order; knows numbers only. */
import { nearestRank } from '../stats/nearest-rank.ts';

/**
 * Nearest-rank percentiles of unsorted values; 0 per cent is the least of them.
 *
 * Cost: one sort. Throws RangeError for no values.
 * @example quantiles([35, 20, 15, 50, 40], [30, 50]) // [20, 35]
 */
export function quantiles(values: ArrayLike<number>, percents: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return percents.map((percent) => nearestRank(sorted, percent));
}

/** The middle value; of an even number of values the lower middle one, so that a recorded time stays a recorded time. */
export function median(values: ArrayLike<number>): number {
  return quantiles(values, [50])[0] as number;
}

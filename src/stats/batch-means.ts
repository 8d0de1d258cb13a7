/** Batch means: an interval from one long run, whose neighbouring observations depend on each other. */

import { lagCorrelation } from './lag-correlation.ts';
import { mean } from './moments.ts';
import { meanInterval } from './student-t.ts';

export interface BatchMeans {
  /** Over the observations that fill the batches. */
  readonly mean: number;
  /** 95 %, Student-t over the batches' means. */
  readonly interval: readonly [number, number];
  /** Correlation of neighbouring means; far above 0, batches are too short and the interval is too narrow. Null where all are equal. */
  readonly correlation: number | null;
}

/**
 * Cuts a series into `batches` of equal length and takes their means for independent:
 *
 * mean +- t(0.975, k - 1) s / sqrt(k), s the standard deviation of the k means.
 *
 * What does not fill the last batch is left out. Null for fewer than two batches or fewer observations than batches.
 *
 * @see Schmeiser, "Batch size effects in the analysis of simulation output", Operations Research 30 (1982): 10 to 30 batches do
 * @see Law, "Simulation Modeling and Analysis", 9.5.3
 * @example batchMeans([1, 3, 2, 4, 3, 5], 3)?.mean // 3
 */
export function batchMeans(values: ArrayLike<number>, batches: number): BatchMeans | null {
  const length = Math.floor(values.length / batches);
  if (batches < 2 || length < 1) return null;
  const means = Array.from({ length: batches }, (_, b) => {
    let sum = 0;
    for (let i = b * length; i < (b + 1) * length; i++) sum += values[i] as number;
    return sum / length;
  });
  return { mean: mean(means), interval: meanInterval(means) as readonly [number, number], correlation: lagCorrelation(means) };
}

/** How much neighbours of a series resemble each other. */

import { mean } from './moments.ts';

/**
 * Sample autocorrelation at lag 1, -1..1: sum (x_i - mean)(x_i+1 - mean) / sum (x_i - mean)^2; null where all values are equal.
 *
 * @see Box, Jenkins, Reinsel and Ljung, "Time Series Analysis", 2.1.5
 * @example lagCorrelation([1, 2, 3, 4]) // 0.25
 */
export function lagCorrelation(values: readonly number[]): number | null {
  const centre = mean(values);
  let together = 0;
  let alone = 0;
  values.forEach((value, i) => {
    alone += (value - centre) ** 2;
    const next = values[i + 1];
    if (next !== undefined) together += (value - centre) * (next - centre);
  });
  return alone > 0 ? together / alone : null;
}

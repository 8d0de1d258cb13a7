/** How well a mean is known, as a share of itself. */

import { mean } from './moments.ts';
import { meanInterval } from './student-t.ts';

/**
 * Half the width of the 95 % interval of the mean, divided by the size of the mean; null for fewer than two values. A mean known exactly has 0.
 *
 * The stopping rule of sequential replication: run until it is small enough. The interval then covers the truth a little less often
 * than 95 %, since it stops when the spread happens to look small; a fair number of first replications guards against that.
 *
 * @see Law, "Simulation Modeling and Analysis", 9.4.1, procedure of relative precision
 * @example relativeHalfWidth([9, 10, 11]) // 0.2484...
 */
export function relativeHalfWidth(values: readonly number[]): number | null {
  const interval = meanInterval(values);
  if (interval === null) return null;
  const half = (interval[1] - interval[0]) / 2;
  return half === 0 ? 0 : half / Math.abs(mean(values));
}

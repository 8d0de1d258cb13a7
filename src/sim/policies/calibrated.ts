/** A rule that looks at calibrated confidence. */

import type { Rule } from './policy.ts';

/**
 * `rule`, ordinary or deex, with max softmax(z / T) in place of the confidence.
 *
 * @param temperatures T of each exit 1..N-1, above 0
 * @see Guo, Pleiss, Sun, Weinberger, "On calibration of modern neural networks" (2017), section 4.2
 */
export function calibrated(rule: Rule, temperatures: readonly number[]): Rule {
  return { ...rule, measure: { kind: 'calibrated', temperatures } };
}

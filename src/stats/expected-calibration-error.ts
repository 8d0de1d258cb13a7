/** How far confidence is from the share of right answers, in one number. */

import type { ReliabilityBin } from './reliability-bins.ts';

/**
 * Expected calibration error, 0..1: sum over bins of (n_b / n) |accuracy_b - mean confidence_b|; 0 where there are no samples.
 *
 * It is biased upwards: a perfectly calibrated classifier has an expected error of up to sqrt(bins / (4 n)) from chance alone,
 * 0.02 for 15 bins and 10,000 samples.
 *
 * @see Naeini, Cooper and Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015
 * @see Guo et al. 2017, equation 3; 15 bins there as here
 * @example expectedCalibrationError(reliabilityBins([0.6, 0.6, 1, 1], [1, 0, 1, 1])) // 0.05
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let samples = 0;
  let gaps = 0;
  for (const { count, accuracy, meanConfidence } of bins) {
    if (accuracy === null || meanConfidence === null) continue;
    samples += count;
    gaps += count * Math.abs(accuracy - meanConfidence);
  }
  return samples === 0 ? 0 : gaps / samples;
}

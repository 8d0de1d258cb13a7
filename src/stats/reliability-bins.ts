/** Samples gathered by how confident a classifier was: how often was it right in each bin? */

/** The samples of one bin (from, to] of confidence. */
export interface ReliabilityBin {
  /** Ends of the bin, in 0..1; a confidence of exactly `from` lies in the bin below, and one of 0 in the first. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Null where the bin is empty. */
  readonly meanConfidence: number | null;
  /** Share of right answers; null where the bin is empty. */
  readonly accuracy: number | null;
}

/** Bins that calibration is told in, everywhere. */
export const CALIBRATION_BINS = 15;

/**
 * `bins` bins of equal width over 0..1, bin b = ((b - 1) / bins, b / bins] in float64, b = 1..bins; what is 0 or below is counted in the
 * first, what rounding lifted above 1 in the last.
 *
 * @param confidence [samples] @param isRight [samples], 1 where the answer was right, else 0
 * @see Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, section 2
 * @example reliabilityBins([0.5, 0.9], [0, 1], 2)[0] // { from: 0, to: 0.5, count: 1, meanConfidence: 0.5, accuracy: 0 }
 */
export function reliabilityBins(confidence: ArrayLike<number>, isRight: ArrayLike<number>, bins = CALIBRATION_BINS): ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const confidences = new Float64Array(bins);
  const rights = new Float64Array(bins);
  for (let i = 0; i < confidence.length; i++) {
    const value = confidence[i] as number;
    const bin = binOf(value, bins);
    counts[bin] = (counts[bin] as number) + 1;
    confidences[bin] = (confidences[bin] as number) + value;
    rights[bin] = (rights[bin] as number) + (isRight[i] as number);
  }
  return Array.from({ length: bins }, (_, b) => {
    const count = counts[b] as number;
    const meanOf = (sums: Float64Array): number | null => (count === 0 ? null : (sums[b] as number) / count);
    return { from: b / bins, to: (b + 1) / bins, count, meanConfidence: meanOf(confidences), accuracy: meanOf(rights) };
  });
}

/** Index of the bin whose ends, as float64 has them, lie around the value; the product alone may round across an end. */
function binOf(value: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(value * bins) - 1));
  while (bin > 0 && value <= bin / bins) bin--;
  while (bin < bins - 1 && value > (bin + 1) / bins) bin++;
  return bin;
}

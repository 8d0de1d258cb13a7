/** How surprised a classifier is by the truth, when its logits are divided by a temperature. */

/**
 * Mean of -ln softmax(z / T)_y over samples [nats], 0 or above: the log loss, a proper scoring rule.
 *
 * Computed as ln(1 + sum over the other classes of e^(d_c)) - d_y with d_c = (z_c - max z) / T, so that nothing overflows and an almost
 * certain answer keeps its digits. Infinite only where (z_y - max z) / T is beyond float64.
 *
 * @param logits row-major [samples x classes], finite
 * @param labels true class indices [samples], one at least
 * @param temperature above 0
 * @see Guo et al. 2017, equation 4
 * @example negativeLogLikelihood(Float32Array.of(0, 0), [1], 2, 1) // ln 2
 */
export function negativeLogLikelihood(logits: Float32Array, labels: ArrayLike<number>, classes: number, temperature: number): number {
  if (!(temperature > 0)) throw new RangeError(`negativeLogLikelihood needs a temperature above 0, got ${temperature}`);
  let sum = 0;
  for (let sample = 0; sample < labels.length; sample++) {
    const row = sample * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((logits[row + c] as number) > (logits[row + best] as number)) best = c;
    const largest = logits[row + best] as number;
    let rest = 0;
    for (let c = 0; c < classes; c++) if (c !== best) rest += Math.exp(((logits[row + c] as number) - largest) / temperature);
    sum += Math.log1p(rest) - ((logits[row + (labels[sample] as number)] as number) - largest) / temperature;
  }
  return sum / labels.length;
}

/** Doubt as the entropy of softmax, as BranchyNet and DDNN test it. Knows numbers only. */
import { measureRows } from './softmax-row.ts';

/**
 * eta = -sum_c y_c ln y_c with y = softmax(z / T), of every sample [samples, nats], in 0..ln(classes); 0 is certainty.
 *
 * Written as ln(1 + others) + spread / (1 + others), a sum of terms that are not negative: thresholds as small as BranchyNet's 0.0001 are met
 * with all digits.
 *
 * @param logits row-major [samples x classes], finite @param temperature above 0
 * @see Teerapittayanon, McDanel and Kung, "BranchyNet", ICPR 2016, section III
 * @example entropy(Float32Array.of(0, 0), 2, 1) // [ln 2]
 */
export function entropy(logits: Float32Array, classes: number, temperature: number): Float64Array {
  return measureRows(logits, classes, temperature, ({ others, spread }) => Math.log1p(others) + spread / (1 + others));
}

/**
 * eta / ln(classes) of every sample [samples], in 0..1, which makes thresholds comparable over numbers of classes.
 *
 * @param classes two at least
 * @see Teerapittayanon, McDanel and Kung, "Distributed deep neural networks", ICDCS 2017, section III-D
 * @example normalisedEntropy(Float32Array.of(0, 0, 0), 3, 1) // [1]
 */
export function normalisedEntropy(logits: Float32Array, classes: number, temperature: number): Float64Array {
  const most = Math.log(classes);
  return entropy(logits, classes, temperature).map((nats) => Math.min(1, nats / most));
}

/** Confidence as the largest of softmax. Knows numbers only. */
import { measureRows } from './softmax-row.ts';

/**
 * max_c softmax(z / T)_c = 1 / (1 + others) of every sample [samples], in (0, 1].
 *
 * @param logits row-major [samples x classes], finite @param temperature above 0
 * @see Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, equation 9
 * @example largestSoftmax(Float32Array.of(Math.log(3), 0), 2, 1) // [0.75]
 */
export function largestSoftmax(logits: Float32Array, classes: number, temperature: number): Float64Array {
  return measureRows(logits, classes, temperature, ({ others }) => 1 / (1 + others));
}

/** Confidence as the distance of the first two classes. Knows numbers only. */
import { measureRows } from './softmax-row.ts';

/**
 * Largest less second largest of softmax(z / T), of every sample [samples], in 0..1; 0 where two classes share the first place.
 *
 * Written as (1 - e^(d_2)) / (1 + others), with expm1, so that two classes that are almost even keep their digits.
 *
 * @param logits row-major [samples x classes], finite @param temperature above 0
 * @see Scheffer, Decomain and Wrobel, "Active hidden Markov models for information extraction", IDA 2001 (the margin of the two likeliest)
 * @example margin(Float32Array.of(Math.log(3), 0), 2, 1) // [0.5]
 */
export function margin(logits: Float32Array, classes: number, temperature: number): Float64Array {
  return measureRows(logits, classes, temperature, ({ others, second }) => (0 - Math.expm1(second)) / (1 + others));
}

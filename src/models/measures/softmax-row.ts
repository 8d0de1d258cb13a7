/**
 * What every confidence measure needs of softmax(z / T), one sample at a time, without ever forming a sum that overflows.
 *
 * Knows numbers only.
 */

/** The softmax of one sample, by the terms that its measures are made of; d_c = (z_c - max z) / T, 0 or below. */
export interface SoftmaxRow {
  /** Sum of e^(d_c) over all classes but the first largest one, whose own term is exactly 1; in 0..classes - 1. */
  readonly others: number;
  /** Sum of -d_c e^(d_c) over all classes, 0 or above; a class of probability 0 adds 0, the limit of y ln y. */
  readonly spread: number;
  /** d_c of the second largest logit; 0 where two share the first place, -Infinity where there is no other class. */
  readonly second: number;
}

/**
 * Calls `measure` for every sample and gathers what it gives [samples].
 *
 * @param logits row-major [samples x classes], finite
 * @param temperature above 0; small ones make softmax sure, large ones even
 */
export function measureRows(
  logits: Float32Array,
  classes: number,
  temperature: number,
  measure: (row: SoftmaxRow) => number,
): Float64Array {
  if (!(temperature > 0)) throw new RangeError(`measureRows needs a temperature above 0, got ${temperature}`);
  const samples = logits.length / classes;
  const values = new Float64Array(samples);
  const row = { others: 0, spread: 0, second: 0 };
  for (let sample = 0; sample < samples; sample++) {
    const start = sample * classes;
    let best = 0;
    for (let c = 1; c < classes; c++) if ((logits[start + c] as number) > (logits[start + best] as number)) best = c;
    const largest = logits[start + best] as number;
    row.others = 0;
    row.spread = 0;
    row.second = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      if (c === best) continue;
      const d = ((logits[start + c] as number) - largest) / temperature;
      const term = Math.exp(d);
      row.others += term;
      if (term > 0) row.spread -= d * term;
      if (d > row.second) row.second = d;
    }
    values[sample] = measure(row);
  }
  return values;
}

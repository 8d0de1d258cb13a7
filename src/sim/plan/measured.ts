/** What rules measure of recorded logits: worked out when the first asks, and once for all points and rules that share a recording. */

import { entropy, normalisedEntropy } from '../../stats/measures/entropy.ts';
import { largestSoftmax } from '../../stats/measures/largest-softmax.ts';
import { margin } from '../../stats/measures/margin.ts';
import type { Measure } from '../policies/policy.ts';

const known = new WeakMap<Float32Array, Map<string, Float64Array>>();

/**
 * A measure of every sample at one exit [samples].
 *
 * @param logits of the exit, row-major [samples x classes]
 * @param exit 1..N-1
 */
export function measured(measure: Measure, logits: Float32Array, samples: number, exit: number): Float64Array {
  const temperature = measure.kind === 'calibrated' ? (measure.temperatures[exit - 1] as number) : 1;
  const key = `${measure.kind} ${temperature}`;
  const columns = known.get(logits) ?? new Map<string, Float64Array>();
  known.set(logits, columns);
  let column = columns.get(key);
  if (column === undefined) {
    column = MEASURES[measure.kind](logits, samples === 0 ? 1 : logits.length / samples, temperature);
    columns.set(key, column);
  }
  return column;
}

const MEASURES: Readonly<Record<Measure['kind'], (logits: Float32Array, classes: number, temperature: number) => Float64Array>> = {
  entropy,
  'normalised-entropy': normalisedEntropy,
  margin,
  calibrated: largestSoftmax,
};

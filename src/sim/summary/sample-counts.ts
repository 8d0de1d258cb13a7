/** How often each sample was counted: where requests of a sample are all alike, figures follow from this alone. */

/** Counts by array of samples and first request counted: all points of a sweep take the same samples. */
const known = new WeakMap<Int32Array, Map<number, Int32Array>>();

/**
 * Requests from `first` on of each sample [samples].
 *
 * @param sample of each request; not to be written to afterwards
 */
export function countSamples(sample: Int32Array, first: number, samples: number): Int32Array {
  let byFirst = known.get(sample);
  if (byFirst === undefined) {
    byFirst = new Map();
    known.set(sample, byFirst);
  }
  let counts = byFirst.get(first);
  if (counts === undefined) {
    counts = new Int32Array(samples);
    for (let r = first; r < sample.length; r++) {
      const taken = sample[r] as number;
      counts[taken] = (counts[taken] as number) + 1;
    }
    byFirst.set(first, counts);
  }
  return counts;
}

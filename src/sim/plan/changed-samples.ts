/** What changes from one point of a sweep to the next: a few samples take another way, and what is counted over all need not be counted anew. */

/** Found last, by the later list: several ask for the same. Holding on to the earlier one would hold all. */
const found = new WeakMap<Uint8Array, { readonly before: WeakRef<Uint8Array>; readonly samples: Int32Array }>();

/**
 * The samples at which two lists differ, in their order.
 *
 * @param before of the same length as `after`; both begin where their buffers do, or are compared one by one; neither is written to afterwards
 */
export function changedSamples(before: Uint8Array, after: Uint8Array): Int32Array {
  const last = found.get(after);
  if (last?.before.deref() === before) return last.samples;
  const samples = compare(before, after);
  found.set(after, { before: new WeakRef(before), samples });
  return samples;
}

function compare(before: Uint8Array, after: Uint8Array): Int32Array {
  const isWhole = before.byteOffset % 4 === 0 && after.byteOffset % 4 === 0;
  const words = isWhole ? after.length >>> 2 : 0;
  const [old, now] = [wordsOf(before, words), wordsOf(after, words)];
  const samples: number[] = [];
  for (let word = 0; word < words; word++) {
    if (old[word] === now[word]) continue;
    for (let i = 4 * word; i < 4 * word + 4; i++) if (before[i] !== after[i]) samples.push(i);
  }
  for (let i = 4 * words; i < after.length; i++) if (before[i] !== after[i]) samples.push(i);
  return Int32Array.from(samples);
}

/** Signed: V8 makes doubles of what might be above 2^31. */
function wordsOf({ buffer, byteOffset }: Uint8Array, words: number): Int32Array {
  return new Int32Array(buffer, words === 0 ? 0 : byteOffset, words);
}

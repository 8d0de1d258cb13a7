/** What changes from one point of a sweep to the next: a few samples take another way, and what is counted over all need not be counted anew. */

/**
 * Visits the samples at which two lists differ, in their order.
 *
 * @param before of the same length as `after`; both begin where their buffers do, or are compared one by one
 */
export function forEachChange(before: Uint8Array, after: Uint8Array, visit: (sample: number) => void): void {
  const isWhole = before.byteOffset % 4 === 0 && after.byteOffset % 4 === 0;
  const words = isWhole ? after.length >>> 2 : 0;
  const [old, now] = [wordsOf(before, words), wordsOf(after, words)];
  for (let word = 0; word < words; word++) {
    if (old[word] === now[word]) continue;
    for (let i = 4 * word; i < 4 * word + 4; i++) if (before[i] !== after[i]) visit(i);
  }
  for (let i = 4 * words; i < after.length; i++) if (before[i] !== after[i]) visit(i);
}

function wordsOf({ buffer, byteOffset }: Uint8Array, words: number): Uint32Array {
  return new Uint32Array(buffer, words === 0 ? 0 : byteOffset, words);
}

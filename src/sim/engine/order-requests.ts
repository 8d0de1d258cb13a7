/** Puts requests in the order in which a station meets them: by time, then by number. They mostly come almost in order. */

/** Steps a request may be moved on average before sorting from scratch is cheaper. */
const PATIENCE = 8;

/** Sorts ids[0..count-1] by (timeNs[id], id). @param spare at least as long as `ids`, overwritten */
export function orderRequests(ids: Int32Array, count: number, timeNs: Float64Array, spare: Int32Array): void {
  let moves = PATIENCE * count + 64;
  for (let i = 1; i < count; i++) {
    const id = ids[i] as number;
    const time = timeNs[id] as number;
    let hole = i;
    while (hole > 0) {
      const other = ids[hole - 1] as number;
      const otherTime = timeNs[other] as number;
      if (otherTime < time || (otherTime === time && other < id)) break;
      ids[hole] = other;
      hole--;
    }
    ids[hole] = id;
    moves -= i - hole;
    if (moves < 0) {
      mergeSort(ids, count, timeNs, spare);
      return;
    }
  }
}

function mergeSort(ids: Int32Array, count: number, timeNs: Float64Array, spare: Int32Array): void {
  let from = ids;
  let to = spare;
  for (let width = 1; width < count; width *= 2) {
    for (let low = 0; low < count; low += 2 * width) {
      const middle = Math.min(low + width, count);
      const high = Math.min(low + 2 * width, count);
      let a = low;
      let b = middle;
      for (let i = low; i < high; i++) {
        const isLeft = a < middle && (b >= high || isBefore(from[a] as number, from[b] as number, timeNs));
        to[i] = from[isLeft ? a++ : b++] as number;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== ids) ids.set(from.subarray(0, count));
}

function isBefore(a: number, b: number, timeNs: Float64Array): boolean {
  const difference = (timeNs[a] as number) - (timeNs[b] as number);
  return difference < 0 || (difference === 0 && a < b);
}

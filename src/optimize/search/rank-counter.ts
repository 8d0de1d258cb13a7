/** A multiset of numbers known beforehand, with any rank at hand while members come and go: a Fenwick tree over their order. */

/** @see Fenwick, "A new data structure for cumulative frequency tables", Software: Practice and Experience 24 (1994) */
export class RankCounter {
  private readonly sorted: Float64Array;
  private readonly tree: Int32Array;
  private readonly top: number;
  private size = 0;

  /** @param values everything that may ever be a member, in any order */
  constructor(values: Float64Array) {
    this.sorted = values.slice().sort();
    this.tree = new Int32Array(values.length + 1);
    this.top = 2 ** Math.floor(Math.log2(Math.max(1, values.length)));
  }

  /** Where a value stands among all, for `add`. */
  placeOf(value: number): number {
    let low = 0;
    let high = this.sorted.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle] as number) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Empties it. */
  clear(): void {
    this.tree.fill(0);
    this.size = 0;
  }

  /** @param count 1 to take a member in, -1 to let one go */
  add(place: number, count: 1 | -1): void {
    this.size += count;
    for (let i = place + 1; i < this.tree.length; i += i & -i) this.tree[i] = (this.tree[i] as number) + count;
  }

  /** Nearest-rank percentile of the members. */
  percentile(percent: number): number {
    let left = Math.max(1, Math.ceil((percent * this.size) / 100));
    let at = 0;
    for (let step = this.top; step > 0; step >>= 1) {
      const next = at + step;
      if (next < this.tree.length && (this.tree[next] as number) < left) {
        at = next;
        left -= this.tree[next] as number;
      }
    }
    return this.sorted[at] as number;
  }
}

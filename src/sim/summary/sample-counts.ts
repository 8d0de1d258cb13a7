/** How often each sample was counted: where requests of a sample are all alike, figures follow from this alone. */

/** Counts of a set of requests by sample. */
export class SampleCounts {
  /** [samples]. */
  readonly counts: Int32Array;
  /** The count of every sample, where all are counted equally often; else null. */
  readonly each: number | null;
  #isSeen: Uint8Array | null = null;

  constructor(counts: Int32Array) {
    this.counts = counts;
    const first = counts[0] ?? 0;
    this.each = counts.every((count) => count === first) ? first : null;
  }

  /** 1 where a sample was counted at least once [samples]. */
  get isSeen(): Uint8Array {
    this.#isSeen ??= new Uint8Array(this.counts.length).map((_, sample) => Math.min(1, this.counts[sample] as number));
    return this.#isSeen;
  }

  /** Sum over the requests of what a table says of their samples; whole numbers, so their order does not matter. */
  weigh(table: Float64Array): number {
    if (this.each !== null) return this.each * total(table);
    let sum = 0;
    for (let sample = 0; sample < table.length; sample++) sum += (this.counts[sample] as number) * (table[sample] as number);
    return sum;
  }
}

/** Sums of tables met before: every replication of a point asks for the same ones. */
const totals = new WeakMap<Float64Array, number>();

function total(table: Float64Array): number {
  let sum = totals.get(table);
  if (sum === undefined) {
    sum = 0;
    for (let i = 0; i < table.length; i++) sum += table[i] as number;
    totals.set(table, sum);
  }
  return sum;
}

/** Counts by array of samples and first request counted: all points of a sweep take the same samples. */
const known = new WeakMap<Int32Array, Map<number, SampleCounts>>();

/** Counts requests `from` .. `to` - 1, each so many times. */
function addFrom(sample: Int32Array, from: number, to: number, times: number, counts: Int32Array): void {
  for (let r = from; r < to; r++) {
    const taken = sample[r] as number;
    counts[taken] = (counts[taken] as number) + times;
  }
}

/** How many requests after which the samples of an array come again in the same order. */
const cycles = new WeakMap<Int32Array, number>();

/** Tells that `sample` begins anew after every `cycle` requests, so that counting it takes no longer than counting two cycles. */
export function tellCycle(sample: Int32Array, cycle: number): void {
  cycles.set(sample, cycle);
}

/**
 * Requests from `first` on of each sample.
 *
 * @param sample of each request; not to be written to afterwards
 */
export function countSamples(sample: Int32Array, first: number, samples: number): SampleCounts {
  let byFirst = known.get(sample);
  if (byFirst === undefined) {
    byFirst = new Map();
    known.set(sample, byFirst);
  }
  let counted = byFirst.get(first);
  if (counted === undefined) {
    const counts = new Int32Array(samples);
    const cycle = cycles.get(sample) ?? sample.length;
    const whole = Math.floor((sample.length - first) / cycle);
    const rest = first + whole * cycle;
    if (whole > 0) addFrom(sample, first, first + cycle, whole, counts);
    addFrom(sample, rest, sample.length, 1, counts);
    counted = new SampleCounts(counts);
    byFirst.set(first, counted);
  }
  return counted;
}

/** Marks with 1 what is marked in either. @param marks of whole arrays, 0 or 1; changed @param others of the same length */
export function markAlso(marks: Uint8Array, others: Uint8Array): void {
  const words = marks.length >>> 2;
  const [four, otherFour] = [new Int32Array(marks.buffer, 0, words), new Int32Array(others.buffer, 0, words)];
  for (let word = 0; word < words; word++) four[word] = (four[word] as number) | (otherFour[word] as number);
  for (let i = 4 * words; i < marks.length; i++) marks[i] = (marks[i] as number) | (others[i] as number);
}

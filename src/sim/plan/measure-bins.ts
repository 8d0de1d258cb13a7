/** Samples in bins of what was measured of them: whose comparison changes where a threshold moves is found without asking each. */

/** Of equal width between the least and the largest value. */
const BINS = 1024;

export class MeasureBins {
  /** Samples, bin by bin, and where each bin begins [BINS + 1]. */
  readonly #samples: Int32Array;
  readonly #starts = new Int32Array(BINS + 1);
  readonly #least: number;
  readonly #largest: number;

  /** @param measured finite */
  constructor(measured: Float64Array) {
    let least = Infinity;
    let largest = -Infinity;
    for (let i = 0; i < measured.length; i++) {
      const value = measured[i] as number;
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
    this.#least = least;
    this.#largest = largest;
    const starts = this.#starts;
    const binOf = Uint16Array.from(measured, (value) => this.#binOf(value));
    for (let i = 0; i < binOf.length; i++) starts[(binOf[i] as number) + 1] = (starts[(binOf[i] as number) + 1] as number) + 1;
    for (let bin = 0; bin < BINS; bin++) starts[bin + 1] = (starts[bin + 1] as number) + (starts[bin] as number);
    const next = starts.slice();
    this.#samples = new Int32Array(measured.length);
    for (let i = 0; i < binOf.length; i++) {
      const bin = binOf[i] as number;
      this.#samples[next[bin] as number] = i;
      next[bin] = (next[bin] as number) + 1;
    }
  }

  /** Never lower for a larger value. */
  #binOf(value: number): number {
    const width = this.#largest - this.#least;
    return width === 0 ? 0 : Math.min(BINS - 1, Math.floor(((value - this.#least) / width) * BINS));
  }

  /** All samples that reach one of two bounds and not the other, and some near them. */
  between(one: number, other: number): Int32Array {
    const low = Math.max(Math.min(one, other), this.#least);
    const high = Math.min(Math.max(one, other), this.#largest);
    if (low > high) return this.#samples.subarray(0, 0);
    return this.#samples.subarray(this.#starts[this.#binOf(low)] as number, this.#starts[this.#binOf(high) + 1] as number);
  }
}

/** Bins of columns met before. */
const known = new WeakMap<Float64Array, MeasureBins>();

/** @param measured finite; not to be written to */
export function measureBins(measured: Float64Array): MeasureBins {
  const bins = known.get(measured) ?? new MeasureBins(measured);
  known.set(measured, bins);
  return bins;
}

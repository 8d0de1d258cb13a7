/**
 * Samples in bins of what was measured of them: a threshold parts them without asking each, only those in the bin it falls into are
 * compared. A sweep asks one measure for a hundred thresholds.
 */

/** Of equal width between the least and the largest value. */
const BINS = 1024;

export class MeasureBins {
  readonly #measured: Float64Array;
  /** Samples, bin by bin, and where each bin begins [BINS + 1]. */
  readonly #samples: Int32Array;
  readonly #starts = new Int32Array(BINS + 1);
  readonly #least: number;
  readonly #largest: number;

  /** @param measured finite; at least one */
  constructor(measured: Float64Array) {
    let least = Infinity;
    let largest = -Infinity;
    for (let i = 0; i < measured.length; i++) {
      const value = measured[i] as number;
      if (value < least) least = value;
      if (value > largest) largest = value;
    }
    this.#measured = measured;
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

  /** Whether some samples reach the bound and some do not. */
  parts(bound: number): boolean {
    return bound > this.#least && bound <= this.#largest;
  }

  /** Whether all samples reach the bound. */
  reach(bound: number): boolean {
    return bound <= this.#least;
  }

  /** Marks all samples with `missed`, those of `bound` or above with `reached`. @param bound that parts them @returns how many reach it */
  part(marks: Uint8Array, bound: number, missed: number, reached: number): number {
    const samples = marks.length;
    marks.fill(missed);
    const bin = this.#binOf(bound);
    const above = this.#starts[bin + 1] as number;
    for (let i = above; i < samples; i++) marks[this.#samples[i] as number] = reached;
    let count = samples - above;
    for (let i = this.#starts[bin] as number; i < above; i++) {
      const sample = this.#samples[i] as number;
      if ((this.#measured[sample] as number) < bound) continue;
      marks[sample] = reached;
      count++;
    }
    return count;
  }
}

/** Columns met before, once, or often enough to have bins. */
const met = new WeakMap<Float64Array, MeasureBins | 'once'>();

/** Bins of a column of finite values; null at the first time, when comparing is quicker. */
export function measureBins(measured: Float64Array): MeasureBins | null {
  const bins = met.get(measured);
  if (bins instanceof MeasureBins) return bins;
  const made = bins === 'once' ? new MeasureBins(measured) : null;
  met.set(measured, made ?? 'once');
  return made;
}

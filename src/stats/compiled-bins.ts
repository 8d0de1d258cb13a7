/** Bins as select-ranks.wat fills them: values are copied to its memory chunk by chunk. */

import { instantiate, type KernelMemory } from '../wasm/instantiate.ts';
import { BINS, type Bins, BinsInJavaScript, distribute, wordsOf } from './bins.ts';
import { bytes } from './select-ranks.wat.js';

/** Values a chunk: those of most replications are one. */
const CHUNK = 16_384;
/** Where columns begin in the kernel's memory [bytes]. */
const PLACES = 4 * BINS;
const VALUES = PLACES + BINS;

interface Kernel {
  readonly memory: KernelMemory;
  /** Both in units of a quarter bin. */
  count(values: number, least: number): number;
  pick(values: number): number;
  seek(bin: number, before: number, rank: number): number;
  before(): number;
}

class CompiledBins implements Bins {
  readonly counts: Int32Array;
  readonly places: Uint8Array;
  readonly #kernel: Kernel;
  readonly #values: Float64Array;
  readonly #words: Uint32Array;
  /** What the memory holds from first to last; null: something else. */
  #held: Float64Array | null = null;

  constructor(kernel: Kernel) {
    const { buffer } = kernel.memory;
    this.#kernel = kernel;
    this.counts = new Int32Array(buffer, 0, BINS);
    this.places = new Uint8Array(buffer, PLACES, BINS);
    this.#values = new Float64Array(buffer, VALUES, CHUNK);
    this.#words = wordsOf(this.#values);
  }

  count(values: Float64Array): number {
    let least = 4 * BINS;
    this.#held = null;
    for (let from = 0; from < values.length; from += CHUNK) least = this.#kernel.count(this.#hold(values, from), least);
    return least / 4;
  }

  seek(bin: number, before: number, rank: number): number {
    return this.#kernel.seek(bin, before, rank);
  }

  get before(): number {
    return this.#kernel.before();
  }

  gather(values: Float64Array, ends: Int32Array, gathered: Float64Array): void {
    for (let from = 0; from < values.length; from += CHUNK) {
      const picked = this.#kernel.pick(this.#hold(values, from));
      this.#held = null;
      distribute(this.#values, this.#words, picked, this.places, ends, gathered);
    }
  }

  /** @returns how many */
  #hold(values: Float64Array, from: number): number {
    const count = Math.min(CHUNK, values.length - from);
    if (this.#held !== values) this.#values.set(values.subarray(from, from + count));
    this.#held = count === values.length ? values : null;
    return count;
  }
}

let made: Bins | undefined;

/** The quickest there are here, used by one call after the other. Made at the first. */
export function quickestBins(): Bins {
  if (made === undefined) {
    const kernel = instantiate<Kernel>(bytes);
    made = kernel === null ? new BinsInJavaScript() : new CompiledBins(kernel);
  }
  return made;
}

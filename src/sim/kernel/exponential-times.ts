/** Times an exponential gap apart, many at once: draws, logarithms and sums, each a loop that stays in the nearest cache. */

import { instantiate, type KernelMemory } from '../../wasm/instantiate.ts';
import { roundNs } from './clock.ts';
import { exponentials } from './exponential.ts';
import { bytes } from './exponential-times.wat.js';
import { drawUniforms } from './random-stream.ts';

/** Times written at once, at most. */
export const BATCH = 1024;
/** Below this many, calling costs more than it saves. */
const FEW = 16;

/**
 * Writes the times `from` .. `to` - 1, at most BATCH of them, each a gap after the one before [whole ns].
 *
 * @param state of the stream that is drawn from; moves on @param scaleNs mean gap @param sinceNs the time before the first
 */
type FillTimes = (state: Float64Array, scaleNs: number, timesNs: Float64Array, from: number, to: number, sinceNs: number) => void;

export const exponentialTimes: FillTimes = (state, scaleNs, timesNs, from, to, sinceNs) => {
  const kernel = to - from < FEW ? null : compiledTimes();
  if (kernel !== null) kernel.fill(state, scaleNs, timesNs, from, to, sinceNs);
  else timesInJavaScript(state, scaleNs, timesNs, from, to, sinceNs);
};

/** The same, and the same bits, where there is no WebAssembly. */
export const timesInJavaScript: FillTimes = (state, scaleNs, timesNs, from, to, sinceNs) => {
  drawUniforms(state, timesNs, from, to);
  exponentials(timesNs, from, to);
  addGaps(timesNs, scaleNs, from, to, sinceNs);
};

/** Turns gaps, in units of `scaleNs`, into times, each a gap after the one before. */
function addGaps(timesNs: Float64Array, scaleNs: number, from: number, to: number, sinceNs: number): void {
  let nowNs = sinceNs;
  for (let i = from; i < to; i++) {
    nowNs += roundNs((timesNs[i] as number) * scaleNs);
    timesNs[i] = nowNs;
  }
}

interface Loops {
  readonly memory: KernelMemory;
  draw(count: number): void;
  exponentials(count: number): void;
  addGaps(count: number, scaleNs: number): void;
}

/** What exponential-times.wat is made into. */
export class CompiledTimes {
  readonly #loops: Loops;
  readonly #stream: Float64Array;
  readonly #since: Float64Array;
  readonly #values: Float64Array;

  constructor(loops: Loops) {
    const { buffer } = loops.memory;
    this.#loops = loops;
    this.#stream = new Float64Array(buffer, 0, 4);
    this.#since = new Float64Array(buffer, 32, 1);
    this.#values = new Float64Array(buffer, 64, BATCH);
  }

  readonly fill: FillTimes = (state, scaleNs, timesNs, from, to, sinceNs) => {
    const count = to - from;
    this.#stream.set(state);
    this.#since[0] = sinceNs;
    this.#loops.draw(count);
    this.#loops.exponentials(count);
    this.#loops.addGaps(count, scaleNs);
    state.set(this.#stream);
    timesNs.set(count === BATCH ? this.#values : this.#values.subarray(0, count), from);
  };

  /** Makes exponentials of uniforms, at most BATCH of them. */
  exponentials(uniforms: Float64Array): Float64Array {
    this.#values.set(uniforms);
    this.#loops.exponentials(uniforms.length);
    return this.#values.slice(0, uniforms.length);
  }
}

let made: CompiledTimes | null | undefined;

/** Null where it cannot be run. Made at the first call. */
export function compiledTimes(): CompiledTimes | null {
  if (made === undefined) {
    const loops = instantiate<Loops>(bytes);
    made = loops === null ? null : new CompiledTimes(loops);
  }
  return made;
}

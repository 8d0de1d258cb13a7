/** The pass over the requests of a world with one link, as one-link-pass.wat has it: requests are copied to its memory and back chunk by chunk. */

import { instantiate, type KernelMemory, PAGE_BYTES } from '../../wasm/instantiate.ts';
import { bytes } from './one-link-pass.wat.js';
import {
  MOST_NOTES,
  type OneLinkWorld,
  type Pass,
  type PassState,
  type Requests,
  STOPS,
  strideOf,
  type WaitNotes,
} from './one-link-world.ts';

/** Requests a chunk: few enough to stay in the nearer cache. */
const CHUNK = 2048;

/** Where columns of a chunk begin in the kernel's memory [bytes]; what it has come to is first. */
const ARRIVALS = 3 * STOPS * 8;
const LATENCIES = ARRIVALS + 8 * CHUNK;
const LIST = LATENCIES + 8 * CHUNK;
/** An entry is written before it is known whether it counts. */
const NOTES = LIST + 16 * (CHUNK + 1);
const ROWS = NOTES + 8 * MOST_NOTES * CHUNK;
/** What rows do is last: it may be any number of them. */
const STAYS = ROWS + 4 * CHUNK;

interface Kernel {
  readonly memory: KernelMemory;
  pass(
    requests: number,
    arrivals: number,
    rows: number,
    latencies: number,
    list: number,
    notes: number,
    strideBytes: number,
    stays: number,
    propagationNs: number,
  ): number;
}

class CompiledPass {
  readonly #kernel: Kernel;
  #buffer: ArrayBuffer | null = null;
  #state = new Float64Array(0);
  #arrivals = new Float64Array(0);
  #latencies = new Float64Array(0);
  #notes = new Float64Array(0);
  #rows = new Int32Array(0);
  #stays = new Float64Array(0);
  /** The stays that the memory holds. */
  #staysNs: Float64Array | null = null;
  #version = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  readonly pass: Pass = (world, requests, from, to, latencyNs, state, notes, gone) => {
    this.#hold(world);
    return this.#passHeld(world, requests, from, to, latencyNs, state, notes, gone);
  };

  /** Makes sure that the memory holds the world's stays. @throws RangeError if there is not enough */
  #hold({ staysNs, version, changed }: OneLinkWorld): void {
    const isSame = this.#staysNs === staysNs;
    if (isSame && this.#version === version) return;
    if (isSame && this.#version + 1 === version && changed !== null) this.#holdRows(staysNs, changed);
    else this.#holdAll(staysNs);
    this.#staysNs = staysNs;
    this.#version = version;
  }

  #holdAll(staysNs: Float64Array): void {
    const { memory } = this.#kernel;
    const missing = STAYS + staysNs.byteLength - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    if (this.#buffer !== memory.buffer) this.#lookAt(memory.buffer);
    this.#stays = new Float64Array(memory.buffer, STAYS, staysNs.length);
    this.#stays.set(staysNs);
  }

  #holdRows(staysNs: Float64Array, rows: Int32Array): void {
    for (const row of rows) {
      for (let i = STOPS * row; i < STOPS * (row + 1); i++) this.#stays[i] = staysNs[i] as number;
    }
  }

  #lookAt(buffer: ArrayBuffer): void {
    this.#buffer = buffer;
    this.#state = new Float64Array(buffer, 0, 3 * STOPS);
    this.#arrivals = new Float64Array(buffer, ARRIVALS, CHUNK);
    this.#latencies = new Float64Array(buffer, LATENCIES, CHUNK);
    this.#notes = new Float64Array(buffer, NOTES, MOST_NOTES * CHUNK);
    this.#rows = new Int32Array(buffer, ROWS, CHUNK);
  }

  #passHeld(
    world: OneLinkWorld,
    { arrivalNs, row }: Requests,
    from: number,
    to: number,
    latencyNs: Float64Array,
    { freeNs, waitsNs, staysNs }: PassState,
    notes: WaitNotes | null,
    gone: number,
  ): number {
    const stride = strideOf(world);
    const state = this.#state;
    for (let stop = 0; stop < STOPS; stop++) {
      state[stop] = freeNs[stop] as number;
      state[STOPS + stop] = waitsNs[stop] as number;
      state[2 * STOPS + stop] = staysNs[stop] as number;
    }
    let up = gone;
    for (let start = from; start < to; start += CHUNK) {
      const count = Math.min(CHUNK, to - start);
      this.#arrivals.set(arrivalNs.subarray(start, start + count));
      this.#rows.set(row.subarray(start, start + count));
      const end = this.#kernel.pass(count, ARRIVALS, ROWS, LATENCIES, LIST, NOTES, 8 * stride, STAYS, world.propagationNs);
      latencyNs.set(count === CHUNK ? this.#latencies : this.#latencies.subarray(0, count), start);
      const written = (end - NOTES) / 8;
      if (notes !== null) notes.waitsNs.set(this.#notes.subarray(0, written), up * stride);
      up += written / stride;
    }
    for (let stop = 0; stop < STOPS; stop++) {
      freeNs[stop] = state[stop] as number;
      waitsNs[stop] = state[STOPS + stop] as number;
      staysNs[stop] = state[2 * STOPS + stop] as number;
    }
    return up;
  }
}

let made: Pass | null | undefined;

/** Null where it cannot be run. Made at the first call. */
export function compiledPass(): Pass | null {
  if (made === undefined) {
    const kernel = instantiate<Kernel>(bytes);
    made = kernel === null ? null : new CompiledPass(kernel).pass;
  }
  return made;
}

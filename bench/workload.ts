/**
 * The bench's inputs: one early-exit service, an edge server, an uplink, a cloud server, fixed to the last bit.
 *
 * Random numbers come from xorshift128, so that the same inputs can be made in any language; times are then rounded to whole
 * nanoseconds, the engine's own unit. All implementations read the inputs that were made here from the same files.
 *
 * @see Marsaglia, "Xorshift RNGs", J. Stat. Softw. 8(14), 2003
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';

/** Samples in the trace; request k takes sample k mod SAMPLES. */
const SAMPLES = 10_000;
/** Mean arrivals [1/s]. */
export const RATE_PER_S = 316;
/** Threshold of the decision: confidence below it offloads. */
export const DECISION_THRESHOLD = 0.7;
export const PAYLOAD_BYTES = 3072;
export const UPLINK_BPS = 5.85e6;
/** Half of a round-trip time of 50 ms. */
export const PROPAGATION_NS = 25e6;
/** Seeds of arrivals in the sweep's replications. */
export const SWEEP_SEEDS = Array.from({ length: 10 }, (_, replication) => 100 + replication);
/** Requests of one run of the sweep. */
export const SWEEP_REQUESTS = 10_000;
/** p_d = 0, 0.01, .. 1. */
export const SWEEP_THRESHOLDS = Array.from({ length: 101 }, (_, p) => p / 100);

/** Four 32-bit words of state; the first 64 numbers are dropped. */
function xorshift128(seed: number): () => number {
  let [x, y, z, w] = [123456789 ^ seed, 362436069, 521288629, 88675123];
  const next = () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  for (let i = 0; i < 64; i++) next();
  return next;
}

/** Uniform in [0, 1), 53 bits from two words. */
function uniform(seed: number): () => number {
  const next = xorshift128(seed);
  return () => {
    const high = next() >>> 5;
    return (high * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
  };
}

/** Columns of the trace [SAMPLES]. */
export interface TraceColumns {
  readonly confidence: Float64Array;
  /** First and second segment at the edge, and the rest in the cloud. */
  readonly edge1: Float64Array;
  readonly edge2: Float64Array;
  readonly cloud: Float64Array;
}

/** As specified, times in seconds: medians of 1.0, 1.1 and 1.4 ms, 20 % to either side. */
function makeTrace(): TraceColumns {
  const u = uniform(1);
  const column = () => new Float64Array(SAMPLES);
  const trace = { confidence: column(), edge1: column(), edge2: column(), cloud: column() };
  for (let i = 0; i < SAMPLES; i++) {
    const first = u();
    trace.confidence[i] = 1 - first * first;
    trace.edge1[i] = 0.001 * (0.8 + 0.4 * u());
    trace.edge2[i] = 0.0011 * (0.8 + 0.4 * u());
    trace.cloud[i] = 0.0014 * (0.8 + 0.4 * u());
  }
  return trace;
}

/** Poisson arrivals [s]. */
export function makeArrivals(requests: number, seed: number): Float64Array {
  const u = uniform(seed);
  const times = new Float64Array(requests);
  let now = 0;
  for (let k = 0; k < requests; k++) {
    now += -Math.log(1 - u()) / RATE_PER_S;
    times[k] = now;
  }
  return times;
}

/** Seconds as whole nanoseconds. */
export function wholeNs(seconds: Float64Array): Float64Array {
  return seconds.map((value) => Math.round(value * 1e9));
}

/** What the generator, the trace and the arrivals must be, as bits; `problem` names the first that is not. */
export function checkInputs(): string | null {
  const next = xorshift128(1);
  const words = [next(), next(), next(), next()].join(' ');
  if (words !== '1896813141 2135614119 379010791 708063359') return `xorshift128(1) begins with ${words}`;
  const trace = makeTrace();
  const sums: [keyof TraceColumns, string][] = [
    ['confidence', '40b9f74cdf31e300'],
    ['edge1', '4023ff76744c9532'],
    ['edge2', '4025f8ea2e8265ac'],
    ['cloud', '402c0abf589af765'],
  ];
  for (const [name, bits] of sums) {
    const found = bitsOf(trace[name].reduce((sum, value) => sum + value, 0));
    if (found !== bits) return `${name} sums to ${found}, not to ${bits}`;
  }
  const last = bitsOf(makeArrivals(1_000_000, 2).at(-1) as number);
  return last === '40a8bef35e3886fe' ? null : `the millionth arrival is ${last}`;
}

function bitsOf(value: number): string {
  return new BigUint64Array(Float64Array.of(value).buffer)[0]?.toString(16).padStart(16, '0') as string;
}

/** Columns on disk are float64, least significant byte first. */
export function writeColumn(folder: string, name: string, values: Float64Array): void {
  if (endianness() !== 'LE') throw new Error('writeColumn needs a little-endian machine');
  writeFileSync(join(folder, `${name}.f64`), values);
}

export function readColumn(folder: string, name: string, length?: number): Float64Array {
  const bytes = readFileSync(join(folder, `${name}.f64`));
  const all = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
  return length === undefined ? all : all.subarray(0, length);
}

/** The trace, times in whole nanoseconds. */
export function traceInNs(): TraceColumns {
  const { confidence, edge1, edge2, cloud } = makeTrace();
  return { confidence, edge1: wholeNs(edge1), edge2: wholeNs(edge2), cloud: wholeNs(cloud) };
}

/** Writes trace and arrivals, times in whole nanoseconds. */
export function writeInputs(folder: string, requests: number): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, values] of Object.entries(traceInNs())) writeColumn(folder, name, values as Float64Array);
  writeColumn(folder, 'arrivals', wholeNs(makeArrivals(requests, 2)));
}

/** The trace that was written. */
export function readTrace(folder: string): TraceColumns {
  const [confidence, edge1, edge2, cloud] = ['confidence', 'edge1', 'edge2', 'cloud'].map((name) => readColumn(folder, name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  return { confidence, edge1, edge2, cloud };
}

/** Traces of the toy model for searches: samples drawn by a seed, sure of themselves about as often as they are right. */

import { join } from 'node:path';
import { writeTiming } from '../../src/models/timing-file.ts';
import { writeTrace } from '../../src/models/trace-file.ts';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';

/** Writes trace NAME of the toy model with timings `slow` and `fast` that differ from sample to sample. */
export async function writeSearchTrace(cwd: string, name: string, seed: number, samples = 120): Promise<void> {
  const draw = randomStream(seed, 0, 'trace', name);
  const columns = <T>(count: number, make: (k: number) => T): T[] => Array.from({ length: count }, (_, k) => make(k));
  const sampleIds = Int32Array.from({ length: samples }, (_, i) => i + 1000 * seed);
  const labels = Int32Array.from({ length: samples }, () => (draw() < 0.5 ? 0 : 1));
  const ease = Float64Array.from({ length: samples }, () => draw());
  const confidence = columns(3, (k) =>
    Float64Array.from(ease, (easy) => Math.min(1, 0.5 + 0.5 * Math.sqrt(easy) * (0.6 + 0.2 * k) * draw() ** 0.3)),
  );
  const prediction = columns(3, (k) =>
    Int32Array.from(labels, (label, i) => (draw() < 0.55 + 0.15 * k + 0.3 * (ease[i] as number) ? label : 1 - label)),
  );
  const path = join(cwd, 'models', 'toy', 'traces', `${name}.parquet`);
  await writeTrace(path, { samples, exits: 3, classes: 2, sampleIds, labels, logits: null, confidence, prediction, metadata: {} });
  for (const [timing, factor] of [
    ['slow', 1],
    ['fast', 0.5],
  ] as const) {
    const times = (ns: number) => Float64Array.from(labels, () => Math.round(ns * factor * (0.8 + 0.4 * draw())));
    const pieces = { segmentNs: [times(1e6), times(2e6), times(4e6)], branchNs: [times(1e5), times(2e5)] };
    await writeTiming(path, { name: timing, samples, ...pieces, metadata: {} }, sampleIds);
  }
}

/** A toy scenario that counts every sample of such a trace once. */
export const SEARCH_SCENARIO = `name: toy
model: toy
trace: test
seed: 3
replications: 3
workload:
  arrivals: { process: poisson, rate: 20/s }
  requests: 120
tiers:
  edge:  { exits: [1, 2], timing: slow, slowdown: 2, power: 2 W }
  cloud: { exits: [3], timing: fast }
links:
  edge-cloud:
    rtt: 10 ms
    up:   { bandwidth: 1 Mbit/s }
    down: { bandwidth: 8 Mbit/s }
offload: { payload: features, codec: f32, answer: 60 B, overhead: 40 B }
policies:
  - { name: deex, p_d: 0.7 }
assert: [ 'deex.accuracy >= 0.1' ]
`;

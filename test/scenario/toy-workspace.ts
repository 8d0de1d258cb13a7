/** A working directory with a small model, a trace and timings of known numbers, for tests of the gate and the command line. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codedPaths } from '../../src/models/coded.ts';
import { codecFacts, toCodedColumns } from '../../src/models/coded-columns.ts';
import { writeTiming } from '../../src/models/timing-file.ts';
import { writeTrace } from '../../src/models/trace-file.ts';

const TOY_SAMPLES = 40;

/** Confidence of the toy trace at exit 1: 0, 1/40, 2/40, ... */
const toyConfidence = (sample: number) => sample / TOY_SAMPLES;

const piece = (file: string, shape: readonly number[]) => ({
  file,
  input: 'x',
  output: 'y',
  outputShape: shape,
  bytes: { f32: 4 * shape.reduce((a, b) => a * b, 1) },
  sha256: '0'.repeat(64),
});

/** Times of batches of 1, 2 and 4 in the timing `fast` [ns]. */
const TIME_BY_BATCH = [1, 2, 4].map((batch) => ({
  batch,
  segmentNs: [5e5, 1e6, 2e6].map((ns) => ns * (0.5 + batch / 2)),
  branchNs: [5e4, 1e5].map((ns) => ns * (0.5 + batch / 2)),
}));

/** Size of sample 0's picture as png; each next one is a byte larger. */
const PNG_BYTES = 30;

/** Answers of requests whose features went through u8: exit 3 says `yes` of everything. Sizes of pictures as png. f16 and jpeg were not recorded. */
const codedColumns = () =>
  toCodedColumns(
    {
      codecs: ['u8', 'png'],
      logits: codedPaths('u8', 3).map((path) => ({
        codec: 'u8',
        ...path,
        logits: Float32Array.from({ length: 2 * TOY_SAMPLES }, (_, i) => i % 2),
      })),
      sizes: [{ codec: 'png', bytes: Int32Array.from({ length: TOY_SAMPLES }, (_, i) => PNG_BYTES + i) }],
    },
    2,
  );

/** @returns the folder; models/toy, its trace `test` and timings `slow` and `fast` are in it */
export async function makeToyWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'deex-sim-'));
  const model = join(folder, 'models', 'toy');
  await mkdir(join(model, 'traces'), { recursive: true });
  const files = ['segment-1.onnx', 'segment-2.onnx', 'segment-3.onnx', 'branch-1.onnx', 'branch-2.onnx'];
  for (const file of files) await writeFile(join(model, file), file);
  await writeFile(
    join(model, 'manifest.json'),
    JSON.stringify({
      input: { name: 'x', shape: [1, 3, 4, 4], mean: [0, 0, 0], std: [1, 1, 1] },
      classes: ['no', 'yes'],
      segments: [piece('segment-1.onnx', [1, 250]), piece('segment-2.onnx', [1, 50]), piece('segment-3.onnx', [1, 2])],
      branches: [piece('branch-1.onnx', [1, 2]), piece('branch-2.onnx', [1, 2])],
      exits: [1, 2, 3],
    }),
  );
  const sampleIds = Int32Array.from({ length: TOY_SAMPLES }, (_, i) => i);
  const confidence = Float64Array.from(sampleIds, toyConfidence);
  const trace = join(model, 'traces', 'test.parquet');
  const draft = {
    samples: TOY_SAMPLES,
    exits: 3,
    classes: 2,
    sampleIds,
    labels: Int32Array.from(sampleIds, (i) => i % 2),
    logits: null,
    confidence: [confidence, confidence, confidence],
    // Exit 1 and 2 are right on the upper half, exit 3 on all but every tenth.
    prediction: [0, 1, 2].map((k) =>
      Int32Array.from(sampleIds, (i) => ((k < 2 ? i >= TOY_SAMPLES / 2 : i % 10 !== 0) ? i % 2 : 1 - (i % 2))),
    ),
    metadata: codecFacts(['u8', 'png'], () => 'cpu'),
  };
  await writeTrace(trace, draft, codedColumns());
  for (const [name, factor] of [
    ['slow', 1],
    ['fast', 0.5],
  ] as const) {
    const fill = (ns: number) => new Float64Array(TOY_SAMPLES).fill(ns * factor);
    const metadata = name === 'fast' ? { time_by_batch: JSON.stringify(TIME_BY_BATCH) } : {};
    const timing = { name, samples: TOY_SAMPLES, segmentNs: [fill(1e6), fill(2e6), fill(4e6)], branchNs: [fill(1e5), fill(2e5)], metadata };
    await writeTiming(trace, timing, sampleIds);
  }
  return folder;
}

/** A sound scenario on the toy model. */
export const TOY_SCENARIO = `name: toy
model: toy
trace: test
seed: 3
replications: 2
workload:
  devices: 1
  arrivals: { process: poisson, rate: 20/s }
  requests: 200
  warmup: 20
tiers:
  edge:  { exits: [1, 2], timing: slow, slowdown: 2 }
  cloud: { exits: [3], timing: fast }
links:
  edge-cloud:
    rtt: 10 ms
    up:   { bandwidth: 8 Mbit/s }
    down: { bandwidth: 8 Mbit/s }
offload: { payload: features, codec: f32, answer: 60 B, overhead: 40 B }
policies:
  - { name: deex }
  - { name: ordinary }
sweep: { p_d: [0.25, 0.5, 1.01] }
`;

/** The same with a line for everything that may go wrong in the world; sound, and not meant to be run. */
export const WORLD_SCENARIO = `name: world
model: toy
trace: test
replications: 5
until: { figure: p99, within: 0.02, most: 200 }
workload:
  arrivals: { process: mmpp, states: [ { rate: 1/s, mean: 5 s }, { rate: 20/s, mean: 1 s, next: [1, 0] } ] }
  requests: 200
  warmup: mser-5
  order: random
  deadline: 100 ms
  late: drop
  kinds:
    alarm:   { share: 0.2, deadline: 50 ms }
    routine: { share: 0.8, priority: 1 }
tiers:
  camera: { exits: [], power: 500 mW }
  edge:   { exits: [1, 2], timing: slow, discipline: priority, buffer: 10, full: local, outages: { mtbf: 60 s, mttr: 5 s } }
  cloud:
    exits: [3]
    timing: fast
    batch: { max: 4, wait: 5 ms }
    outages: [ { from: 10 s, to: 20 s }, { from: 30 s, to: 31 s } ]
links:
  camera-edge:
    rtt: 1 ms
    up: { bandwidth: 8 Mbit/s }
    radio: { up: 438.39, down: 51.97, base: 1288.04 mW, promotion: { lasts: 260 ms, power: 1210 mW }, tail: { lasts: 11.6 s, power: 1060 mW } }
  edge-cloud:
    rtt: 10 ms
    up:
      markov: { states: [ { bandwidth: 2 Mbit/s, mean: 3 s }, { bandwidth: 0 bit/s, mean: 1 s } ] }
      sharing: fair
      buffer: 20
      full: local
      loss: { gemodel: { p: 0.01, r: 0.3 } }
      jitter: { distribution: exponential, mean: 5 ms }
    down: { bandwidth: 8 Mbit/s, loss: 0.01, jitter: 10 ms }
offload: { payload: features, codec: u8, answer: 60 B, overhead: 40 B, timeout: 300 ms }
policies:
  - { name: deex, p_d: 0.5 }
`;

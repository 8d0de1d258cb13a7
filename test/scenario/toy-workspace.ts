/** A working directory with a small model, a trace and timings of known numbers, for tests of the gate and the command line. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  await writeTrace(trace, {
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
    metadata: {},
  });
  for (const [name, factor] of [
    ['slow', 1],
    ['fast', 0.5],
  ] as const) {
    const fill = (ns: number) => new Float64Array(TOY_SAMPLES).fill(ns * factor);
    await writeTiming(
      trace,
      { name, samples: TOY_SAMPLES, segmentNs: [fill(1e6), fill(2e6), fill(4e6)], branchNs: [fill(1e5), fill(2e5)], metadata: {} },
      sampleIds,
    );
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

/** What the tests of the laboratory share: folders that go away, a small model on paper, traces of it. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { answerExit } from '../../src/models/confidence.ts';
import type { ModelFacts } from '../../src/models/load-model.ts';
import { packageRoot } from '../../src/models/package-root.ts';
import type { TraceDraft } from '../../src/models/trace-file.ts';
import { InvalidInput, type Problem } from '../../src/problems/invalid-input.ts';

/** Where the trained models of this repository are found. */
export const HOMES = { cwd: packageRoot(), packageRoot: packageRoot() };

export function tempFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sim-models-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The problems that `work` fails with; fails itself when there are none. */
export async function problemsOf(work: Promise<unknown>): Promise<readonly Problem[]> {
  try {
    await work;
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems;
    throw error;
  }
  throw new Error('expected InvalidInput, but nothing was wrong');
}

/** Two exits, three classes: the manifest of a model whose pieces are no ONNX at all. */
export function toyManifest() {
  const piece = (name: string, outputShape: number[]) => ({
    file: `${name}.onnx`,
    input: 'x',
    output: 'y',
    outputShape,
    bytes: { f32: 4 * outputShape.reduce((a, b) => a * b, 1) },
    sha256: createHash('sha256').update(name).digest('hex'),
  });
  return {
    input: { name: 'x', shape: [1, 3, 32, 32], mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    classes: ['cat', 'dog', 'frog'],
    segments: [piece('segment-1', [1, 8, 4, 4]), piece('segment-2', [1, 3])],
    branches: [piece('branch-1', [1, 3])],
    exits: [1, 2],
    dataset: {
      name: 'CIFAR-10',
      format: 'cifar10-binary',
      classes: [3, 5, 6],
      splits: { test: 'test_batch.bin', validation: [2, 4] },
      copy: 'any',
    },
    training: { epochs: 1 },
  };
}

/** Writes models/NAME under `home`; gives its folder. `manifest` may be anything. */
export function writeModel(home: string, name: string, manifest: unknown): string {
  const folder = join(home, 'models', name);
  mkdirSync(folder, { recursive: true });
  for (const piece of ['segment-1', 'segment-2', 'branch-1']) writeFileSync(join(folder, `${piece}.onnx`), piece);
  writeFileSync(join(folder, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest, null, 2));
  return folder;
}

export const TOY: ModelFacts = { name: 'toy', exits: 2, classes: 3, sha256: 'f'.repeat(64) };

/** A trace of the toy model with logits that look recorded; sample names do not begin at 0. */
export function toyTrace(samples: number): TraceDraft {
  const logits = [1, 2].map((exit) => Float32Array.from({ length: 3 * samples }, (_, i) => 5 * Math.sin(exit * 100 + i * 1.7)));
  const answers = logits.map((values) => answerExit(values, 3));
  return {
    samples,
    exits: 2,
    classes: 3,
    sampleIds: Int32Array.from({ length: samples }, (_, i) => 3 * i + 7),
    labels: Int32Array.from({ length: samples }, (_, i) => i % 3),
    logits,
    confidence: answers.map(({ confidence }) => confidence),
    prediction: answers.map(({ prediction }) => prediction),
    metadata: { model: 'toy', model_sha256: TOY.sha256, provider: 'cpu', date: '2026-01-01T00:00:00.000Z' },
  };
}

/** Times of the toy model on as many samples. */
export function toyTimes(samples: number) {
  const times = (first: number) => Float64Array.from({ length: samples }, (_, i) => first + i);
  return { segmentNs: [times(1000), times(5000)], branchNs: [times(300)] };
}

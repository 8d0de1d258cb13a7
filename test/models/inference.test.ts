import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeTensor, type OpenModel, openModel } from '../../src/models/inference.ts';
import { loadModel, type Model } from '../../src/models/load-model.ts';
import { normalise } from '../../src/models/normalise.ts';
import { InvalidInput } from '../../src/problems/invalid-input.ts';
import { HOMES, problemsOf } from './fixtures.ts';

const SWIFTSHADER = '/usr/lib/chromium/vk_swiftshader_icd.json';

interface Reference {
  readonly samples: readonly { readonly pixels: string; readonly logits: readonly (readonly number[])[] }[];
}

async function load(name: string): Promise<{ model: Model; reference: Reference }> {
  const model = await loadModel(name, HOMES);
  return { model, reference: JSON.parse(readFileSync(join(model.folder, 'reference.json'), 'utf8')) as Reference };
}

/** Logits of every exit for `batch` pictures one after the other in memory, each [batch x classes]. */
async function answer({ segments, branches }: OpenModel, { manifest }: Model, pixels: Uint8Array, batch: number): Promise<number[][]> {
  let features = makeTensor(normalise(pixels, manifest.input), manifest.input.shape, batch);
  const logits: number[][] = [];
  for (const [k, segment] of segments.entries()) {
    features = await segment.run(features);
    const exit = branches[k] === undefined ? features : await branches[k].run(features);
    logits.push(Array.from(exit.data as Float32Array));
  }
  return logits;
}

function largestDifference(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number {
  assert.deepEqual(
    a.map(({ length }) => length),
    b.map(({ length }) => length),
  );
  return Math.max(...a.flatMap((row, k) => row.map((value, i) => Math.abs(value - (b[k]?.[i] ?? Number.NaN)))));
}

test('segments and branches in sequence say what the uncut network said in training', async (t) => {
  const { model, reference } = await load('b-alexnet-cifar10');
  const open = await openModel(model, { provider: 'cpu', threads: 1 });
  t.after(() => open.close());
  assert.ok(reference.samples.length >= 4);
  const pictures = reference.samples.map(({ pixels }) => Buffer.from(pixels, 'hex'));
  for (const [i, { logits }] of reference.samples.entries()) {
    const difference = largestDifference(await answer(open, model, pictures[i] as Buffer, 1), logits);
    assert.ok(difference < 1e-4, `sample ${i} differs by ${difference}`);
  }
  const batched = await answer(open, model, Buffer.concat(pictures), pictures.length);
  const expected = batched.map((_, k) => reference.samples.flatMap(({ logits }) => logits[k] as number[]));
  assert.ok(largestDifference(batched, expected) < 1e-4, 'and so in one batch');
});

test('WebGPU says what the CPU says', async (t) => {
  const { model, reference } = await load('b-alexnet-cifar10');
  if (process.env['VK_ICD_FILENAMES'] === undefined && existsSync(SWIFTSHADER)) process.env['VK_ICD_FILENAMES'] = SWIFTSHADER;
  const open = await openModel(model, { provider: 'webgpu', threads: 1 }).catch((error: unknown) => {
    if (error instanceof InvalidInput && error.problems[0]?.key === 'provider webgpu') return error.problems[0];
    throw error;
  });
  if ('fact' in open) {
    t.skip(`no WebGPU here: ${open.fact}`);
    return;
  }
  t.after(() => open.close());
  for (const { pixels, logits } of reference.samples.slice(0, 2)) {
    const difference = largestDifference(await answer(open, model, Buffer.from(pixels, 'hex'), 1), logits);
    assert.ok(difference < 1e-3, `differs by ${difference}`);
  }
});

test('a provider that cannot be had is told with what to install', async (t) => {
  if (
    existsSync(
      new URL(
        import.meta.resolve('onnxruntime-node').replace(/dist\/index\.js$/, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so'),
      ),
    )
  ) {
    t.skip('CUDA libraries are installed here');
    return;
  }
  const { model } = await load('b-alexnet-cifar10');
  const [problem] = await problemsOf(openModel(model, { provider: 'cuda', threads: 1 }));
  assert.equal(problem?.key, 'provider cuda');
  assert.match(problem?.rule ?? '', /--onnxruntime-node-install=cuda12/);
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { describeModel, type ModelSizes } from '../../src/models/describe-model.ts';
import { loadModel, loadSimulatedModel } from '../../src/models/load-model.ts';
import { payloadBytes, pictureBytes } from '../../src/models/payload-bytes.ts';
import { problemsOf, tempFolder, toyManifest, writeModel } from './fixtures.ts';

const SIZES: ModelSizes = { payloadBytes: [65536, 40960], inputBytes: 3072, classes: ['cat', 'dog'] };

test('a model told by its sizes loads to be simulated with the same sizes', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  const bytes = fc.integer({ min: 1, max: 2 ** 40 });
  const sizes = fc.record({
    payloadBytes: fc.array(bytes, { minLength: 1, maxLength: 5 }),
    inputBytes: bytes,
    classes: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 2, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(sizes, async (told) => {
      await describeModel('mine', told, homes, true);
      const model = await loadSimulatedModel('mine', homes);
      assert.deepEqual(payloadBytes(model.manifest, 'f32'), told.payloadBytes);
      assert.equal(pictureBytes(model.manifest), told.inputBytes);
      assert.deepEqual(model.manifest.classes, told.classes);
      assert.deepEqual([model.exits, model.classes], [told.payloadBytes.length + 1, told.classes.length]);
    }),
    { numRuns: 20 },
  );
});

test('codecs size what they are given, or follow from float32', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  const { model } = await describeModel('mine', SIZES, homes, false);
  assert.deepEqual(payloadBytes(model.manifest, 'f16'), [32768, 20480]);
  assert.deepEqual(payloadBytes(model.manifest, 'u8'), [16392, 10248]);
  const manifest = structuredClone(model.manifest);
  Object.assign(manifest.segments[0]?.bytes ?? {}, { u8: 9000 });
  writeFileSync(join(model.folder, 'manifest.json'), JSON.stringify(manifest));
  assert.deepEqual(payloadBytes((await loadSimulatedModel('mine', homes)).manifest, 'u8'), [9000, 10248]);
});

test('what is there stays, unless it says something else and force is given; ONNX files are never replaced', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  assert.equal((await describeModel('mine', SIZES, homes, false)).outcome, 'written');
  assert.equal((await describeModel('mine', SIZES, homes, false)).outcome, 'kept');
  for (const other of [{ payloadBytes: [65536] }, { inputBytes: 1 }, { classes: ['cat', 'frog'] }]) {
    const [problem] = await problemsOf(describeModel('mine', { ...SIZES, ...other }, homes, false));
    assert.match(problem?.fact ?? '', /2 classes, payloads of 65536, 40960 B and an input of 3072 B/);
  }
  assert.equal((await describeModel('mine', { ...SIZES, inputBytes: 1 }, homes, true)).outcome, 'written');
  writeModel(home, 'toy', toyManifest());
  const [problem] = await problemsOf(describeModel('toy', SIZES, homes, true));
  assert.match(problem?.rule ?? '', /its ONNX files tell its sizes/);
  const [nameless] = await problemsOf(describeModel('../mine', SIZES, homes, true));
  assert.match(nameless?.fact ?? '', /not the name of a model/);
});

test('a model without ONNX files is not run', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  await describeModel('mine', SIZES, homes, false);
  const [problem] = await problemsOf(loadModel('mine', homes));
  assert.match(problem?.fact ?? '', /names no ONNX files/);
});

test('what is wrong with a manifest of sizes is told at its line, and a piece with half its keys is one with a file', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  const sized = {
    input: { bytes: 3072 },
    classes: ['a', 'a'],
    segments: [{ bytes: { f32: 64 } }, { bytes: { f32: 8 } }],
    branches: [],
    exits: [1, 3],
  };
  writeModel(home, 'mine', sized);
  const keysOf = async () => (await problemsOf(loadSimulatedModel('mine', homes))).map(({ key }) => key).sort();
  assert.deepEqual(await keysOf(), ['branches', 'classes', 'exits']);
  writeModel(home, 'mine', { ...sized, input: { bytes: 0 }, segments: [{ bytes: { f32: 0 } }, { bytes: {} }], shape: 1 });
  assert.deepEqual(await keysOf(), ['input.bytes', 'segments.0.bytes.f32', 'segments.1.bytes.f32', 'shape']);
  const { segments, ...rest } = toyManifest();
  const [first] = segments;
  const { file: _, ...fileless } = first ?? {};
  writeModel(home, 'mine', { ...rest, segments: [fileless, segments[1]] });
  assert.deepEqual(await keysOf(), ['segments.0.file']);
});

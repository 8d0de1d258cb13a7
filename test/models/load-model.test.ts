import assert from 'node:assert/strict';
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadModel, readPiece } from '../../src/models/load-model.ts';
import type { Piece } from '../../src/models/manifest.ts';
import { Missing } from '../../src/models/missing.ts';
import { HOMES, problemsOf, tempFolder, toyManifest, writeModel } from './fixtures.ts';

test('a model of the working directory comes before one of the package', async (t) => {
  const [cwd, packageRoot] = [tempFolder(t), tempFolder(t)];
  writeModel(packageRoot, 'toy', toyManifest());
  const installed = await loadModel('toy', { cwd, packageRoot });
  assert.equal(installed.folder, join(packageRoot, 'models', 'toy'));
  assert.deepEqual([installed.exits, installed.classes], [2, 3]);
  writeModel(cwd, 'toy', { ...toyManifest(), classes: ['a', 'b', 'c'] });
  const own = await loadModel('toy', { cwd, packageRoot });
  assert.equal(own.manifest.classes[0], 'a');
  assert.equal(own.sha256, installed.sha256, 'the hash is of the pieces, not of their names for classes');
});

test('a model that is not there is told with the near one', async (t) => {
  const home = tempFolder(t);
  writeModel(home, 'toy', toyManifest());
  await assert.rejects(loadModel('tyo', { cwd: home, packageRoot: home }), (error) => {
    assert.ok(error instanceof Missing);
    assert.equal(error.kind, 'model');
    assert.match(error.problem.rule, /did you mean "toy"/);
    return true;
  });
  const [outside] = await problemsOf(loadModel('../toy', { cwd: join(home, 'models'), packageRoot: home }));
  assert.match(outside?.fact ?? '', /not the name of a model/);
});

test('every inconsistency of a manifest is told at its line', async (t) => {
  const home = tempFolder(t);
  const manifest = toyManifest();
  const [first, second] = manifest.segments as [(typeof manifest.segments)[0], (typeof manifest.segments)[0]];
  first.bytes.f32 = 511;
  second.outputShape = [1, 4];
  manifest.exits = [1, 3];
  manifest.branches = [];
  manifest.input.std = [0.25];
  manifest.dataset.classes = [3, 3, 5];
  writeModel(home, 'toy', manifest);
  const problems = await problemsOf(loadModel('toy', { cwd: home, packageRoot: home }));
  const keys = problems.map(({ key }) => key);
  assert.deepEqual(keys.sort(), [
    'branches',
    'dataset.classes',
    'exits',
    'input.std',
    'segments.0.bytes.f32',
    'segments.1.bytes.f32',
    'segments.1.outputShape',
  ]);
  const lines = JSON.stringify(manifest, null, 2).split('\n');
  const bytes = problems.find(({ key }) => key === 'segments.0.bytes.f32');
  const [, line] = /:(\d+):(\d+)$/.exec(bytes?.place ?? '') ?? [];
  assert.match(lines[Number(line) - 1] ?? '', /"f32": 511/);
  assert.match(bytes?.rule ?? '', /512/);
});

test('sizes under a codec may be left out, and are the rule where they are given', async (t) => {
  const home = tempFolder(t);
  const manifest = toyManifest();
  const [first, second] = manifest.segments;
  Object.assign(first?.bytes ?? {}, { f16: 256, u8: 136 });
  Object.assign(second?.bytes ?? {}, { f16: 12, u8: 12 });
  writeModel(home, 'toy', manifest);
  const problems = await problemsOf(loadModel('toy', { cwd: home, packageRoot: home }));
  assert.deepEqual(
    problems.map(({ key, rule }) => [key, rule]),
    [
      ['segments.1.bytes.f16', '2 bytes x the product of outputShape is 6'],
      ['segments.1.bytes.u8', '1 byte x the product of outputShape and 8 for the range is 11'],
    ],
  );
});

test('unknown keys, wrong types and bad JSON are told, facts about data set and training are free', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  const { classes, ...rest } = toyManifest();
  writeModel(home, 'toy', { ...rest, clases: classes, exits: 'two', training: { anything: [1] } });
  const problems = await problemsOf(loadModel('toy', homes));
  assert.deepEqual(problems.map(({ key }) => key).sort(), ['clases', 'classes', 'exits']);
  assert.match(problems.find(({ key }) => key === 'clases')?.rule ?? '', /did you mean "classes"/);
  writeModel(home, 'toy', '{\n  "input": ,\n}');
  const [syntax] = await problemsOf(loadModel('toy', homes));
  assert.match(syntax?.place ?? '', /manifest\.json:2:12$/);
});

test('a piece may lie in the model folder only', async (t) => {
  const home = tempFolder(t);
  const homes = { cwd: home, packageRoot: home };
  const secret = join(home, 'secret.onnx');
  writeFileSync(secret, 'x');
  for (const [file, fact] of [
    ['../../secret.onnx', /outside/],
    [secret, /outside/],
    ['gone.onnx', /no file/],
  ] as const) {
    const manifest = toyManifest();
    (manifest.segments[0] as Piece).file = file;
    writeModel(home, 'toy', manifest);
    const [problem, ...more] = await problemsOf(loadModel('toy', homes));
    assert.match(problem?.fact ?? '', fact);
    assert.equal(problem?.key, 'segments.0.file');
    assert.equal(more.length, 0);
  }
  const folder = writeModel(home, 'toy', toyManifest());
  rmSync(join(folder, 'branch-1.onnx'));
  symlinkSync(secret, join(folder, 'branch-1.onnx'));
  const [link] = await problemsOf(loadModel('toy', homes));
  assert.match(link?.fact ?? '', /outside/);
});

test('a piece that is not the one of the manifest is not run', async (t) => {
  const home = tempFolder(t);
  const folder = writeModel(home, 'toy', toyManifest());
  const model = await loadModel('toy', { cwd: home, packageRoot: home });
  const piece = model.manifest.segments[0] as Piece;
  assert.equal(Buffer.from(await readPiece(model, piece)).toString(), 'segment-1');
  writeFileSync(join(folder, 'segment-1.onnx'), 'changed');
  const [problem] = await problemsOf(readPiece(model, piece));
  assert.match(problem?.fact ?? '', /SHA-256/);
});

test('the shipped model loads and its files are those of its manifest', async () => {
  const model = await loadModel('b-alexnet-cifar10', HOMES);
  assert.deepEqual([model.exits, model.classes], [3, 10]);
  for (const piece of [...model.manifest.segments, ...model.manifest.branches]) assert.ok((await readPiece(model, piece)).length > 0);
});

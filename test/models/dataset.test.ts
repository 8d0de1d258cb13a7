import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readDataset, takeSamples } from '../../src/models/dataset.ts';
import { type Manifest, parseManifest } from '../../src/models/manifest.ts';
import { Missing } from '../../src/models/missing.ts';
import { normalise } from '../../src/models/normalise.ts';
import { problemsOf, tempFolder, toyManifest } from './fixtures.ts';

/** Records whose every pixel is the number of the record. */
function records(labels: readonly number[]): Buffer {
  return Buffer.concat(labels.map((label, i) => Buffer.concat([Buffer.of(label), Buffer.alloc(3072, i)])));
}

function toyOf(change: (manifest: ReturnType<typeof toyManifest>) => void = () => {}) {
  const toy = toyManifest();
  change(toy);
  const { manifest, problems } = parseManifest(JSON.stringify(toy), 'manifest.json');
  assert.deepEqual(problems, []);
  return manifest as Manifest;
}

const TEST = { split: 'test', cwd: '/', place: 'manifest.json' };

test('the classes of the model are picked and relabelled, samples keep their place in the file', async (t) => {
  const dir = tempFolder(t);
  // The toy model knows cat, dog, frog: 3, 5, 6.
  writeFileSync(join(dir, 'test_batch.bin'), records([9, 6, 3, 0, 5, 3]));
  const dataset = await readDataset(toyOf(), { ...TEST, dir });
  assert.deepEqual([...dataset.sampleIds], [1, 2, 4, 5]);
  assert.deepEqual([...dataset.labels], [2, 0, 1, 0]);
  assert.deepEqual(
    [0, 1, 2, 3].map((row) => dataset.pixels[row * 3072 + 7]),
    [1, 2, 4, 5],
  );
  assert.equal(dataset.isManifestCopy, null);
  const two = takeSamples(dataset, 2);
  assert.deepEqual([two.sampleIds.length, two.labels.length, two.pixels.length], [2, 2, 2 * 3072]);
});

test('a split of records goes over the five training files in order', async (t) => {
  const cwd = tempFolder(t);
  const dir = join(cwd, 'data', 'cifar-10-batches-bin');
  mkdirSync(dir, { recursive: true });
  for (const [i, label] of [3, 5, 6, 3, 5].entries()) writeFileSync(join(dir, `data_batch_${i + 1}.bin`), records([label]));
  const dataset = await readDataset(toyOf(), { ...TEST, split: 'validation', dir: undefined, cwd });
  assert.deepEqual([...dataset.sampleIds], [2, 3], 'found in data/ of the working directory');
  assert.deepEqual([...dataset.labels], [2, 0]);
  const beyond = toyOf((toy) => Object.assign(toy.dataset.splits, { validation: [2, 6] }));
  assert.match((await problemsOf(readDataset(beyond, { ...TEST, split: 'validation', dir })))[0]?.fact ?? '', /5 training records/);
});

test('another copy of the data set is noticed', async (t) => {
  const dir = tempFolder(t);
  writeFileSync(join(dir, 'test_batch.bin'), records([3]));
  const once = await readDataset(toyOf(), { ...TEST, dir });
  const same = toyOf((toy) => Object.assign(toy.dataset, { sha256: { test: once.sha256 } }));
  assert.equal((await readDataset(same, { ...TEST, dir })).isManifestCopy, true);
  const other = toyOf((toy) => Object.assign(toy.dataset, { sha256: { test: '0'.repeat(64) } }));
  assert.equal((await readDataset(other, { ...TEST, dir })).isManifestCopy, false);
});

test('a data set that is missing, cut off, mislabelled or unknown is told', async (t) => {
  const dir = tempFolder(t);
  await assert.rejects(
    readDataset(toyOf(), { ...TEST, dir: undefined, cwd: dir }),
    (error) => error instanceof Missing && /sim data fetch cifar10 --out data/.test(error.message),
  );
  const factOf = async (manifest = toyOf(), split = 'test') =>
    (await problemsOf(readDataset(manifest, { ...TEST, split, dir })))[0]?.fact ?? '';
  assert.match(await factOf(), /no such file/);
  writeFileSync(join(dir, 'test_batch.bin'), records([3, 5]).subarray(0, 6000));
  assert.match(await factOf(), /6000 bytes/);
  writeFileSync(join(dir, 'test_batch.bin'), records([3, 10]));
  assert.match(await factOf(), /record 1 has label 10/);
  assert.match(await factOf(toyOf((toy) => Object.assign(toy.dataset, { format: 'cifar10' }))), /"cifar10" is not a format/);
  assert.match(await factOf(toyOf(), 'train'), /no split "train"/);
});

test('pixels are normalised channel by channel', () => {
  const x = normalise(Uint8Array.of(0, 255, 51, 51), { name: 'x', shape: [1, 2, 1, 2], mean: [0.5, 0.2], std: [0.25, 0.5] });
  assert.deepEqual([...x], [-2, 2, 0, 0]);
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readDataset } from '../../src/models/dataset.ts';
import { makeTensor, openModel } from '../../src/models/inference.ts';
import { loadModel } from '../../src/models/load-model.ts';
import { normalise } from '../../src/models/normalise.ts';
import { type RecordProgress, recordModel } from '../../src/models/record.ts';
import { checkRoom, saveRecording } from '../../src/models/save-recording.ts';
import { readBatchTimes, readTiming, readWidestSpread } from '../../src/models/timing-file.ts';
import { readTrace } from '../../src/models/trace-file.ts';
import { HOMES, problemsOf, tempFolder } from './fixtures.ts';

const FACTS = {
  provider: 'cpu',
  threads: '1',
  device: 'test bench',
  runtime: 'onnxruntime-node',
  passes: '3',
  date: '2026-01-01T00:00:00.000Z',
};

/** A recording of the shipped model on twelve pictures that nobody took. */
async function recordSynthetic(t: TestContext) {
  const folder = tempFolder(t);
  const pictures = Array.from({ length: 12 }, (_, i) =>
    Buffer.from([i % 10, ...Array.from({ length: 3072 }, (_, p) => (p * (i + 3) * 37) % 256)]),
  );
  writeFileSync(join(folder, 'test_batch.bin'), Buffer.concat(pictures));
  const model = await loadModel('b-alexnet-cifar10', HOMES);
  const dataset = await readDataset(model.manifest, { split: 'test', dir: folder, cwd: folder, place: '' });
  const open = await openModel(model, { provider: 'cpu', threads: 1 });
  t.after(() => open.close());
  const progress: RecordProgress[] = [];
  const recording = await recordModel(open, model.manifest, dataset, {
    passes: 3,
    batches: [1, 4],
    onProgress: (step) => progress.push(step),
  });
  return { folder, model, dataset, open, recording, progress, out: join(folder, 'traces', 'test.parquet') };
}

test('a recording is written as a trace and a timing that read back', async (t) => {
  const { model, dataset, open, recording, progress, out } = await recordSynthetic(t);
  const source = { model, dataset };
  await checkRoom(source, FACTS, { trace: out, timing: 'cpu-1t', force: false });
  const saved = await saveRecording(recording, source, FACTS, { trace: out, timing: 'cpu-1t', force: false });
  assert.equal(saved.trace, 'written');
  assert.deepEqual(readdirSync(join(out, '..')).sort(), ['test.cpu-1t.parquet', 'test.parquet']);
  const trace = await readTrace(out, model);
  assert.deepEqual(
    [...trace.sampleIds],
    Array.from({ length: 12 }, (_, i) => i),
  );
  assert.deepEqual(trace.logits, recording.logits);
  const picture = dataset.pixels.subarray(7 * dataset.pixelBytes, 8 * dataset.pixelBytes);
  let features = makeTensor(normalise(picture, model.manifest.input), model.manifest.input.shape, 1);
  for (const [k, segment] of open.segments.entries()) {
    features = await segment.run(features);
    const exit = (await open.branches[k]?.run(features)) ?? features;
    assert.deepEqual(trace.logits?.[k]?.slice(70, 80), exit.data, `logits of sample 7 at exit ${k + 1}`);
  }
  assert.deepEqual(
    [trace.metadata['model_sha256'], trace.metadata['dataset_sha256'], trace.metadata['split']],
    [model.sha256, dataset.sha256, 'test'],
  );
  const timing = await readTiming(out, 'cpu-1t', trace);
  assert.deepEqual(timing.segmentNs, recording.segmentNs);
  for (const times of [...timing.segmentNs, ...timing.branchNs]) {
    assert.ok(times.every((ns) => Number.isInteger(ns) && ns > 0));
  }
  assert.deepEqual(readBatchTimes(timing), recording.batchTimes);
  assert.deepEqual(
    recording.batchTimes.map(({ batch, segmentNs, branchNs }) => [batch, segmentNs.length, branchNs.length]),
    [
      [1, 3, 2],
      [4, 3, 2],
    ],
  );
  assert.ok((readWidestSpread(timing) ?? -1) >= 0);
  assert.deepEqual(
    progress.filter(({ stage }) => stage === 'samples').map(({ done }) => done),
    Array.from({ length: 36 }, (_, i) => i + 1),
  );
  assert.deepEqual(progress.at(-1), { stage: 'batches', done: 10, total: 10 });
});

test('another machine shares the trace when it agrees, and only then', async (t) => {
  const { model, dataset, recording, out } = await recordSynthetic(t);
  const source = { model, dataset };
  const cpu = { trace: out, timing: 'cpu-1t', force: false };
  const gpu = { trace: out, timing: 'gpu', force: false };
  await saveRecording(recording, source, FACTS, cpu);
  const before = readFileSync(out);
  const shifted = (by: number) => ({ ...recording, logits: recording.logits.map((logits) => logits.map((value) => value + by)) });
  assert.equal((await saveRecording(shifted(5e-4), source, FACTS, gpu)).trace, 'kept');
  const [problem] = await problemsOf(saveRecording(shifted(0.01), source, FACTS, gpu));
  assert.match(problem?.fact ?? '', /logits differ by up to 0\.0100/);
  assert.deepEqual(readFileSync(out), before);
  const fewer = { ...dataset, labels: dataset.labels.slice(1), sampleIds: dataset.sampleIds.slice(1) };
  assert.match((await problemsOf(checkRoom({ model, dataset: fewer }, FACTS, cpu)))[0]?.fact ?? '', /12 samples, this recording of 11/);
  await checkRoom(source, FACTS, cpu);
  const [taken] = await problemsOf(checkRoom(source, { ...FACTS, device: 'another' }, cpu));
  assert.match(taken?.fact ?? '', /a timing of cpu, 1 threads, test bench is there/);
  assert.equal((await saveRecording(shifted(0.01), source, FACTS, { ...gpu, force: true })).trace, 'written');
});

test('an interrupted recording stops between two samples', async (t) => {
  const { model, dataset, open } = await recordSynthetic(t);
  const stop = new AbortController();
  let last = 0;
  const recording = recordModel(open, model.manifest, dataset, {
    passes: 3,
    batches: [1],
    signal: stop.signal,
    onProgress({ done }) {
      last = done;
      if (done === 5) stop.abort();
    },
  });
  await assert.rejects(recording, { name: 'AbortError' });
  assert.equal(last, 5);
});

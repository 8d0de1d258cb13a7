import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { codeFeatures } from '../../src/models/codecs/code-features.ts';
import { RECORDED_CODECS, type RecordedCodec } from '../../src/models/codecs/codec-names.ts';
import { decodeJpeg, encodeJpeg } from '../../src/models/codecs/jpeg.ts';
import { encodePng } from '../../src/models/codecs/png.ts';
import type { Coded } from '../../src/models/coded.ts';
import { readDataset } from '../../src/models/dataset.ts';
import { makeTensor, type OpenModel, openModel, type Tensor } from '../../src/models/inference.ts';
import { loadModel } from '../../src/models/load-model.ts';
import { normalise } from '../../src/models/normalise.ts';
import { readCoded } from '../../src/models/read-coded.ts';
import { type RecordProgress, recordModel } from '../../src/models/record.ts';
import { checkCodecs, recordCoded } from '../../src/models/record-coded.ts';
import { checkRoom, findCodecsToRecord, saveRecording } from '../../src/models/save-recording.ts';
import { readBatchTimes, readTiming, readWidestSpread } from '../../src/models/timing-file.ts';
import { readTrace } from '../../src/models/trace-file.ts';
import { timingPath } from '../../src/models/trace-path.ts';
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
  assert.deepEqual(timing.segmentNs, recording.times?.segmentNs);
  for (const times of [...timing.segmentNs, ...timing.branchNs]) {
    assert.ok(times.every((ns) => Number.isInteger(ns) && ns > 0));
  }
  assert.deepEqual(readBatchTimes(timing), recording.times?.batchTimes);
  assert.deepEqual(
    recording.times?.batchTimes.map(({ batch, segmentNs, branchNs }) => [batch, segmentNs.length, branchNs.length]),
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

/** Logits of sample 7 at the exits after `from`, from what a receiver has; run piece by piece. */
async function answerAfter({ segments, branches }: OpenModel, received: Tensor, from: number): Promise<Float32Array[]> {
  let features = received;
  const answers: Float32Array[] = [];
  for (const [k, segment] of segments.entries()) {
    if (k < from) continue;
    features = await segment.run(features);
    answers.push(((await branches[k]?.run(features)) ?? features).data as Float32Array);
  }
  return answers;
}

test('codecs are recorded as a receiver would answer, and read back', async (t) => {
  const { model, dataset, open, recording, out } = await recordSynthetic(t);
  const steps: number[] = [];
  const { input, segments } = model.manifest;
  const coded = await recordCoded(open, model.manifest, dataset, { codecs: RECORDED_CODECS, onProgress: (done) => steps.push(done) });
  assert.deepEqual(
    steps,
    Array.from({ length: 12 }, (_, i) => i + 1),
  );
  const options = { trace: out, timing: 'cpu-1t', force: false };
  assert.equal((await saveRecording({ ...recording, coded }, { model, dataset }, FACTS, options)).trace, 'written');
  const trace = await readTrace(out, model);
  assert.deepEqual(trace.logits, recording.logits);
  const planes = dataset.pixels.subarray(7 * dataset.pixelBytes, 8 * dataset.pixelBytes);
  const logitsOf = (codec: string, from: number) =>
    coded.logits.filter((answer) => answer.codec === codec && answer.from === from).map(({ logits }) => logits.slice(70, 80));
  let sent = makeTensor(normalise(planes, input), input.shape, 1);
  for (const from of [1, 2]) {
    sent = (await open.segments[from - 1]?.run(sent)) as Tensor;
    for (const codec of ['f16', 'u8'] as const) {
      const values = codeFeatures(codec, sent.data as Float32Array);
      const received = makeTensor(values, segments[from - 1]?.outputShape ?? [], 1);
      assert.deepEqual(logitsOf(codec, from), await answerAfter(open, received, from), `${codec} from ${from}`);
    }
  }
  const picture = { width: 32, height: 32, planes };
  const received = makeTensor(normalise(decodeJpeg(encodeJpeg(picture)).planes, input), input.shape, 1);
  assert.deepEqual(logitsOf('jpeg', 0), await answerAfter(open, received, 0));
  const { inputBytes } = await readCoded(out, trace, 'input', 'jpeg');
  assert.equal(inputBytes?.[7], encodeJpeg(picture).length);
  assert.equal((await readCoded(out, trace, 'input', 'png')).inputBytes?.[7], encodePng(picture).length);
  const { exits } = await readCoded(out, trace, 'features', 'u8');
  assert.deepEqual(
    exits?.map(({ from, exit, confidence }) => [from, exit, confidence.length]),
    [
      [1, 2, 12],
      [1, 3, 12],
      [2, 3, 12],
    ],
  );
});

test('a trace gains the codecs it lacks and stays as it is otherwise', async (t) => {
  const { model, dataset, open, recording, out } = await recordSynthetic(t);
  const source = { model, dataset };
  const options = { trace: out, timing: 'cpu-1t', force: false };
  const record = (codecs: RecordedCodec[]) => recordCoded(open, model.manifest, dataset, { codecs });
  await saveRecording(recording, source, FACTS, options);
  const plain = await readTrace(out, model);
  const untimed = await recordModel(open, model.manifest, dataset, { passes: 0, batches: [] });
  assert.deepEqual(untimed, { logits: recording.logits, times: null });
  const timing = readFileSync(timingPath(out, 'cpu-1t'));
  assert.deepEqual(await findCodecsToRecord(['f16', 'jpeg'], model, options), ['f16', 'jpeg']);
  const nudged = recording.logits.map((logits) => logits.map((value) => value + 5e-4));
  const later = { ...FACTS, date: '2026-02-02T00:00:00.000Z' };
  const save = (coded: Coded, force = false) => saveRecording({ logits: nudged, times: null, coded }, source, later, { ...options, force });
  const u8 = await record(['u8']);
  assert.deepEqual(await save(u8), { trace: 'extended', timingFile: null });
  assert.deepEqual(await findCodecsToRecord(['f16', 'u8'], model, options), ['f16']);
  assert.equal((await save(await record(['u8', 'jpeg']))).trace, 'extended');
  assert.equal((await save(u8)).trace, 'kept');
  const trace = await readTrace(out, model);
  const { metadata, sha256: _, ...values } = trace;
  const { metadata: facts, sha256: __, ...expected } = plain;
  assert.deepEqual(values, expected, 'the logits there stay, not those recorded later');
  const origin = 'cpu, test bench, onnxruntime-node, 2026-02-02T00:00:00.000Z';
  assert.deepEqual(metadata, { ...facts, codec_u8: origin, codec_jpeg: `quality 90, ${origin}` });
  assert.deepEqual((await readCoded(out, trace, 'features', 'u8')).exits?.length, 3);
  assert.deepEqual((await readCoded(out, trace, 'input', 'jpeg')).exits?.length, 3);
  assert.deepEqual(readFileSync(timingPath(out, 'cpu-1t')), timing);
  assert.deepEqual((await readTiming(out, 'cpu-1t', trace)).segmentNs, recording.times?.segmentNs);
  const wrong = { ...u8, logits: u8.logits.map((answer) => ({ ...answer, logits: answer.logits.map(() => 0) })) };
  assert.equal((await save(wrong)).trace, 'kept', 'a codec that is there stays');
  assert.equal((await save(wrong, true)).trace, 'extended', 'unless it is to be replaced');
  const forced = await readCoded(out, await readTrace(out), 'features', 'u8');
  assert.ok(forced.exits?.every(({ confidence }) => confidence.every((value) => value === 0.1)));
  assert.deepEqual((await readCoded(out, await readTrace(out), 'input', 'jpeg')).exits?.length, 3);
});

test('pictures of other than three channels have no file', async () => {
  const { manifest } = await loadModel('b-alexnet-cifar10', HOMES);
  const grey = { ...manifest, input: { ...manifest.input, shape: [1, 1, 32, 32] } };
  checkCodecs(grey, ['f16', 'u8']);
  const [problem] = await problemsOf((async () => checkCodecs(grey, ['f16', 'png']))());
  assert.match(problem?.fact ?? '', /1 channels/);
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
  await assert.rejects(recordCoded(open, model.manifest, dataset, { codecs: ['png'], signal: stop.signal }), { name: 'AbortError' });
  const nothing = recordModel(open, model.manifest, dataset, { passes: 0, batches: [], signal: stop.signal });
  await assert.rejects(nothing, { name: 'AbortError' });
});

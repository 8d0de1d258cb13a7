import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Missing } from '../../src/models/missing.ts';
import { encodeParquet } from '../../src/models/parquet.ts';
import { readBatchTimes, readTiming, readWidestSpread, writeTiming } from '../../src/models/timing-file.ts';
import { readTrace, writeTrace } from '../../src/models/trace-file.ts';
import { listTimings, listTraces, timingPath, tracePath } from '../../src/models/trace-path.ts';
import { problemsOf, TOY, tempFolder, toyTimes, toyTrace } from './fixtures.ts';

test('a trace comes back as it was, with logits or without', async (t) => {
  const path = join(tempFolder(t), 'traces', 'test.parquet');
  for (const trace of [toyTrace(50), { ...toyTrace(50), logits: null }]) {
    await writeTrace(path, trace);
    const { sha256, metadata, ...values } = await readTrace(path, TOY);
    const { metadata: facts, ...expected } = trace;
    assert.deepEqual(values, expected);
    assert.deepEqual(metadata, { ...facts, schema: 'sim.trace/1', exits: '2', classes: '3' });
    assert.match(sha256, /^[0-9a-f]{64}$/);
  }
  assert.deepEqual(readdirSync(join(path, '..')), ['test.parquet'], 'no draft is left behind');
});

test('a timing comes back beside its trace', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  const trace = toyTrace(20);
  const times = toyTimes(20);
  (times.branchNs[0] as Float64Array)[3] = 0.5;
  const batch = [
    { batch: 4, segmentNs: [3, 4], branchNs: [5] },
    { batch: 1, segmentNs: [1, 2], branchNs: [3] },
  ];
  const metadata = { time_by_batch: JSON.stringify(batch), spread: '{"segment_1":{"acrossPasses":0.1},"branch_1":{"acrossPasses":0.3}}' };
  const file = await writeTiming(path, { name: 'cpu-1t', samples: 20, ...times, metadata }, trace.sampleIds);
  assert.equal(file, timingPath(path, 'cpu-1t'));
  const timing = await readTiming(path, 'cpu-1t', trace);
  assert.deepEqual({ segmentNs: timing.segmentNs, branchNs: timing.branchNs }, times);
  assert.deepEqual(
    readBatchTimes(timing).map(({ batch: size }) => size),
    [1, 4],
  );
  assert.equal(readWidestSpread(timing), 0.3);
  assert.deepEqual(readBatchTimes({ ...timing, metadata: {} }), []);
  assert.equal(readWidestSpread({ ...timing, metadata: { spread: 'x' } }), undefined);
});

test('traces and timings are told apart by name', async (t) => {
  const folder = tempFolder(t);
  for (const name of [
    'test.parquet',
    'test.gpu.parquet',
    'test.cpu-1t.parquet',
    'test2.gpu.parquet',
    'test.csv',
    'test.gpu.parquet.1.part',
  ]) {
    writeFileSync(join(folder, name), '');
  }
  assert.deepEqual(await listTimings(join(folder, 'test.parquet')), ['cpu-1t', 'gpu']);
  assert.deepEqual(await listTraces(folder), ['test']);
  assert.equal(tracePath({ folder: '/m' }, 'test'), join('/m', 'traces', 'test.parquet'));
});

test('what is missing is told with what is there', async (t) => {
  const folder = tempFolder(t);
  const path = join(folder, 'test.parquet');
  await writeTrace(path, toyTrace(5));
  await writeTiming(path, { name: 'cpu-1t', samples: 5, ...toyTimes(5), metadata: {} }, toyTrace(5).sampleIds);
  await assert.rejects(
    readTrace(join(folder, 'tset.parquet')),
    (error) => error instanceof Missing && error.kind === 'trace' && /"test"/.test(error.message),
  );
  await assert.rejects(
    readTiming(path, 'cpu-1', toyTrace(5)),
    (error) => error instanceof Missing && error.kind === 'timing' && /"cpu-1t"/.test(error.message),
  );
});

test('a trace of another model, and a Parquet file of something else, are refused', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  await writeTrace(path, toyTrace(5));
  const problems = await problemsOf(readTrace(path, { ...TOY, exits: 3, classes: 10 }));
  assert.deepEqual(
    problems.map(({ key }) => key),
    ['exits', 'classes'],
  );
  await writeTiming(path, { name: 'gpu', samples: 5, ...toyTimes(5), metadata: {} }, toyTrace(5).sampleIds);
  const [timing] = await problemsOf(readTrace(timingPath(path, 'gpu')));
  assert.match(timing?.fact ?? '', /it is a sim\.timing\/1/);
  writeFileSync(path, encodeParquet([{ name: 'sample', type: 'INT32', data: Int32Array.of(1) }], {}));
  const [other] = await problemsOf(readTrace(path));
  assert.match(other?.fact ?? '', /something else/);
  mkdirSync(join(path, '..', 'folder.parquet'));
  const [folder] = await problemsOf(readTrace(join(path, '..', 'folder.parquet')));
  assert.match(folder?.fact ?? '', /is not a file/);
});

test('values that no recording gives are all told', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  const trace = toyTrace(5);
  trace.labels[1] = 3;
  trace.sampleIds[4] = trace.sampleIds[0] as number;
  (trace.logits?.[0] as Float32Array)[2] = Number.NaN;
  (trace.logits?.[1] as Float32Array)[14] = Number.POSITIVE_INFINITY;
  await writeTrace(path, trace);
  const problems = await problemsOf(readTrace(path, TOY));
  assert.deepEqual(
    problems.map(({ key }) => key),
    ['label[1]', 'sample[4]', 'exit_1_logit_2[0]', 'exit_2_logit_2[4]'],
  );
  const imported = { ...toyTrace(5), logits: null };
  (imported.confidence[1] as Float64Array)[0] = 1.5;
  (imported.prediction[0] as Int32Array)[2] = -1;
  await writeTrace(path, imported);
  assert.deepEqual(
    (await problemsOf(readTrace(path, TOY))).map(({ key }) => key),
    ['prediction_1[2]', 'confidence_2[0]'],
  );
});

test('a path that cannot be written is told, and no draft stays', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'file'), '');
  const [problem] = await problemsOf(writeTrace(join(folder, 'file', 'test.parquet'), toyTrace(1)));
  assert.match(problem?.fact ?? '', /cannot be written/);
  mkdirSync(join(folder, 'taken.parquet', 'inside'), { recursive: true });
  await problemsOf(writeTrace(join(folder, 'taken.parquet'), toyTrace(1)));
  assert.deepEqual(readdirSync(folder).sort(), ['file', 'taken.parquet']);
});

test('a trace of many bad rows is told in a few lines', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  const trace = toyTrace(1000);
  trace.labels.fill(9);
  await writeTrace(path, trace);
  const problems = await problemsOf(readTrace(path, TOY));
  assert.equal(problems.length, 21);
  assert.match(problems.at(-1)?.fact ?? '', /980 more/);
});

test('a trace without samples, or with columns left out, is refused', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  await writeTrace(path, toyTrace(0));
  assert.match((await problemsOf(readTrace(path)))[0]?.fact ?? '', /no samples/);
  const one = (name: string) => ({ name, type: 'FLOAT', data: Float32Array.of(1) }) as const;
  const ids = { name: 'sample', type: 'INT32', data: Int32Array.of(0) } as const;
  writeFileSync(
    path,
    encodeParquet([ids, { ...ids, name: 'label' }, one('exit_1_logit_0'), one('exit_900000000_logit_900000000')], {
      schema: 'sim.trace/1',
    }),
  );
  assert.match((await problemsOf(readTrace(path)))[0]?.fact ?? '', /some are missing/);
  writeFileSync(path, encodeParquet([ids, one('exit_1_logit_0'), one('exit_1_logit_1')], { schema: 'sim.trace/1' }));
  assert.deepEqual(
    (await problemsOf(readTrace(path))).map(({ key }) => key),
    ['label'],
  );
  writeFileSync(path, encodeParquet([ids], { schema: 'sim.trace/1' }));
  assert.match((await problemsOf(readTrace(path)))[0]?.fact ?? '', /neither logits nor confidences/);
});

test('a timing of other samples, other exits or impossible times is refused', async (t) => {
  const path = join(tempFolder(t), 'test.parquet');
  const trace = toyTrace(6);
  const write = (name: string, times: ReturnType<typeof toyTimes>, ids = trace.sampleIds) =>
    writeTiming(path, { name, samples: ids.length, ...times, metadata: {} }, ids);
  await write('short', toyTimes(5), trace.sampleIds.slice(0, 5));
  assert.match((await problemsOf(readTiming(path, 'short', trace)))[0]?.fact ?? '', /5 samples/);
  await write(
    'other',
    toyTimes(6),
    trace.sampleIds.map((id) => id + 1),
  );
  assert.deepEqual(
    (await problemsOf(readTiming(path, 'other', trace))).map(({ key }) => key),
    ['sample[0]'],
  );
  await write('wide', { ...toyTimes(6), branchNs: [...toyTimes(6).branchNs, ...toyTimes(6).branchNs] });
  assert.deepEqual(
    (await problemsOf(readTiming(path, 'wide', trace))).map(({ key }) => key),
    ['branch_2_ns'],
  );
  const bad = toyTimes(6);
  (bad.segmentNs[1] as Float64Array).set([-1, Number.NaN, Number.POSITIVE_INFINITY], 1);
  await write('bad', bad);
  assert.deepEqual(
    (await problemsOf(readTiming(path, 'bad', trace))).map(({ key }) => key),
    [1, 2, 3].map((row) => `segment_2_ns[${row}]`),
  );
  await write('cut', toyTimes(6));
  truncateSync(timingPath(path, 'cut'), readFileSync(timingPath(path, 'cut')).length - 9);
  assert.equal((await problemsOf(readTiming(path, 'cut', trace))).length, 1);
});

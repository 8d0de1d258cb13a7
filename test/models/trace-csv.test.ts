import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { importTrace } from '../../src/models/import-trace.ts';
import { readTraceCsv } from '../../src/models/read-trace-csv.ts';
import { summarizeExits, summarizeTiming } from '../../src/models/summarize-trace.ts';
import { readTiming } from '../../src/models/timing-file.ts';
import type { Timing, Trace } from '../../src/models/trace.ts';
import { formatTraceCsv } from '../../src/models/trace-csv.ts';
import { readTrace, writeTrace } from '../../src/models/trace-file.ts';
import { problemsOf, TOY, tempFolder, toyTimes, toyTrace } from './fixtures.ts';

const TRACE: Trace = { ...toyTrace(2500), sha256: '' };
const TIMING: Timing = { name: 'x', samples: 2500, ...toyTimes(2500), metadata: {}, sha256: '' };
const HEADER = 'sample,label,confidence_1,confidence_2,prediction_1,prediction_2';
const DATE = '2026-01-01T00:00:00.000Z';

function toOptions(out: string, more: { timing?: string; force?: boolean } = {}) {
  return { out, timing: 'imported', model: TOY, force: false, date: DATE, ...more };
}

test('a trace printed, imported and printed again is the same text', async (t) => {
  const folder = tempFolder(t);
  const csv = [...formatTraceCsv(TRACE, TIMING)].join('');
  assert.equal(csv.split('\n', 1)[0], `${HEADER},segment_1_ns,segment_2_ns,branch_1_ns`);
  writeFileSync(join(folder, 'a.csv'), csv);
  const out = join(folder, 'a.parquet');
  const imported = await readTraceCsv(join(folder, 'a.csv'), TOY);
  assert.deepEqual(await importTrace(imported, toOptions(out)), { trace: 'written', timing: 'written', stale: [] });
  const trace = await readTrace(out, TOY);
  assert.equal(trace.logits, null);
  assert.equal([...formatTraceCsv(trace, await readTiming(out, 'imported', trace))].join(''), csv);
  assert.equal([...formatTraceCsv(trace)].join('').split('\n', 1)[0], HEADER);
});

test('columns may stand in any order, lines end in CRLF, a byte-order mark goes before, cells are quoted', async (t) => {
  const file = join(tempFolder(t), 'a.csv');
  writeFileSync(
    file,
    '\uFEFFprediction_2,confidence_1,label,sample,"confidence_2",prediction_1\r\n2,.5,1,9,1e-3,0\r\n\r\n"0", 1 ,0,4,1,1\r\n',
  );
  const { trace, times } = await readTraceCsv(file, TOY);
  assert.equal(times, null);
  assert.deepEqual([...trace.sampleIds], [9, 4]);
  assert.deepEqual(
    trace.confidence.map((column) => [...column]),
    [
      [0.5, 1],
      [0.001, 1],
    ],
  );
  assert.deepEqual(
    trace.prediction.map((column) => [...column]),
    [
      [0, 1],
      [2, 0],
    ],
  );
});

test('a header is told in all its faults', async (t) => {
  const file = join(tempFolder(t), 'a.csv');
  writeFileSync(file, 'sample,label,label,confidense_1,confidence_2,confidence_3,prediction_1,prediction_2,segment_1_ns\n');
  const problems = await problemsOf(readTraceCsv(file, TOY));
  assert.deepEqual(
    problems.map(({ place, key }) => `${place.slice(file.length)} ${key}`),
    [':1:14 label', ':1:20 confidense_1', ':1:46 confidence_3', ':1:1 confidence_1', ':1:1 segment_2_ns', ':1:1 branch_1_ns'],
  );
  assert.match(problems[1]?.rule ?? '', /did you mean "confidence_1"/);
});

test('every bad cell is told with line and column', async (t) => {
  const file = join(tempFolder(t), 'a.csv');
  const rows = ['0,0,0.5,0.5,0,0', '0,0,0.5,0.5,0,0', '2,3,0.5,1.01,0,0', '3,0,NaN,,-1,0.5', '4,0,0.5', '-1,0,0x1,0,0,0'];
  writeFileSync(file, `${HEADER}\n${rows.join('\n')}\n`);
  const problems = await problemsOf(readTraceCsv(file, TOY));
  assert.deepEqual(
    problems.map(({ place, key, fact }) => `${place.slice(file.length)} ${key ?? ''} ${fact}`),
    [
      ':3:1 sample sample 0 stands in line 2 too',
      ':4:3 label 3',
      ':4:9 confidence_2 1.01',
      ':5:5 confidence_1 NaN',
      ':5:9 confidence_2 empty',
      ':5:10 prediction_1 -1',
      ':5:13 prediction_2 0.5',
      ':6:1  3 cells',
      ':7:1 sample -1',
      ':7:6 confidence_1 0x1',
    ],
  );
});

test('a file that is missing, empty, of a header only, or of one endless line is told', async (t) => {
  const file = join(tempFolder(t), 'a.csv');
  const factOf = async () => (await problemsOf(readTraceCsv(file, TOY)))[0]?.fact ?? '';
  assert.match(await factOf(), /no such file/);
  writeFileSync(file, '');
  assert.match(await factOf(), /empty/);
  writeFileSync(file, `${HEADER}\n`);
  assert.match(await factOf(), /no samples/);
  writeFileSync(file, 'x'.repeat(3 * 2 ** 20));
  assert.match(await factOf(), /longer than 1 MiB/);
});

test('the same samples again add a timing; others, or other times of the same name, need --force', async (t) => {
  const out = join(tempFolder(t), 'a.parquet');
  const trace = toyTrace(10);
  await writeTrace(out, trace);
  const before = readFileSync(out);
  const times = toyTimes(10);
  assert.deepEqual(await importTrace({ trace, times }, toOptions(out, { timing: 'jetson' })), {
    trace: 'kept',
    timing: 'written',
    stale: [],
  });
  assert.deepEqual(readFileSync(out), before, 'a recorded trace keeps its logits');
  assert.equal((await importTrace({ trace, times }, toOptions(out, { timing: 'jetson' }))).timing, 'kept');
  const slower = { ...times, branchNs: times.branchNs.map((column) => column.map((ns) => ns + 1)) };
  const [time] = await problemsOf(importTrace({ trace, times: slower }, toOptions(out, { timing: 'jetson' })));
  assert.match(time?.fact ?? '', /another timing "jetson"/);
  const other = { ...trace, labels: trace.labels.map((label) => (label + 1) % 3) };
  const [problem] = await problemsOf(importTrace({ trace: other, times: null }, toOptions(out)));
  assert.match(problem?.rule ?? '', /--force/);
  assert.deepEqual(readFileSync(out), before, 'nothing was written');
  const forced = await importTrace({ trace: other, times: null }, toOptions(out, { force: true }));
  assert.deepEqual(forced, { trace: 'written', timing: null, stale: ['jetson'] });
  writeFileSync(out, 'damaged');
  await problemsOf(importTrace({ trace, times: null }, toOptions(out)));
  assert.equal((await importTrace({ trace, times: null }, toOptions(out, { force: true }))).trace, 'written');
});

test('a summary says what the samples say', () => {
  const trace: Trace = {
    ...TRACE,
    samples: 4,
    labels: Int32Array.of(0, 1, 2, 2),
    prediction: [Int32Array.of(0, 1, 0, 2), Int32Array.of(1, 1, 1, 1)],
    confidence: [Float64Array.of(0.4, 0.9, 0.6, 0.8), Float64Array.of(1, 1, 1, 1)],
  };
  const [first, second] = summarizeExits(trace);
  assert.deepEqual([first?.accuracy, second?.accuracy], [0.75, 0.25]);
  assert.deepEqual(first?.confidence, [0.4, 0.4, 0.6, 0.8, 0.9]);
  const one = (us: number) => Float64Array.of(us * 1000);
  const timing = { ...TIMING, samples: 1, segmentNs: [one(10), one(20), one(60)], branchNs: [one(2), one(4)] };
  // Staying runs s1 b1 s2 b2 = 36, going on s1 b1 s2 s3 = 92.
  assert.deepEqual(summarizeTiming(timing).stayOverGo, 36 / 92);
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { RECORDED_CODECS, type RecordedCodec } from '../../src/models/codecs/codec-names.ts';
import { type Coded, codedPaths } from '../../src/models/coded.ts';
import { codecFacts, codedColumnNames, copyCodedColumns, listCodecs, toCodedColumns } from '../../src/models/coded-columns.ts';
import { answerExit } from '../../src/models/confidence.ts';
import { loadModel } from '../../src/models/load-model.ts';
import { payloadBytes } from '../../src/models/payload-bytes.ts';
import { readCoded } from '../../src/models/read-coded.ts';
import { summarizeCoded } from '../../src/models/summarize-coded.ts';
import { summarizeExits } from '../../src/models/summarize-trace.ts';
import { readTrace, writeTrace } from '../../src/models/trace-file.ts';
import { HOMES, problemsOf, TOY, tempFolder, toyTrace } from './fixtures.ts';

const SAMPLES = 20;

/** What a recording of the toy model might tell of codecs; every codec and request has logits of its own. */
function toyCoded(codecs: readonly RecordedCodec[]): Coded {
  const values = (seed: number) => Float32Array.from({ length: 3 * SAMPLES }, (_, i) => 4 * Math.cos(seed + i * 2.3));
  return {
    codecs,
    logits: codecs.flatMap((codec, i) =>
      codedPaths(codec, 2).map((path) => ({ codec, ...path, logits: values(100 * i + 10 * path.from + path.exit) })),
    ),
    sizes: (['png', 'jpeg'] as const)
      .filter((codec) => codecs.includes(codec))
      .map((codec, i) => ({ codec, bytes: Int32Array.from({ length: SAMPLES }, (_, row) => 1000 * (i + 1) + row) })),
  };
}

async function writeToy(t: TestContext, codecs: readonly RecordedCodec[]) {
  const path = join(tempFolder(t), 'test.parquet');
  const coded = toyCoded(codecs);
  const draft = toyTrace(SAMPLES);
  const facts = codecFacts(codecs, () => 'cpu');
  await writeTrace(path, { ...draft, metadata: { ...draft.metadata, ...facts } }, toCodedColumns(coded, 3));
  return { path, coded, draft, trace: await readTrace(path, TOY) };
}

test('requests under a codec: from every exit but the last to every later one, or from the picture to every exit', () => {
  const pairs = (codec: RecordedCodec, exits: number) => codedPaths(codec, exits).map(({ from, exit }) => [from, exit]);
  assert.deepEqual(pairs('u8', 3), [
    [1, 2],
    [1, 3],
    [2, 3],
  ]);
  assert.deepEqual(pairs('jpeg', 2), [
    [0, 1],
    [0, 2],
  ]);
  assert.deepEqual(pairs('png', 3), []);
  assert.deepEqual(pairs('f16', 1), []);
  assert.deepEqual(codedColumnNames('f16', { exits: 2, classes: 2 }), ['f16_from_1_exit_2_logit_0', 'f16_from_1_exit_2_logit_1']);
  assert.deepEqual(codedColumnNames('jpeg', { exits: 1, classes: 2 }), ['jpeg_exit_1_logit_0', 'jpeg_exit_1_logit_1', 'jpeg_bytes']);
});

test('what was recorded of codecs comes back, and the plain trace is what it is without', async (t) => {
  const { path, coded, draft, trace } = await writeToy(t, RECORDED_CODECS);
  assert.deepEqual(listCodecs(trace), ['f16', 'u8', 'png', 'jpeg']);
  assert.deepEqual(trace.logits, draft.logits);
  assert.deepEqual(trace.confidence, draft.confidence);
  for (const [payload, codec] of [
    ['features', 'f16'],
    ['features', 'u8'],
    ['input', 'jpeg'],
  ] as const) {
    const { exits } = await readCoded(path, trace, payload, codec);
    const expected = coded.logits
      .filter((answer) => answer.codec === codec)
      .map(({ from, exit, logits }) => ({ from, exit, ...answerExit(logits, 3), logits }));
    assert.deepEqual(exits, expected, codec);
  }
  const png = await readCoded(path, trace, 'input', 'png');
  assert.deepEqual(png, { exits: null, inputBytes: Float64Array.from(coded.sizes[0]?.bytes ?? []) });
  assert.deepEqual((await readCoded(path, trace, 'input', 'jpeg')).inputBytes, Float64Array.from(coded.sizes[1]?.bytes ?? []));
  assert.equal((await readCoded(path, trace, 'features', 'u8')).inputBytes, null);
  for (const payload of ['features', 'input'] as const) {
    assert.deepEqual(await readCoded(path, trace, payload, 'f32'), { exits: null, inputBytes: null });
  }
});

test('a codec that was not recorded is told with how to record it', async (t) => {
  const { path, trace } = await writeToy(t, ['f16']);
  const [problem] = await problemsOf(readCoded(path, trace, 'features', 'u8'));
  assert.equal(problem?.place, path);
  assert.match(problem?.fact ?? '', /u8 was not recorded/);
  assert.match(problem?.rule ?? '', /sim record toy --provider cpu --codecs u8 --passes 0/);
  await writeTrace(path, { ...toyTrace(SAMPLES), logits: null });
  const [imported] = await problemsOf(readCoded(path, await readTrace(path), 'input', 'jpeg'));
  assert.match(imported?.fact ?? '', /imported/);
});

test('a codec that does not act on the payload is refused', async (t) => {
  const { path, trace } = await writeToy(t, RECORDED_CODECS);
  for (const [payload, codec] of [
    ['features', 'png'],
    ['input', 'u8'],
  ] as const) {
    assert.match((await problemsOf(readCoded(path, trace, payload, codec)))[0]?.fact ?? '', /does not act on/);
  }
});

test('damaged columns of a codec do not hide, and do not harm the plain trace', async (t) => {
  const { path, coded, draft } = await writeToy(t, ['png', 'jpeg']);
  (coded.logits[0]?.logits as Float32Array)[4] = Number.NaN;
  (coded.sizes[0]?.bytes as Int32Array)[2] = 0;
  const metadata = { ...draft.metadata, ...codecFacts(['png', 'jpeg'], () => 'cpu') };
  await writeTrace(path, { ...draft, metadata }, toCodedColumns(coded, 3));
  const trace = await readTrace(path, TOY);
  assert.deepEqual(
    (await problemsOf(readCoded(path, trace, 'input', 'jpeg'))).map(({ key }) => key),
    ['jpeg_exit_1_logit_1[1]'],
  );
  assert.deepEqual(
    (await problemsOf(readCoded(path, trace, 'input', 'png'))).map(({ key }) => key),
    ['png_bytes[2]'],
  );
  await writeTrace(path, { ...draft, metadata });
  assert.match((await problemsOf(readCoded(path, trace, 'input', 'png')))[0]?.fact ?? '', /written again/);
  const bare = await readTrace(path, TOY);
  assert.match((await problemsOf(readCoded(path, bare, 'input', 'png')))[0]?.fact ?? '', /no such column/);
  assert.match((await problemsOf(copyCodedColumns(path, bare, ['png'])))[0]?.fact ?? '', /png_bytes is missing/);
});

test('columns of codecs are copied as they stand', async (t) => {
  const { path, coded, trace } = await writeToy(t, RECORDED_CODECS);
  assert.deepEqual(
    await copyCodedColumns(path, trace, ['u8', 'png']),
    toCodedColumns(
      {
        codecs: ['u8', 'png'],
        logits: coded.logits.filter(({ codec }) => codec === 'u8'),
        sizes: coded.sizes.filter(({ codec }) => codec === 'png'),
      },
      3,
    ),
  );
});

test('a flipped bit in a column that is read is noticed', async (t) => {
  const { path, coded, trace } = await writeToy(t, ['f16']);
  const bytes = readFileSync(path);
  const first = Float32Array.of(coded.logits[0]?.logits[0] as number);
  const at = bytes.indexOf(new Uint8Array(first.buffer));
  assert.ok(at > 0, 'logits are stored plainly');
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
  assert.deepEqual((await readTrace(path)).logits, trace.logits, 'what is not read is not checked');
  assert.match((await problemsOf(readCoded(path, trace, 'features', 'f16')))[0]?.fact ?? '', /not those it was written with/);
});

test('payloads are as large as codec and shape make them', async () => {
  const { manifest } = await loadModel('b-alexnet-cifar10', HOMES);
  assert.deepEqual(payloadBytes(manifest, 'f32'), [65536, 40960]);
  assert.deepEqual(payloadBytes(manifest, 'f16'), [32768, 20480]);
  assert.deepEqual(payloadBytes(manifest, 'u8'), [16392, 10248]);
  const [first] = manifest.segments;
  assert.deepEqual(first?.bytes, { f32: 65536, f16: 32768, u8: 16392 });
});

test('a summary has a row for each payload and codec, and none where none was recorded', async (t) => {
  const { path, trace } = await writeToy(t, ['u8', 'png', 'jpeg']);
  const rows = await summarizeCoded(path, trace, undefined);
  assert.deepEqual(
    rows.map(({ codec, from, meanBytes, medianBytes, accuracy }) => [
      from,
      codec,
      meanBytes,
      medianBytes,
      accuracy.map(({ exit }) => exit),
    ]),
    [
      [0, 'raw', null, null, [1, 2]],
      [0, 'png', 1009.5, 1009, [1, 2]],
      [0, 'jpeg', 2009.5, 2009, [1, 2]],
      [1, 'f32', null, null, [2]],
      [1, 'u8', null, null, [2]],
    ],
  );
  const plain = summarizeExits(trace).map(({ exit, accuracy }) => ({ exit, accuracy }));
  assert.deepEqual(rows[0]?.accuracy, plain);
  assert.deepEqual(rows[1]?.accuracy, plain);
  const coded = (await readCoded(path, trace, 'features', 'u8')).exits?.[0];
  const right = [...(coded?.prediction ?? [])].filter((predicted, i) => predicted === trace.labels[i]).length;
  assert.equal(rows[4]?.accuracy[0]?.accuracy, right / SAMPLES);
  const { manifest } = await loadModel('b-alexnet-cifar10', HOMES);
  assert.deepEqual(
    (await summarizeCoded(path, trace, manifest)).map(({ meanBytes }) => meanBytes),
    [3072, 1009.5, 2009.5, 65536, 16392],
  );
  const old = await writeToy(t, []);
  assert.deepEqual(await summarizeCoded(old.path, old.trace, manifest), []);
});

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { assessCalibration } from '../../src/models/assess-calibration.ts';
import { type Calibration, calibrationJson, readCalibration, toCalibration } from '../../src/models/calibration-file.ts';
import { fitCalibration, withLogits } from '../../src/models/fit-calibration.ts';
import { checkHeldOut } from '../../src/models/held-out.ts';
import { loadModel } from '../../src/models/load-model.ts';
import type { Trace } from '../../src/models/trace.ts';
import { readTrace } from '../../src/models/trace-file.ts';
import { tracePath } from '../../src/models/trace-path.ts';
import { InvalidInput } from '../../src/problems/invalid-input.ts';
import { HOMES, problemsOf, TOY, tempFolder, toyTrace } from './fixtures.ts';

/** The toy trace of 30 samples with a footer and numbers of its own. */
function traceOf(metadata: Readonly<Record<string, string>>, firstId = 0): Trace {
  const draft = toyTrace(30);
  const sampleIds = draft.sampleIds.map((_, i) => firstId + i);
  return { ...draft, sampleIds, metadata: { ...draft.metadata, ...metadata }, sha256: 'a'.repeat(64) };
}

const TRAIN = { dataset: 'CIFAR-10', dataset_sha256: '1'.repeat(64), split: 'validation' };
const TEST = { dataset: 'CIFAR-10', dataset_sha256: '2'.repeat(64), split: 'test' };

const held = (fitted: Trace, reported: Trace) =>
  checkHeldOut({ path: 'fitted.parquet', trace: fitted }, { path: 'reported.parquet', trace: reported });
const refused = (fitted: Trace, reported: Trace, fact: RegExp) =>
  assert.throws(
    () => held(fitted, reported),
    (error) => error instanceof InvalidInput && error.problems.length === 1 && fact.test(error.message),
  );

describe('checkHeldOut', () => {
  it('lets a fit on other samples pass: other files, other splits, other numbers', () => {
    held(traceOf(TRAIN), traceOf(TEST));
    held(traceOf({ dataset_sha256: '1' }), traceOf({ dataset_sha256: '2' }));
    held(traceOf(TEST), traceOf(TEST, 30));
    held(traceOf({}), traceOf({}, 30));
  });
  it('refuses samples that are reported, and counts them', () => {
    refused(traceOf(TEST), traceOf(TEST), /^fitted\.parquet {2}30 of its 30 samples are reported too, in reported\.parquet; .*--on$/);
    refused(traceOf(TEST), traceOf(TEST, 29), /1 of its 30 samples/);
    refused(traceOf({ ...TEST, split: 'all' }), traceOf(TEST), /30 of its 30/); // another split of the same file
    refused(traceOf({ ...TEST, dataset_sha256: '3' }), traceOf(TEST), /30 of its 30/); // the same split of another copy
    refused(traceOf({}), traceOf(TEST), /30 of its 30/); // a footer that does not tell
  });
  it('refuses other weights', () => {
    refused(traceOf({ ...TRAIN, model_sha256: '0' }), traceOf(TEST), /model: it is of other weights/);
  });
});

const [fitted, reported] = [traceOf(TRAIN), traceOf(TEST, 100)].map((trace) => withLogits(trace, 'here')) as [
  ReturnType<typeof withLogits>,
  ReturnType<typeof withLogits>,
];

describe('calibration', () => {
  it('needs logits', () => {
    assert.throws(() => withLogits({ ...traceOf({}), logits: null }, 'here'), /^InvalidInput: here {2}it holds confidences and no logits/);
  });

  it('takes the last exit for all, and lowers the NLL of every exit on the samples it was fitted on', () => {
    const temperatures = fitCalibration(fitted);
    assert.equal(temperatures.global, temperatures.exits[1]);
    for (const { before, global, own, exit } of assessCalibration(fitted, temperatures)) {
      assert.ok(own.nll <= before.nll && own.nll <= global.nll + 1e-12, `exit ${exit}`);
      assert.equal(before.temperature, 1);
      assert.equal(
        own.bins.reduce((sum, { count }) => sum + count, 0),
        30,
      );
    }
  });

  it('of the networks that ship halves the error of exit 2, and makes none worse by much', async () => {
    for (const name of ['b-alexnet-cifar10', 'b-alexnet-catdog']) {
      const model = await loadModel(name, HOMES);
      const open = async (trace: string) => withLogits(await readTrace(tracePath(model, trace), model), trace);
      const [validation, test] = [await open('validation'), await open('test')];
      held(validation, test);
      const report = assessCalibration(test, fitCalibration(validation));
      // Twice what chance alone gives a perfect classifier, sqrt(bins / (4 n)).
      const chance = Math.sqrt(15 / (4 * test.samples));
      for (const { exit, before, own } of report) {
        assert.ok(own.ece < before.ece + chance, `${name} exit ${exit}: ${before.ece} to ${own.ece}`);
        if (exit === 2) assert.ok(own.ece < before.ece / 2);
      }
    }
  });
});

describe('a calibration file', () => {
  const temperatures = fitCalibration(fitted);
  const document = toCalibration(
    TOY,
    temperatures,
    { name: 'validation', trace: fitted },
    { name: 'test', trace: reported },
    assessCalibration(reported, temperatures),
  );
  const write = async (folder: string, content: unknown): Promise<string> => {
    const path = join(folder, 'calibration.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
    return path;
  };

  it('reads back as it was written, for its model', async (t) => {
    assert.deepEqual(await readCalibration(await write(tempFolder(t), calibrationJson(document)), TOY), document);
  });

  it('is refused with place, key and remedy where it is wrong', async (t) => {
    const folder = tempFolder(t);
    const wrongs: [Partial<Record<keyof Calibration, unknown>>, RegExp][] = [
      [{ schema: 'sim.result/1' }, /calibration\.json:2:3 {2}schema: "sim\.result\/1"; it must be "sim\.calibration\/1"/],
      [{ global: 0 }, /:\d+:3 {2}global: 0; a temperature lies in 0\.01\.\.100/],
      [{ exits: [1, -2] }, /exits\.1: -2; a temperature lies in/],
      [{ exits: [1, 1, 1] }, /exits: 3 temperatures; the model toy has 2 exits/],
      [{ model: { name: 'toy', sha256: '0'.repeat(64) } }, /model\.sha256: it is of other weights than toy has now/],
      [{ report: [] }, /report: 0 exits; there are temperatures of 2/],
      [{ fitted_on: undefined }, /fitted_on: missing/],
    ];
    for (const [change, expected] of wrongs) {
      const path = await write(folder, { ...document, ...change });
      await assert.rejects(readCalibration(path, TOY), expected);
    }
    assert.match((await problemsOf(readCalibration(await write(folder, '{'), TOY)))[0]?.fact ?? '', /it is no JSON/);
    assert.match((await problemsOf(readCalibration(join(folder, 'none.json'))))[0]?.fact ?? '', /there is no such file/);
  });

  it('says null where the likelihood is infinite, which JSON cannot hold', () => {
    const worst = { temperature: 1, confidence: 1, ece: 1, nll: Number.POSITIVE_INFINITY, bins: [] };
    const row = { exit: 1, accuracy: 0, before: worst, global: worst, own: worst };
    const { report } = toCalibration(TOY, temperatures, { name: 'v', trace: fitted }, { name: 't', trace: reported }, [row]);
    assert.equal(report[0]?.before.nll, null);
  });
});

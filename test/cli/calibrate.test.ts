/** `sim trace calibrate`, as a user runs it. */

import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readCalibration } from '../../src/models/calibration-file.ts';
import { answerExit } from '../../src/models/confidence.ts';
import { writeTrace } from '../../src/models/trace-file.ts';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import { makeToyWorkspace } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

const SAMPLES = 400;

/** A trace of three exits and two classes with logits; the truth follows softmax(z / T) with T = 2, 1, 0.5 at exits 1, 2, 3. */
async function writeLogged(
  path: string,
  firstId: number,
  metadata: Readonly<Record<string, string>>,
  isAlwaysRight = false,
): Promise<void> {
  const stream = randomStream(3, 0, 'calibrate', firstId);
  const margins = Array.from({ length: SAMPLES }, () => 6 * (stream() - 0.5));
  const labels = Int32Array.from(margins, (z) => ((isAlwaysRight ? z > 0 : stream() < 1 / (1 + Math.exp(-z))) ? 1 : 0));
  const logits = [2, 1, 0.5].map((t) =>
    Float32Array.from({ length: 2 * SAMPLES }, (_, i) => (i % 2 === 1 ? t * (margins[i >> 1] as number) : 0)),
  );
  const answers = logits.map((values) => answerExit(values, 2));
  await writeTrace(path, {
    samples: SAMPLES,
    exits: 3,
    classes: 2,
    sampleIds: Int32Array.from({ length: SAMPLES }, (_, i) => firstId + i),
    labels,
    logits,
    confidence: answers.map(({ confidence }) => confidence),
    prediction: answers.map(({ prediction }) => prediction),
    metadata: { model: 'toy', ...metadata },
  });
}

let cwd = '';
const inTraces = (name: string) => join(cwd, 'models', 'toy', 'traces', name);
before(async () => {
  cwd = await makeToyWorkspace();
  await writeLogged(inTraces('held.parquet'), 0, { split: 'test' });
  await writeLogged(inTraces('overlap.parquet'), SAMPLES - 1, { split: 'test' });
});
after(() => rm(cwd, { recursive: true, force: true }));

const calibrate = (...args: string[]) => runSim(cwd, ['trace', 'calibrate', ...args]);

describe('sim trace calibrate', () => {
  it('asks for a validation trace where there is none', () => {
    const { status, stderr } = calibrate('toy/held');
    assert.equal(status, 3);
    assert.match(
      stderr,
      /validation\.parquet {2}there is no trace "validation" to fit on; record one with sim record --split, or name one/,
    );
  });

  it('prints a table and writes document and chart, the same bytes again', async () => {
    await writeLogged(inTraces('validation.parquet'), 0, { split: 'validation' });
    const { status, stdout, stderr } = calibrate('toy/held');
    assert.equal(status, 0, stderr);
    for (const words of ['fitted on validation, 400 samples', 'ECE %', 'a T for each exit', 'reports/toy-held-calibration/reliability.svg'])
      assert.ok(stdout.includes(words), words);
    assert.ok(stdout.split('\n').every((line) => [...line].length <= 100));
    const folder = join(cwd, 'reports', 'toy-held-calibration');
    assert.deepEqual((await readdir(folder)).sort(), ['calibration.json', 'reliability.svg', 'reliability.vl.json']);
    const { exits, global } = await readCalibration(join(folder, 'calibration.json'));
    assert.equal(global, exits[2]);
    // The same truth underlies all exits, so that their temperatures are 4 : 2 : 1, whatever chance made of the samples.
    assert.ok(
      exits.every((t, k) => Math.abs(t / global / 2 ** (2 - k) - 1) < 1e-5),
      exits.join(', '),
    );
    assert.doesNotMatch(await readFile(join(folder, 'calibration.json'), 'utf8'), new RegExp(cwd));
    assert.equal(calibrate('toy/held', '--out', 'again').status, 0);
    for (const file of await readdir(folder)) {
      assert.deepEqual(await readFile(join(cwd, 'again', file)), await readFile(join(folder, file)), file);
    }
  });

  it('--json prints the document and nothing else; --per-exit changes the chart only', async () => {
    const { status, stdout } = calibrate('toy/held', '--json', '--per-exit', '--out', 'j');
    assert.equal(status, 0);
    assert.equal(stdout, await readFile(join(cwd, 'j', 'calibration.json'), 'utf8'));
    assert.equal(stdout, await readFile(join(cwd, 'again', 'calibration.json'), 'utf8'));
    assert.match(await readFile(join(cwd, 'j', 'reliability.svg'), 'utf8'), /a temperature for each exit/);
  });

  it('warns where the samples do not determine a temperature', async () => {
    await writeLogged(inTraces('easy.parquet'), 0, { split: 'validation' }, true);
    const { status, stderr } = calibrate('toy/held', '--on', 'easy', '--out', 'e');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /warning: exit 1: .*easy\.parquet does not determine its temperature, 0\.01 is an end of the range\n/);
  });

  it('refuses to fit on what it reports, and what it cannot fit on', async () => {
    const held = inTraces('held.parquet');
    for (const [args, expected] of [
      [['toy/held', '--on', 'held'], /held\.parquet {2}400 of its 400 samples are reported too/],
      [['toy/validation'], /400 of its 400 samples are reported too/],
      [['toy/held', '--on', 'toy/overlap'], /overlap\.parquet {2}1 of its 400 samples/],
      [[held, '--on', held], /400 of its 400/],
      [['toy/test'], /test\.parquet {2}it holds confidences and no logits; calibration needs logits/],
      [['toy/held', '--on', 'test'], /test\.parquet {2}it holds confidences and no logits/],
      [['toy/held', '--on', 'a/b/c'], /^--on {2}"a\/b\/c" is neither/],
      [['toy/none'], /there is no trace "none"/],
    ] as const) {
      const { status, stdout, stderr } = calibrate(...args);
      assert.equal(status, 3, `${args.join(' ')}: ${stderr}`);
      assert.equal(stdout, '');
      assert.match(stderr, expected);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    assert.equal(calibrate('toy/held', '--out', '').status, 2);
  });

  it("does not overwrite another trace's calibration, or a file of another kind, without --force", async () => {
    const to = (...more: string[]) => calibrate('toy/overlap', '--out', 'again', ...more);
    assert.match(to().stderr, /again\/calibration\.json {2}holds the calibration of toy\/held, not of toy\/overlap/);
    assert.equal(to().status, 3);
    assert.equal(to('--force').status, 0);
    await writeFile(join(cwd, 'again', 'calibration.json'), '{}');
    assert.match(to().stderr, /is not a calibration of sim/);
  });
});

/** `sim init` and `sim trace import` as somebody meets them who has a CSV and an empty folder. */

import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Result } from '../../src/sim/summary/result.ts';
import { LINK_CHOICES } from '../../src/weather/link-choices.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'deex-sim-init-'));
  for (const file of ['test.csv', 'validation.csv']) await copyFile(join('docs', 'tutorial', file), join(cwd, file));
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);
const fails = (status: number, message: RegExp, ...args: string[]) => {
  const outcome = sim(...args);
  assert.equal(outcome.status, status, outcome.stderr);
  assert.match(outcome.stderr, message);
  assert.equal(outcome.stdout, '');
};
const works = (...args: string[]) => {
  const outcome = sim(...args);
  assert.equal(outcome.status, 0, outcome.stderr);
  return outcome;
};
const SIZES = ['--bytes', '65536,40960', '--input-bytes', '3072', '--classes', '10'];

describe('sim trace import, of a model of one’s own', () => {
  it('says what it needs of a model that is not there', () => {
    fails(
      3,
      /there is no model "mine"; .*--bytes 65536,40960 --input-bytes 3072 --classes 10/,
      'trace',
      'import',
      'test.csv',
      '--model',
      'mine',
    );
    fails(2, /give all three/, 'trace', 'import', 'test.csv', '--model', 'mine', '--bytes', '65536,40960');
    for (const bytes of ['65536', '65536,40960,40'])
      fails(
        3,
        /^--bytes {2}\d sizes?, and test\.csv has 3 exits; give one for each of exits 1\.\.2/,
        'trace',
        'import',
        'test.csv',
        '--model',
        'mine',
        '--bytes',
        bytes,
        ...SIZES.slice(2),
      );
    for (const [flag, value] of [
      ['--bytes', '65536,0'],
      ['--bytes', '64 KiB,1'],
      ['--input-bytes', '0'],
      ['--classes', '1'],
      ['--classes', 'cat,cat'],
      ['--classes', '1000000000'],
    ] as const) {
      const args = SIZES.map((word, i) => (SIZES[i - 1] === flag ? value : word));
      fails(2, new RegExp(`${flag} ${value}|${flag} 0`), 'trace', 'import', 'test.csv', '--model', 'mine', ...args);
    }
    fails(
      3,
      /label: \d+; a class is a whole number in 0\.\.1/,
      'trace',
      'import',
      'test.csv',
      '--model',
      'mine',
      ...SIZES.slice(0, -1),
      'cat,dog',
    );
    fails(2, /--out: model b-alexnet-cifar10 is not in models\//, 'trace', 'import', 'test.csv', '--model', 'b-alexnet-cifar10');
    fails(
      3,
      /its ONNX files tell its sizes/,
      'trace',
      'import',
      'test.csv',
      '--model',
      'b-alexnet-cifar10',
      '--out',
      'a.parquet',
      ...SIZES,
    );
  });

  it('writes its sizes once and its traces where scenarios find them', async () => {
    const { stderr } = works('trace', 'import', 'test.csv', '--model', 'mine', '--timing', 'board', ...SIZES);
    const written = ['models/mine/manifest.json', 'models/mine/traces/test.parquet (400 samples)', 'models/mine/traces/test.board.parquet'];
    assert.equal(stderr, written.map((file) => `written ${file}\n`).join(''));
    assert.match(
      works('trace', 'import', 'validation.csv', '--model', 'mine', '--timing', 'board', ...SIZES).stderr,
      /^kept models\/mine\/manifest/,
    );
    fails(3, /payloads of 65536, 40960 B/, 'trace', 'import', 'test.csv', '--model', 'mine', ...SIZES.slice(0, -1), '11');
    assert.match(works('trace', 'show', 'mine/test').stdout, /400 samples, 10 classes, 3 exits/);
    fails(3, /names no ONNX files; it can be simulated only/, 'record', 'mine', '--provider', 'cpu');
    const shown = works('trace', 'show', 'mine/test', '--csv', '--timing', 'board').stdout;
    assert.equal(shown, await readFile(join(cwd, 'test.csv'), 'utf8'));
  });
});

describe('sim init', () => {
  const written = async (file: string) => readFile(join(cwd, file), 'utf8');

  for (const link of Object.keys(LINK_CHOICES)) {
    it(`--link ${link}: what it writes validates and runs stably, for the shipped model and for one's own`, () => {
      works('init', `shipped-${link}.yaml`, '--link', link);
      works('init', `own-${link}.yaml`, '--model', 'mine', '--link', link);
      works('validate', `shipped-${link}.yaml`, `own-${link}.yaml`);
      const run = works('run', `own-${link}.yaml`, '--json', '--replications', '1');
      const { scenario, points } = JSON.parse(run.stdout) as Result;
      assert.equal(scenario.name, `own-${link}`);
      assert.ok(points.every(({ stable }) => stable));
      for (const { utilization } of points)
        for (const share of Object.values(utilization)) assert.ok((share as number) < 0.7, JSON.stringify(utilization));
    });
  }

  it('with nothing said writes scenario.yaml for the shipped model, which runs as it is', async () => {
    const { stdout, stderr } = works('init');
    assert.equal(stdout, '');
    assert.match(stderr, /^written scenario\.yaml: b-alexnet-cifar10, trace test .*\nnext: sim run scenario\.yaml\n$/);
    const text = await written('scenario.yaml');
    assert.match(text, /^# yaml-language-server: \$schema=\S+scenario\.schema\.json\n/);
    for (const line of text.trimEnd().split('\n').slice(3)) assert.match(line, /#|^ *[a-z-]+:$/, 'every key has a word');
    const { points } = JSON.parse(works('run', 'scenario.yaml', '--json').stdout) as Result;
    assert.deepEqual([...new Set(points.map(({ policy }) => policy))], ['deex', 'ordinary', 'all-cloud']);
  });

  it('overwrites nothing without --force', async () => {
    await writeFile(join(cwd, 'kept.yaml'), 'mine\n');
    fails(3, /^kept\.yaml {2}it is there already; .*--force/, 'init', 'kept.yaml');
    assert.equal(await written('kept.yaml'), 'mine\n');
    works('init', 'kept.yaml', '--force');
    works('validate', 'kept.yaml');
  });

  it('says which name was meant', () => {
    fails(3, /^--model {2}there is no model "mne"; did you mean "mine"\?/, 'init', 'a.yaml', '--model', 'mne');
    fails(3, /^--trace {2}there is no trace "tset"; did you mean "test"\?/, 'init', 'a.yaml', '--model', 'mine', '--trace', 'tset');
    fails(3, /^--trace {2}there is no trace "gone"/, 'init', 'a.yaml', '--trace', 'gone.parquet');
    fails(3, /^--timing {2}there is no timing "bord"; did you mean "board"\?/, 'init', 'a.yaml', '--model', 'mine', '--timing', 'bord');
    fails(3, /^--cloud-timing {2}.*did you mean "board"\?/, 'init', 'a.yaml', '--model', 'mine', '--cloud-timing', 'bord');
    fails(3, /^--validation {2}.*did you mean "validation"\?/, 'init', 'a.yaml', '--model', 'mine', '--validation', 'validaton');
    fails(
      3,
      /^--validation {2}test is the trace that the scenario reports on/,
      'init',
      'a.yaml',
      '--model',
      'mine',
      '--validation',
      'test',
    );
    fails(2, /--link wfii: did you mean "wifi"\?/, 'init', 'a.yaml', '--link', 'wfii');
    fails(2, /a\.json: a scenario ends in \.yaml/, 'init', 'a.json');
    fails(3, /classes: 10 in the trace/, 'init', 'a.yaml', '--model', 'b-alexnet-catdog', '--trace', 'models/mine/traces/test.parquet');
  });

  it('takes a trace by its path, its model from its footer, and a scenario in another folder finds both', async () => {
    for (const name of ['first', 'second'])
      works('trace', 'import', 'test.csv', '--model', 'mine', '--timing', name, '--out', 'recordings/all.parquet');
    await mkdir(join(cwd, 'worlds'));
    const trace = ['--trace', 'recordings/all.parquet'];
    fails(
      3,
      /^--timing {2}trace recordings\/all\.parquet has 2 timings; choose the edge's: first, second/,
      'init',
      'worlds/a b.yaml',
      ...trace,
    );
    const validation = ['--validation', 'models/mine/traces/validation.parquet'];
    fails(3, /^--validation {2}there is no timing "first"/, 'init', 'worlds/a b.yaml', ...trace, '--timing', 'first', ...validation);
    works('trace', 'import', 'validation.csv', '--model', 'mine', '--timing', 'first');
    works('trace', 'import', 'validation.csv', '--model', 'mine', '--timing', 'second');
    const timings = ['--timing', 'first', '--cloud-timing', 'second'];
    works('init', 'worlds/a b.yaml', ...trace, ...timings, ...validation);
    const text = await written('worlds/a b.yaml');
    assert.match(text, /^name: a-b /m);
    assert.match(text, /^trace: \.\.\/recordings\/all\.parquet /m);
    assert.match(text, /sim optimize 'worlds\/a b\.yaml' --on models\/mine\/traces\/validation\.parquet --slo/);
    works('run', 'worlds/a b.yaml', '--replications', '1');
    works('optimize', 'worlds/a b.yaml', '--on', 'models/mine/traces/validation.parquet', '--slo', 'p95<=400ms', '--replications', '2');
  });

  it('refuses to guess among traces, and a trace without times', async () => {
    const header = 'sample,label,confidence_1,confidence_2,prediction_1,prediction_2';
    await writeFile(join(cwd, 'bare.csv'), `${header}\n0,0,0.5,0.9,0,0\n1,1,0.6,0.9,0,1\n`);
    const sizes = ['--bytes', '100', '--input-bytes', '50', '--classes', 'cat,dog'];
    works('trace', 'import', 'bare.csv', '--model', 'two', ...sizes);
    fails(
      3,
      /^--timing {2}there are no compute times beside trace bare; import a CSV with segment_K_ns/,
      'init',
      'a.yaml',
      '--model',
      'two',
    );
    const times = ',segment_1_ns,segment_2_ns,branch_1_ns';
    await writeFile(join(cwd, 'timed.csv'), `${header}${times}\n0,0,0.5,0.9,0,0,4e9,3e9,1e9\n1,1,0.6,0.9,0,1,4e9,3e9,1e9\n`);
    works('trace', 'import', 'timed.csv', '--model', 'two');
    fails(3, /^--trace {2}two has 2 traces; choose one with --trace: bare, timed/, 'init', 'a.yaml', '--model', 'two');
    works('init', 'two.yaml', '--model', 'two', '--trace', 'timed');
    assert.match(await written('two.yaml'), /rate: 0\.1\/s /, 'an edge that takes 5 s is not asked five times a second');
    works('run', 'two.yaml', '--replications', '1');
  });
});

describe('sim optimize', () => {
  it('does not choose on an imported trace whose rows are those of the one reported on', async () => {
    const rows = (await readFile(join(cwd, 'test.csv'), 'utf8')).trimEnd().split('\n');
    await writeFile(join(cwd, 'half.csv'), `${rows.slice(0, 201).join('\n')}\n`);
    works('trace', 'import', 'half.csv', '--model', 'mine', '--timing', 'board');
    works('init', 'honest.yaml', '--model', 'mine', '--trace', 'test', '--timing', 'board');
    fails(
      3,
      /half has 200 samples of test; choose on one trace and report on another/,
      'optimize',
      'honest.yaml',
      '--slo',
      'p95<=1s',
      '--on',
      'half',
    );
  });
});

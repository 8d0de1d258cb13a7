import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readParquet } from '../../src/models/parquet.ts';
import type { Result } from '../../src/sim/summary/result.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);
const runJson = (...args: string[]): Result => {
  const { status, stdout, stderr } = sim('run', 'toy.yaml', '--json', ...args);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Result;
};

describe('sim run', () => {
  it('prints a table, a verdict and the files, and writes them', async () => {
    const { status, stdout, stderr } = sim('run', 'toy.yaml');
    assert.equal(status, 0, stderr);
    for (const word of ['deex', 'ordinary', 'p_d', '0.25', '1.01', 'reports/toy/result.json', 'reports/toy/latency.svg'])
      assert.ok(stdout.includes(word), word);
    assert.ok(
      stdout.split('\n').every((line) => line.length <= 100),
      'no line is wider than 100 columns',
    );
    const files = await readdir(join(cwd, 'reports', 'toy'));
    for (const file of ['result.json', 'results.parquet', 'latency.svg', 'accuracy.svg', 'exits.svg', 'breakdown.svg'])
      assert.ok(files.includes(file), file);
    assert.ok(files.every((file) => !file.endsWith('.part')));
  });

  it('--json prints the document of result.json and nothing else, on stdout alone', async () => {
    const { status, stdout } = sim('run', 'toy.yaml', '--json');
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(await readFile(join(cwd, 'reports/toy/result.json'), 'utf8')));
    assert.doesNotMatch(stdout, new RegExp(cwd));
  });

  it('the same seed gives the same bytes, output and Parquet; another seed does not', async () => {
    const bytes = async (out: string) =>
      Promise.all(['result.json', 'results.parquet', 'latency.svg'].map((file) => readFile(join(cwd, out, file))));
    const a = sim('run', 'toy.yaml', '--json', '--out', 'a', '--requests-out', 'a.parquet');
    const b = sim('run', 'toy.yaml', '--json', '--out', 'b', '--requests-out', 'b.parquet');
    assert.equal(a.stdout, b.stdout);
    assert.deepEqual(await bytes('a'), await bytes('b'));
    assert.deepEqual(await readFile(join(cwd, 'a.parquet')), await readFile(join(cwd, 'b.parquet')));
    const other = runJson('--seed', '4', '--out', 'c');
    assert.equal(other.seed, 4);
    assert.notEqual(other.digest, (JSON.parse(a.stdout) as Result).digest);
    assert.equal(runJson('--seed', '3', '--out', 'c').digest, (JSON.parse(a.stdout) as Result).digest);
  });

  it('--requests-out holds every request, from which the figures follow', async () => {
    const result = runJson('--requests-out', 'requests.csv', '--out', 'r');
    const [header = '', ...lines] = (await readFile(join(cwd, 'requests.csv'), 'utf8')).trimEnd().split('\n');
    const names = header.split(',');
    assert.deepEqual(names.slice(0, 13), [
      'policy',
      'p_d',
      'replication',
      'request',
      'device',
      'sample',
      'arrival_ns',
      'finish_ns',
      'exit',
      'offloaded',
      'confidence',
      'prediction',
      'correct',
    ]);
    const rows = lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] as string, cell])));
    assert.equal(rows.length, 6 * 2 * 200);
    for (const point of result.points) {
      const own = rows.filter(
        (row) => row['policy'] === point.policy && Number(row['p_d']) === point.params['p_d'] && Number(row['request']) >= 20,
      );
      assert.equal(own.length, point.requests);
      const mean = (pick: (row: Record<string, string>) => number) => own.reduce((sum, row) => sum + pick(row), 0) / own.length;
      const meanMs = point.latency_ms.mean as number;
      assert.ok(Math.abs(mean((row) => Number(row['finish_ns']) - Number(row['arrival_ns'])) / 1e6 - meanMs) < 1e-9 * meanMs);
      assert.equal(
        mean((row) => Number(row['correct'])),
        point.accuracy,
      );
      assert.equal(
        mean((row) => Number(row['offloaded'])),
        point.offload_share,
      );
      for (const row of own) {
        const parts = names
          .filter((name) => /_(wait|compute|transmit)_ns$|^propagation_ns$/.test(name))
          .reduce((sum, name) => sum + Number(row[name]), 0);
        assert.equal(parts, Number(row['finish_ns']) - Number(row['arrival_ns']));
        if (point.policy === 'deex')
          assert.equal(row['offloaded'], Number(row['sample']) / 40 >= (point.params['p_d'] as number) ? '0' : '1');
      }
    }
  });

  it('results.parquet has a row for each point and replication', async () => {
    const result = runJson('--out', 'p');
    const table = await readParquet(join(cwd, 'p', 'results.parquet'));
    assert.equal(table.rows, 12);
    const mean = table.columns.get('latency_mean_ms') as Float64Array;
    assert.ok(Math.abs(((mean[0] as number) + (mean[1] as number)) / 2 - (result.points[0]?.latency_ms.mean ?? 0)) < 1e-9);
    assert.deepEqual([...(table.columns.get('policy') as string[])].slice(5, 7), ['deex', 'ordinary']);
  });

  it('--dry-run shows the loads, runs nothing and writes nothing', async () => {
    const { status, stdout } = sim('run', 'toy.yaml', '--dry-run', '--out', 'dry');
    assert.equal(status, 0);
    assert.match(stdout, /deex p_d 0.25: load edge 0\.\d+, cloud/);
    await assert.rejects(readdir(join(cwd, 'dry')));
  });

  it('--dry-run fits the terminal, whatever the scenario', () => {
    for (const name of ['4g', 'device-edge-cloud', 'policies', 'wearable']) {
      const { status, stdout } = runSim('.', ['run', `scenarios/${name}.yaml`, '--dry-run']);
      assert.equal(status, 0);
      for (const line of stdout.split('\n')) assert.ok(line.length <= 100, line);
    }
  });

  it('--quiet prints nothing', () => {
    const { status, stdout, stderr } = sim('run', 'toy.yaml', '--quiet', '--out', 'q');
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
  });

  it("does not overwrite another scenario's results without --force", async () => {
    sim('run', 'toy.yaml', '--quiet', '--out', 'shared');
    const before = await readFile(join(cwd, 'shared/result.json'));
    const refused = sim('run', 'toy.yaml', '--set', 'name=other', '--out', 'shared');
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /holds the result of scenario "toy", not "other"; choose another --out, or overwrite it with --force/);
    assert.deepEqual(await readFile(join(cwd, 'shared/result.json')), before);
    assert.equal(sim('run', 'toy.yaml', '--set', 'name=other', '--out', 'shared', '--force', '--quiet').status, 0);
    await mkdir(join(cwd, 'foreign'));
    await writeFile(join(cwd, 'foreign/result.json'), 'mine');
    assert.equal(sim('run', 'toy.yaml', '--out', 'foreign').status, 3);
  });

  it("leaves other people's files in its folder alone, and removes charts of its own that are stale", async () => {
    await mkdir(join(cwd, 'mixed'));
    await writeFile(join(cwd, 'mixed/logo.svg'), 'mine');
    await writeFile(join(cwd, 'mixed/latency.svg'), 'mine too, until a result lies beside it');
    assert.equal(
      sim('run', 'toy.yaml', '--quiet', '--out', 'mixed', '--set', 'sweep={p_d: [0.1, 0.2, 0.3], tiers.edge.slowdown: [1, 2]}').status,
      0,
    );
    const before = await readdir(join(cwd, 'mixed'));
    assert.ok(
      before.some((file) => /^latency-.*\.svg$/.test(file)),
      before.join(),
    );
    assert.equal(sim('run', 'toy.yaml', '--quiet', '--out', 'mixed').status, 0);
    const after = await readdir(join(cwd, 'mixed'));
    assert.ok(!after.some((file) => /^latency-.*\.svg$/.test(file)), after.join());
    assert.equal(await readFile(join(cwd, 'mixed/logo.svg'), 'utf8'), 'mine');
  });

  it('is stopped by Ctrl-C with 130, and writes the points that were run', async () => {
    const sweep = 'sweep={p_d: {from: 0, to: 1, step: 0.001}}';
    const args = ['run', 'toy.yaml', '--out', 'stopped', '--requests-out', 'stopped.csv', '--replications', '2', '--set', sweep];
    const child = spawn(process.execPath, [join(process.cwd(), 'bin/sim.js'), ...args, '--set', 'workload.requests=4000'], { cwd });
    child.stderr.setEncoding('utf8');
    let told = '';
    child.stderr.on('data', (text: string) => {
      told += text;
    });
    setTimeout(() => child.kill('SIGINT'), 3000);
    const [status] = (await once(child, 'exit')) as [number | null];
    assert.equal(status, 130, told);
    const finished = Number(/interrupted: (\d+) of 2002 points were run/.exec(told)?.[1]);
    assert.ok(finished > 0 && finished < 2002, told);
    const { points } = JSON.parse(await readFile(join(cwd, 'stopped/result.json'), 'utf8')) as Result;
    assert.equal(points.length, finished);
    const rows = (await readFile(join(cwd, 'stopped.csv'), 'utf8')).trimEnd().split('\n').slice(1);
    assert.ok(rows.length >= finished * 8000 && rows.length < (finished + 1) * 8000, `${rows.length} rows of ${finished} points`);
    assert.ok(rows.every((row) => row.startsWith('deex,') || row.startsWith('ordinary,')));
  });

  it('refuses, before it computes, an --out that cannot be a folder', async () => {
    await writeFile(join(cwd, 'a-file'), '');
    for (const out of ['a-file', 'a-file/deeper']) {
      const { status, stderr } = sim('run', 'toy.yaml', '--out', out);
      assert.equal(status, 3);
      assert.match(stderr, /^a-file {2}is not a folder; choose another --out/);
    }
    assert.equal(sim('run', 'toy.yaml', '--out', '').status, 2);
  });

  it('refuses a run that outlasts the clock, and one that no memory holds', () => {
    assert.match(
      sim('run', 'toy.yaml', '--out', 'long', '--set', 'workload.arrivals.rate=1e-6/s', '--set', 'workload.requests=100000').stderr,
      /^--set workload\.requests {2}workload: the run is longer than 104 days/,
    );
    const large = sim('run', 'toy.yaml', '--out', 'large', '--set', 'workload.devices=100000000', '--set', 'workload.requests=100000000');
    assert.equal(large.status, 3);
    assert.match(large.stderr, /need about \d+ GiB/);
  });

  it('ends with 4 when an assertion fails, its document printed all the same', () => {
    const failing = sim('run', 'toy.yaml', '--json', '--out', 'assert', '--set', "assert=['deex.accuracy >= 0.99']");
    assert.equal(failing.status, 4);
    assert.equal((JSON.parse(failing.stdout) as Result).schema, 'sim.result/1');
    assert.match(failing.stderr, /assertion failed: deex.accuracy >= 0.99: it is 0\.\d+ at/);
    assert.equal(sim('run', 'toy.yaml', '--quiet', '--out', 'assert', '--set', "assert=['deex.accuracy >= 0.1']").status, 0);
  });

  it('withholds percentiles of an unstable point and says so', () => {
    const { points } = runJson('--out', 'u', '--set', 'workload.arrivals.rate=2000/s');
    const unstable = points.filter(({ stable }) => !stable);
    assert.equal(unstable.length, points.length);
    assert.equal(unstable[0]?.latency_ms.p95, null);
    assert.match(sim('run', 'toy.yaml', '--out', 'u', '--set', 'workload.arrivals.rate=2000/s').stdout, /unstable/i);
  });
});

describe('exit status', () => {
  const cases: readonly [string, readonly string[], number, RegExp][] = [
    ['no command', [], 2, /a command is needed/],
    ['an unknown command', ['rnu'], 2, /rnu: there is no such command; did you mean "run"\?/],
    ['an unknown word of a group', ['trace', 'shw'], 2, /trace shw: there is no such command; did you mean "show"\?/],
    ['an unknown flag', ['run', 'toy.yaml', '--forse'], 2, /--forse: sim run has no such flag; did you mean --force\?/],
    ['a word too many', ['run', 'toy.yaml', 'b.yaml'], 2, /b\.yaml: one word too many; write sim run <scenario>/],
    ['a flag that is due', ['data', 'fetch', 'cifar10'], 2, /sim data fetch needs --out/],
    ['a word outside a closed set', ['data', 'fetch', 'mnist', '--out', 'x'], 2, /^sim: dataset mnist: there is: cifar10/],
    [
      'a trace that is no path',
      ['run', 'toy.yaml', '--set', 'trace=no/t.parquet'],
      3,
      /there is no trace "t"; none lies in .*no; make one/,
    ],
    ['a missing argument', ['run'], 2, /something is missing; write sim run <scenario>/],
    ['a flag without its value', ['run', 'toy.yaml', '--out'], 2, /^sim: --out: a value is missing behind it/],
    ['a count that is none', ['run', 'toy.yaml', '--seed', 'x'], 2, /--seed x/],
    ['a flag given twice', ['run', 'toy.yaml', '--seed', '1', '--seed', '2'], 2, /more than once/],
    ['a timeline of unknown kind', ['run', 'toy.yaml', '--timeline', 'x.txt'], 2, /\.json/],
    ['a requests file of unknown kind', ['run', 'toy.yaml', '--requests-out', 'x.txt'], 2, /\.parquet or \.csv/],
    ['a missing scenario', ['run', 'gone.yaml'], 3, /^gone\.yaml {2}there is no such file/],
    ['an invalid --set', ['run', 'toy.yaml', '--set', 'tiers.edge.servers=none'], 3, /^--set tiers\.edge\.servers {2}/],
    ['no replications', ['run', 'toy.yaml', '--replications', '0'], 3, /^--replications {2}replications: 0 is out of range/],
    ['a format that is none', ['compare', 'toy.yaml', '--format', 'xml'], 2, /format/],
    ['an unknown baseline', ['compare', 'toy.yaml', '--baseline', 'x'], 3, /no scenario here is named "x"; write one of toy/],
    ['two scenarios of one name', ['compare', 'toy.yaml', 'toy.yaml'], 3, /"toy" is also the name of toy\.yaml/],
  ];
  for (const [what, args, status, message] of cases) {
    it(`of ${what} is ${status}, without a stack trace`, () => {
      const outcome = sim(...args);
      assert.equal(outcome.status, status, outcome.stderr);
      assert.match(outcome.stderr, message);
      assert.doesNotMatch(outcome.stderr, /\n\s+at /);
      assert.equal(outcome.stdout, '');
    });
  }
});

describe('sim compare', () => {
  it('puts scenarios side by side as table, Markdown, CSV and JSON', async () => {
    await writeFile(join(cwd, 'slow.yaml'), 'extends: toy.yaml\nname: slow\nlinks: { edge-cloud: { rtt: 100 ms } }\n');
    const table = sim('compare', 'toy.yaml', 'slow.yaml', '--out', 'cmp');
    assert.equal(table.status, 0, table.stderr);
    assert.ok(table.stdout.includes('toy') && table.stdout.includes('slow'));
    assert.ok(table.stdout.split('\n').every((line) => line.length <= 100));
    const json = JSON.parse(sim('compare', 'toy.yaml', 'slow.yaml', '--format', 'json', '--baseline', 'toy').stdout) as {
      scenarios: { scenario: string }[];
    };
    assert.deepEqual(
      json.scenarios.map(({ scenario }) => scenario),
      ['toy', 'slow'],
    );
    assert.match(sim('compare', 'toy.yaml', 'slow.yaml', '--format', 'md').stdout, /^\|.*\|\n\|[-:| ]+\|\n\| toy/);
    assert.equal(sim('compare', 'toy.yaml', 'slow.yaml', '--format', 'csv').stdout.trimEnd().split('\n').length, 3);
    assert.deepEqual((await readdir(join(cwd, 'cmp'))).sort(), ['comparison.csv', 'comparison.json', 'comparison.md']);
  });
});

describe('sim validate, schema, completion', () => {
  it('validate tells the problems of all files and ends with 3', async () => {
    await writeFile(join(cwd, 'bad1.yaml'), TOY_SCENARIO.replace('trace: test', 'trace: none'));
    await writeFile(join(cwd, 'bad2.yaml'), TOY_SCENARIO.replace('seed: 3', 'seed: -3'));
    const { status, stdout, stderr } = sim('validate', 'toy.yaml', 'bad1.yaml', 'bad2.yaml');
    assert.equal(status, 3);
    assert.equal(stdout, 'toy.yaml: valid, 6 points\n');
    assert.match(stderr, /^bad1\.yaml:3:1 {2}trace: [^\n]+\nbad2\.yaml:4:1 {2}seed: -3 is out of range[^\n]+\n$/);
  });
  it('schema prints what is shipped', async () => {
    assert.equal(sim('schema').stdout, await readFile('schema/scenario.schema.json', 'utf8'));
  });
  it('completion prints a script, and completes commands', () => {
    assert.match(sim('completion').stdout, /complete -o/);
    const words = sim('--get-yargs-completions', 'sim', 'comp').stdout;
    assert.ok(words.includes('compare'), words);
  });
  it('--help names every command; sim run --help every flag', () => {
    for (const word of ['run', 'compare', 'record', 'trace', 'data', 'validate', 'schema', 'completion'])
      assert.ok(sim('--help').stdout.includes(`sim ${word}`), word);
    for (const flag of ['--set', '--seed', '--replications', '--json', '--out', '--dry-run', '--requests-out', '--force', '--quiet'])
      assert.ok(sim('run', '--help').stdout.includes(flag), flag);
  });
});

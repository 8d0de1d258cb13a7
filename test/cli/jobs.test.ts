import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Result } from '../../src/sim/summary/result.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
  await writeFile(
    join(cwd, 'slow.yaml'),
    TOY_SCENARIO.replace('name: toy', 'name: slow').replace('up:   { bandwidth: 8', 'up:   { bandwidth: 1'),
  );
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (...args: string[]) => runSim(cwd, args);

describe('--jobs', () => {
  it('leaves every byte of a run as it is', async () => {
    const files = ['result.json', 'results.parquet', 'latency.svg'];
    const runs = [];
    for (const jobs of ['1', '2', '3']) {
      const { status, stdout, stderr } = sim('run', 'toy.yaml', '--json', '--out', `jobs-${jobs}`, '--jobs', jobs);
      assert.equal(status, 0, stderr);
      runs.push([stdout, ...(await Promise.all(files.map((file) => readFile(join(cwd, `jobs-${jobs}`, file), 'latin1'))))]);
    }
    assert.deepEqual(runs[1], runs[0]);
    assert.deepEqual(runs[2], runs[0]);
  });

  it('leaves a comparison as it is', () => {
    const alone = sim('compare', 'toy.yaml', 'slow.yaml', '--format', 'json', '--jobs', '1');
    const threads = sim('compare', 'toy.yaml', 'slow.yaml', '--format', 'json', '--jobs', '2');
    assert.equal(alone.status, 0, alone.stderr);
    assert.equal(threads.stdout, alone.stdout);
  });

  it('needs one at least', () => {
    for (const command of ['run', 'compare']) {
      const { status, stderr } = sim(command, 'toy.yaml', '--jobs', '0');
      assert.equal(status, 2);
      assert.match(stderr, /--jobs 0: needs a whole number from 1 up/);
    }
  });

  it('says so where --requests-out takes one thread', () => {
    const { status, stderr } = sim('run', 'toy.yaml', '--out', 'rows', '--requests-out', 'rows.csv', '--jobs', '2');
    assert.equal(status, 0, stderr);
    assert.match(stderr, /^--jobs 2: --requests-out sees every request, so the run takes one thread$/m);
    assert.doesNotMatch(sim('run', 'toy.yaml', '--out', 'rows', '--requests-out', 'rows.csv').stderr, /--jobs/);
  });

  it('is stopped by Ctrl-C with 130, and writes the points that were run', async () => {
    const sets = ['sweep={p_d: {from: 0, to: 1, step: 0.001}}', 'workload.requests=200000'].flatMap((set) => ['--set', set]);
    const args = [join(process.cwd(), 'bin/sim.js'), 'run', 'toy.yaml', '--out', 'stopped', '--jobs', '2', ...sets];
    const child = spawn(process.execPath, args, { cwd });
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
  });
});

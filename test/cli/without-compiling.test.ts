/** Where nothing may be compiled there is no WebAssembly, and all loops run as JavaScript. */

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { runSim } from './run-sim.ts';

const folder = join(tmpdir(), `deex-sim-without-compiling-${process.pid}`);
after(() => rm(folder, { recursive: true, force: true }));

const WITHOUT = '--jitless';

describe('node --jitless', () => {
  it('has no WebAssembly', () => {
    const { stdout } = spawnSync(process.execPath, ['-p', 'typeof WebAssembly'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: WITHOUT },
    });
    assert.match(stdout, /^undefined$/m);
  });

  it('leaves every byte of a run as it is', async () => {
    const files = ['result.json', 'results.parquet', 'distributions.json', 'latency.svg'];
    const runs = ['', WITHOUT].map((options, i) => {
      const out = join(folder, String(i));
      const settings = ['--set', 'replications=3', '--set', 'sweep.p_d=[0.2,0.7]', '--set', 'workload.requests=3500'];
      const args = ['run', 'scenarios/4g.yaml', ...settings, '--out', out];
      const { status, stderr } = runSim(process.cwd(), args, { NODE_OPTIONS: options });
      assert.equal(status, 0, stderr);
      return Promise.all(files.map((file) => readFile(join(out, file), 'latin1')));
    });
    const [compiled, plain] = await Promise.all(runs);
    assert.deepEqual(plain, compiled);
  });
});

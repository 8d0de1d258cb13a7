/** Policies that users bring, at the command line: threads, exit statuses, and no trace of ours for a slip of theirs. */

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

const MODULE = `export const name = 'turns';
export function policy({ params: { until } }) {
  const rule = (decision) => ({ approach: () => 'test', decide: ({ exit }) => (exit === 1 ? decision : 'answer') });
  return {
    rules: [rule('continue'), rule('offload')],
    choice: {
      kind: 'adaptive',
      start(draw) {
        let count = 0;
        return {
          choose() {
            if (count++ === until) throw new RangeError('no more turns');
            return draw() < 0.5 ? 0 : 1;
          },
        };
      },
    },
  };
}
`;

let cwd = '';
let lineOfEntry = 0;
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'turns.mjs'), MODULE);
  const policies = 'policies:\n  - { name: deex, p_d: 0.5 }\n  - { name: custom, module: turns.mjs, params: { until: 1000 } }\n';
  const world = TOY_SCENARIO.slice(0, TOY_SCENARIO.indexOf('policies:'));
  await writeFile(join(cwd, 'own.yaml'), `${world}${policies}`);
  await writeFile(join(cwd, 'short.yaml'), `${world}${policies.replace('1000', '150')}`);
  lineOfEntry = world.split('\n').length + 2;
});
after(() => rm(cwd, { recursive: true, force: true }));

const sim = (args: readonly string[], env = {}) => runSim(cwd, args, { DEBUG: '', ...env });

describe('a policy of the user', () => {
  it('gives the same bytes on any number of threads, its chance included', () => {
    const [one, two, three] = ['1', '2', '3'].map((jobs) => sim(['run', 'own.yaml', '--json', '--jobs', jobs, '--out', `jobs-${jobs}`]));
    assert.equal(one?.status, 0, one?.stderr);
    assert.match(one?.stdout ?? '', /"policy": "turns"/);
    assert.equal(two?.stdout, one?.stdout, two?.stderr);
    assert.equal(three?.stdout, one?.stdout);
  });
  it('that throws in the midst of a run ends it with 3, by its place, name, function and message', () => {
    for (const jobs of ['1', '2']) {
      const { status, stdout, stderr } = sim(['run', 'short.yaml', '--jobs', jobs, '--quiet', '--out', 'x']);
      const fact = 'turns: choose threw RangeError: no more turns (line 12)';
      const told = `short.yaml:${lineOfEntry}:5  policies.1: ${fact}; mend the module; DEBUG=1 prints where it was thrown\n`;
      assert.deepEqual([status, stdout, stderr], [3, '', told]);
    }
  });
  it('shows where it threw to whoever asks', () => {
    for (const jobs of ['1', '2']) {
      const args = ['run', 'own.yaml', '--set', 'policies.1.params.until=150', '--jobs', jobs, '--quiet', '--out', 'x'];
      assert.match(sim(args, { DEBUG: '1' }).stderr, /RangeError: no more turns\n +at .*turns\.mjs\?sha256=[0-9a-f]{64}:12:\d+/);
    }
  });
  it('is checked by sim validate, with its place', () => {
    assert.equal(sim(['validate', 'own.yaml']).stdout, 'own.yaml: valid, 2 points\n');
    const { status, stderr } = sim(['validate', 'own.yaml', '--set', 'policies.1.module=gone.mjs']);
    assert.equal(status, 3);
    assert.match(stderr, /^--set policies\.1\.module {2}policies\.1\.module: gone\.mjs: there is no such file; /);
  });
});

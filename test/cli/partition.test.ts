/** `sim partition` as a user runs it. */

import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CutWeights } from '../../src/optimize/partition/weigh-cuts.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO);
});
after(() => rm(cwd, { recursive: true, force: true }));

const partition = (...args: string[]) => runSim(cwd, ['partition', ...args]);

describe('sim partition', () => {
  it('prints every cut, the best one and where it changes, no line wider than 100 columns', () => {
    const { status, stdout, stderr } = partition('toy.yaml', '--p-tar', '0.5', '--set', 'tiers.edge.slowdown=4');
    assert.equal(status, 0, stderr);
    assert.ok(
      stdout.split('\n').every((line) => [...line].length <= 100),
      stdout,
    );
    for (const line of [
      /^nothing +100\.0 +90\.0 .*13\.7 .*1\.19 x$/m,
      /^segment 1, branch 1 +50\.0 .*11\.5 .*best$/m,
      /^Best: segment 1, branch 1 at the edge, 11\.5 ms\.$/m,
      /^The scenario's own cut \(segments 1-2, branches 1-2\): 15\.0 ms\.$/m,
      /^Enumeration and shortest path agree\.$/m,
      /^Without any branch \(Neurosurgeon\): nothing at the edge, 13\.7 ms\.$/m,
      /^ {2}up to 220 kbit\/s +everything, branches 1-2$/m,
      /^ {2}220 kbit\/s to 1\.3 Mbit\/s +nothing$/m,
      /^ {2}from 1\.3 Mbit\/s +segment 1, branch 1$/m,
    ])
      assert.match(stdout, line);
  });

  it('--json prints one document; p_tar is that of the first policy that has one, else 0.8', () => {
    const read = (...args: string[]) => {
      const { status, stdout, stderr } = partition('toy.yaml', '--json', ...args);
      assert.equal(status, 0, stderr);
      return JSON.parse(stdout) as CutWeights & { readonly schema: string };
    };
    const document = read();
    assert.equal(document.schema, 'sim.partition/1');
    assert.equal(document.p_tar, 0.8);
    assert.deepEqual(document.cuts.at(-1), document.best);
    const own = ['--set', 'policies=[{ name: deex, p_tar: 0.6 }]'];
    assert.equal(read(...own).p_tar, 0.6);
    assert.equal(read(...own, '--p-tar', '1.1').p_tar, 1.1);
  });

  it('says that a scenario that sends the picture does not cut', () => {
    assert.match(
      partition('toy.yaml', '--set', 'offload.payload=input').stdout,
      /^The scenario sends the picture again, which is no cut; /m,
    );
  });

  it('refuses what has not two sides with times, and thresholds that are none', async () => {
    const one = TOY_SCENARIO.replace(/tiers:[\s\S]*policies/, 'tiers: { edge: { exits: [1, 2, 3], timing: slow } }\npolicies');
    await writeFile(join(cwd, 'one.yaml'), one);
    const refused = (pattern: RegExp, ...args: string[]) => {
      const { status, stderr } = partition(...args);
      assert.equal(status, 3, stderr);
      assert.match(stderr, pattern);
    };
    refused(/one\.yaml {2}tiers: one tier, and a cut has two sides; write two/, 'one.yaml');
    const idle = ['--set', 'tiers.edge={ exits: [] }', '--set', 'tiers.cloud.exits=[1, 2, 3]'];
    refused(/tiers\.edge\.timing: missing, and every segment may come to run here/, 'toy.yaml', ...idle);
    refused(/none\.yaml/, 'none.yaml');
    assert.equal(partition('toy.yaml', '--p-tar', 'high').status, 2);
    assert.equal(partition('toy.yaml', '--p-tar=-1').status, 2);
  });
});

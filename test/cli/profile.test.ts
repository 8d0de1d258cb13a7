import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { profileLine } from '../../src/cli/profile-line.ts';
import { makeToyWorkspace, TOY_SCENARIO } from '../scenario/toy-workspace.ts';
import { runSim } from './run-sim.ts';

let cwd = '';
before(async () => {
  cwd = await makeToyWorkspace();
  await writeFile(join(cwd, 'link.up'), '1\n2\n3\n4\n');
  const lane = '{ profile: link.up, format: mahimahi }';
  await writeFile(join(cwd, 'toy.yaml'), TOY_SCENARIO.replaceAll('{ bandwidth: 8 Mbit/s }', lane));
});
after(() => rm(cwd, { recursive: true, force: true }));

describe('sim run on a link that follows a file', () => {
  const line = 'profile link.up: mean 12 Mbit/s over 0.004 s\n';
  it('tells the mean rate once, on stderr', () => {
    const { status, stdout, stderr } = runSim(cwd, ['run', 'toy.yaml', '--dry-run']);
    assert.equal(status, 0, stderr);
    assert.equal(stderr, line);
    assert.doesNotMatch(stdout, /profile/);
  });
  it('but not with --quiet or --json', () => {
    for (const flag of ['--quiet', '--json']) assert.equal(runSim(cwd, ['run', 'toy.yaml', '--dry-run', flag]).stderr, '');
  });
});

describe('a line on a profile', () => {
  const startsNs = Float64Array.of(0, 2e9);
  const bps = Float64Array.of(1e6, 3e6);
  it('of steps that repeat is the mean of a period', () => {
    assert.equal(profileLine('a.csv', { kind: 'steps', startsNs, bps, repeatNs: 10e9 }), 'profile a.csv: mean 2.6 Mbit/s over 10 s');
  });
  it('of steps that do not says what holds for ever', () => {
    const line = profileLine('a.csv', { kind: 'steps', startsNs, bps, repeatNs: null });
    assert.equal(line, 'profile a.csv: mean 2 Mbit/s over 4 s, then 3 Mbit/s for ever');
  });
});

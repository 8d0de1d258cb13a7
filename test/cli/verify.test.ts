/** `sim verify` as a user runs it. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { VerifyReport } from '../../src/verify/run-verify.ts';
import { runSim } from './run-sim.ts';

const verify = (...args: string[]) => runSim('.', ['verify', ...args]);

describe('sim verify', () => {
  it('prints a table by family, no line wider than 100 columns', () => {
    const { status, stdout, stderr } = verify('--only', 'by hand');
    assert.equal(status, 0, stderr);
    const lines = stdout.split('\n');
    assert.ok(lines.every((line) => line.length <= 100));
    for (const line of ['by hand', "Little's law"]) assert.ok(lines.includes(line), line);
    assert.match(stdout, /D\/D\/1 load 1\.25 +mean, ms +109\.0 +109\.0 +0 +exact +pass/);
    assert.match(stdout, /All \d+ figures pass \(seed 1\)/);
    assert.doesNotMatch(stdout, /FAIL/);
  });

  it('--json prints one document', () => {
    const { status, stdout } = verify('--only', 'two share', '--json', '--seed', '3');
    assert.equal(status, 0);
    const report = JSON.parse(stdout) as VerifyReport & { readonly schema: string };
    assert.equal(report.schema, 'sim.verify/1');
    assert.equal(report.seed, 3);
    assert.deepEqual(
      report.rows.map(({ simulated }) => simulated),
      [15, 12.5, 0, 0],
    );
  });

  it('a name that nothing has is a wrong use, and the families are told', () => {
    const { status, stdout, stderr } = verify('--only', 'M/X/1');
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /--only M\/X\/1: .*one server, several servers/);
  });
});

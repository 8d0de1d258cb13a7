/** The table as a whole: what is in it, and what choosing a part of it changes. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allCases } from '../../src/verify/cases.ts';
import { ENGINES, LITTLE } from '../../src/verify/run-case.ts';
import { countIntervals, levelOf, runVerify, verifyNames } from '../../src/verify/run-verify.ts';

describe('runVerify', () => {
  it('has every case once, each with figures', () => {
    const names = verifyNames().map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const { name, figures } of allCases()) {
      assert.ok(figures.length > 0, name);
      for (const { expected } of figures) assert.ok(Number.isFinite(expected), name);
    }
  });

  it('shares 5 % among all intervals, whatever is chosen', () => {
    assert.ok(Math.abs(levelOf(5) - 0.99) < 1e-15);
    const { intervals, confidence, rows, failed } = runVerify({ only: 'uniform jitter' });
    assert.equal(intervals, countIntervals(allCases()));
    assert.ok(intervals > 50);
    assert.equal(confidence, 0.95);
    assert.equal(failed, 0);
    assert.deepEqual(
      rows.map(({ family }) => family),
      ['weather', LITTLE, ENGINES],
    );
  });

  it('gives a case the same figures whoever runs beside it, and other figures with another seed', () => {
    const [alone] = runVerify({ only: 'uniform jitter' }).rows;
    const beside = runVerify({ only: 'JITTER' }).rows;
    assert.deepEqual(
      beside.find((row) => row.case === 'uniform jitter' && row.family === 'weather'),
      alone,
    );
    assert.equal(beside.length, 6);
    assert.notEqual(runVerify({ only: 'uniform jitter', seed: 2 }).rows[0]?.simulated, alone?.simulated);
  });

  it('tells of its progress, to the end', () => {
    const seen: number[] = [];
    let total = 0;
    runVerify({
      only: 'by hand',
      onProgress: (done, all) => {
        seen.push(done);
        total = all;
      },
    });
    assert.equal(seen.at(-1), total);
    assert.ok(seen.every((done, i) => i === 0 || done > (seen[i - 1] as number)));
  });

  it('refuses a name that nothing has', () => {
    assert.throws(() => runVerify({ only: 'M/X/1' }), RangeError);
  });
});

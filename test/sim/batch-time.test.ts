import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { batchPieceNs } from '../../src/sim/plan/batch-time.ts';

describe('time of a batch', () => {
  const sizes = [1, 4, 8];
  const timesNs = [100, 250, 400];
  it('is what was recorded at recorded sizes, and linear between them', () => {
    assert.deepEqual(
      [1, 2, 4, 6, 8].map((count) => batchPieceNs(sizes, timesNs, count)),
      [100, 150, 250, 325, 400],
    );
  });
  it('is nothing for nobody, pro rata below one, and per sample beyond the largest', () => {
    assert.deepEqual(
      [0, 0.25, 16].map((count) => batchPieceNs(sizes, timesNs, count)),
      [0, 25, 800],
    );
    assert.equal(batchPieceNs([1], [100], 3), 300);
  });
  it('grows with the batch where recorded times do, without a jump', () => {
    const count = fc.double({ min: 0, max: 20, noNaN: true });
    fc.assert(
      fc.property(count, count, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        const grown = batchPieceNs(sizes, timesNs, high) - batchPieceNs(sizes, timesNs, low);
        assert.ok(grown >= -1e-9 && grown <= 100 * (high - low) + 1e-9, `${low} ${high} ${grown}`);
      }),
    );
  });
  it('refuses a piece without recorded sizes', () => assert.throws(() => batchPieceNs([], [], 1), RangeError));
});

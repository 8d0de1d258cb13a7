/** The axes of the live charts. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { magnitudeAxis, percentAxis } from '../../src/page/live-axes.ts';

describe('a live axis', () => {
  it('of latencies ends at 1, 2 or 5 times a power of ten around what is known', () => {
    assert.deepEqual(magnitudeAxis([3.2, null, 190]), { domain: [2, 200], ticks: [2, 5, 10, 20, 50, 100, 200] });
    assert.deepEqual(magnitudeAxis([0.3, 40_000]).ticks, [1, 10, 100, 1000, 10_000]);
  });

  it('is there where nothing is known', () => {
    assert.deepEqual(magnitudeAxis([null, null]).domain, [1, 100]);
    assert.deepEqual(percentAxis([null]).domain, [0, 100]);
    assert.deepEqual(percentAxis([100]).domain, [99, 100]);
  });

  it('holds all values, and a tick at least', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { domain, ticks } = magnitudeAxis(values);
        assert.ok(ticks.length > 0 && values.every((value) => value >= domain[0] && value <= domain[1]));
        const shares = values.map((value) => value / 1e4);
        const percent = percentAxis(shares);
        assert.ok(percent.ticks.length > 1 && shares.every((share) => share >= percent.domain[0] && share <= percent.domain[1]));
        assert.ok(percent.domain[0] < percent.domain[1] && percent.domain[1] <= 100);
      }),
    );
  });
});

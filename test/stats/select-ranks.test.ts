/** Percentiles without sorting: the very values that sorting gives. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { selectRanks } from '../../src/stats/select-ranks.ts';

const PERCENTS = [1, 50, 90, 95, 99, 100];

function assertSame(values: Float64Array): void {
  const kept = values.slice();
  const sorted = values.slice().sort();
  assert.deepEqual(
    selectRanks(values, PERCENTS),
    PERCENTS.map((percent) => nearestRank(sorted, percent)),
  );
  assert.deepEqual(values, kept);
}

describe('selectRanks', () => {
  it('gives what nearestRank gives on sorted values', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.nat(), fc.double({ min: 0, max: 1e18, noNaN: true }));
    const few = fc.array(value, { minLength: 1, maxLength: 50 });
    fc.assert(fc.property(few, (values) => assertSame(Float64Array.from(values))));
    fc.assert(
      fc.property(few, fc.integer({ min: 3000, max: 9000 }), (values, n) =>
        assertSame(Float64Array.from({ length: n }, (_, i) => (values[(i * i) % values.length] as number) + (i % 7))),
      ),
      { numRuns: 60 },
    );
  });
  it('tells apart values that differ in their last bits only, and takes equal ones', () => {
    assertSame(Float64Array.from({ length: 5000 }, (_, i) => 1e15 + ((i * 7919) % 5000)));
    assertSame(new Float64Array(5000).fill(3));
    assertSame(Float64Array.from({ length: 5000 }, (_, i) => (i === 0 ? 1e12 : 5 + (i % 2) * 1e-9)));
  });
  it('reads a part of a longer array', () => {
    const all = Float64Array.from({ length: 9000 }, (_, i) => (i * 31) % 4001);
    assertSame(all.subarray(1001, 8001));
  });
  it('needs values', () => {
    assert.throws(() => selectRanks(new Float64Array(0), [50]), /needs values/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mean, sampleVariance } from '../../src/stats/moments.ts';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { meanInterval, studentTCdf, studentTQuantile } from '../../src/stats/student-t.ts';
import { wilson } from '../../src/stats/wilson.ts';

const close = (actual: number, expected: number, tolerance: number) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);

describe('Student-t', () => {
  // Printed tables, e.g. NIST/SEMATECH e-Handbook 1.3.6.7.2.
  for (const [degrees, probability, t] of [
    [1, 0.975, 12.7062],
    [2, 0.975, 4.30265],
    [9, 0.975, 2.262157],
    [30, 0.975, 2.042272],
    [1000, 0.975, 1.962339],
    [9, 0.95, 1.833113],
    [5, 0.995, 4.032143],
  ] as const) {
    it(`quantile ${probability} with ${degrees} degrees of freedom is ${t}`, () =>
      close(studentTQuantile(probability, degrees), t, 1e-4 * t));
  }
  it('with one degree of freedom is the Cauchy distribution', () => {
    for (const t of [-3, -0.5, 0, 0.1, 2, 50]) close(studentTCdf(t, 1), 0.5 + Math.atan(t) / Math.PI, 1e-12);
  });
  it('interval of the mean: by hand for 1, 2, 3', () => {
    const [low, high] = meanInterval([1, 2, 3]) ?? [0, 0];
    close((low + high) / 2, 2, 1e-12);
    close((high - low) / 2, 4.302653 / Math.sqrt(3), 1e-5);
  });
  it('has no interval for one value', () => assert.equal(meanInterval([5]), null));
});

describe('nearest-rank percentile', () => {
  it('follows the definition: the least value that at least p n values do not exceed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 100 }),
        (values, percent) => {
          const sorted = Float64Array.from(values).sort();
          const expected = sorted.find((value) => 100 * values.filter((other) => other <= value).length >= percent * values.length);
          assert.equal(nearestRank(sorted, percent), expected);
        },
      ),
    );
  });
  it('takes rank 19 of 20 at 95 per cent', () =>
    assert.equal(
      nearestRank(
        Float64Array.from({ length: 20 }, (_, i) => i + 1),
        95,
      ),
      19,
    ));
  it('refuses an empty list', () => assert.throws(() => nearestRank(new Float64Array(0), 50), RangeError));
});

describe('Wilson interval', () => {
  it('of 90 in 100 is 0.8256 to 0.9448', () => {
    const [low, high] = wilson(0.9, 100);
    close(low, 0.82563, 1e-4);
    close(high, 0.94477, 1e-4);
  });
  it('stays inside 0..1 and holds the share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const [low, high] = wilson(share, n);
        assert.ok(low >= 0 && high <= 1 && low <= share + 1e-12 && high >= share - 1e-12);
      }),
    );
  });
});

describe('moments', () => {
  it('of 1, 2, 4 are 7/3 and 7/3', () => {
    close(mean([1, 2, 4]), 7 / 3, 1e-15);
    close(sampleVariance([1, 2, 4]), 7 / 3, 1e-12);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type BatchMeans, batchMeans } from '../../src/stats/batch-means.ts';
import { lagCorrelation } from '../../src/stats/lag-correlation.ts';
import { mean, sampleVariance } from '../../src/stats/moments.ts';
import { mser5 } from '../../src/stats/mser.ts';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { relativeHalfWidth } from '../../src/stats/relative-half-width.ts';
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

/** Uniform numbers in [0, 1) of a linear congruential generator, for series that must be the same everywhere. @see Knuth, MMIX */
function uniforms(seed: number): () => number {
  let state = BigInt(seed);
  return () => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
    return Number(state >> 11n) / 2 ** 53;
  };
}

/** x_i = phi x_i-1 + e_i about `centre`, e of variance 1, from the value `first`. */
function autoregressive(length: number, phi: number, centre: number, first: number, draw: () => number): number[] {
  let x = first;
  return Array.from({ length }, () => {
    // Twelve uniforms less six: variance 1, near enough to a normal number.
    let noise = -6;
    for (let i = 0; i < 12; i++) noise += draw();
    x = centre + phi * (x - centre) + noise;
    return x;
  });
}

describe('MSER-5', () => {
  const five = (value: number): number[] => Array(5).fill(value);
  it('by hand: batch means 10, 4, 2, 1, 3, 2 lose their first two', () => {
    // Squares / kept^2: 53.33/36 = 1.481, 5.2/25 = 0.208, 2/16 = 0.125, 2/9 = 0.222; a fourth batch lies beyond the half.
    assert.equal(mser5([10, 4, 2, 1, 3, 2].flatMap(five)), 10);
  });
  it('takes batches by their means, whatever is in them', () =>
    assert.equal(mser5([8, 12, 10, 10, 10, 4, 4, 4, 0, 8, ...[2, 1, 3, 2].flatMap(five)]), 10));
  it('never cuts beyond the first half, though that would have been best', () =>
    // Without the half, the two equal batches at the end would win with an error of 0.
    assert.equal(mser5([1, 2, 1, 9, 2, 2].flatMap(five)), 0));
  it('cuts nothing from a constant, from fewer than ten values, or from none', () => {
    assert.equal(mser5(Array(100).fill(3)), 0);
    assert.equal(mser5([9, 9, 9, 9, 9, 1, 1, 1, 1]), 0);
    assert.equal(mser5([]), 0);
  });
  it('is the definition, for any series', () => {
    const literal = (values: readonly number[]): number => {
      const n = Math.floor(values.length / 5);
      const z = Array.from({ length: n }, (_, j) => mean(values.slice(5 * j, 5 * j + 5)));
      const errors = Array.from({ length: Math.floor(n / 2) + 1 }, (_, d) => {
        const kept = z.slice(d);
        return kept.reduce((sum, value) => sum + (value - mean(kept)) ** 2, 0) / kept.length ** 2;
      });
      return n < 2 ? 0 : 5 * errors.indexOf(Math.min(...errors));
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 100 }), (values) => {
        const [ours, theirs] = [mser5(values), literal(values)];
        if (ours === theirs) return;
        const error = (drop: number): number => {
          const z = Array.from({ length: Math.floor(values.length / 5) }, (_, j) => mean(values.slice(5 * j, 5 * j + 5))).slice(drop / 5);
          return z.reduce((sum, value) => sum + (value - mean(z)) ** 2, 0) / z.length ** 2;
        };
        assert.ok(Math.abs(error(ours) - error(theirs)) < 1e-9, `${ours} and ${theirs} of ${values}`);
      }),
    );
  });
  it('finds where a queue that began full has come down', () => {
    const series = autoregressive(4000, 0.9, 20, 220, uniforms(1));
    const cut = mser5(series);
    assert.ok(cut >= 20 && cut <= 120, `${cut}`);
    assert.ok(Math.abs(mean(series.slice(cut)) - 20) < Math.abs(mean(series) - 20));
  });
});

describe('batch means', () => {
  it('by hand: 1 3 | 2 4 | 3 5 have means 2, 3, 4', () => {
    const found = batchMeans([1, 3, 2, 4, 3, 5, 99], 3);
    close(found?.mean as number, 3, 1e-12);
    close(found?.interval[1] as number, 3 + 4.302653 / Math.sqrt(3), 1e-5);
    close(found?.correlation as number, 0, 1e-12);
  });
  it('has none with one batch, or with more batches than values', () => {
    assert.equal(batchMeans([1, 2, 3], 1), null);
    assert.equal(batchMeans([1, 2, 3], 4), null);
  });
  it('covers the mean of an AR(1) series about 95 times in 100, where values taken for independent do not', () => {
    const draw = uniforms(7);
    let covered = 0;
    let naive = 0;
    for (let run = 0; run < 400; run++) {
      const series = autoregressive(2000, 0.8, 5, 5, draw);
      const [low, high] = (batchMeans(series, 20) as BatchMeans).interval;
      if (low <= 5 && 5 <= high) covered++;
      const [from, to] = meanInterval(series) as readonly [number, number];
      if (from <= 5 && 5 <= to) naive++;
    }
    // 95 % +- 3 standard errors of 400 trials, less the little that batches of 100 still hang together.
    assert.ok(covered / 400 > 0.91 && covered / 400 < 0.985, `${covered}`);
    assert.ok(naive / 400 < 0.6, `${naive}`);
  });
  it('tells by its correlation that batches are too short', () => {
    const series = autoregressive(2000, 0.98, 5, 5, uniforms(3));
    const [many, few] = [batchMeans(series, 500), batchMeans(series, 10)];
    assert.ok((many?.correlation as number) > 0.8 && (few?.correlation as number) < 0.5, `${many?.correlation} ${few?.correlation}`);
  });
});

describe('lag-1 correlation', () => {
  it('by hand', () => {
    close(lagCorrelation([1, 2, 3, 4]) as number, 0.25, 1e-12);
    close(lagCorrelation([1, -1, 1, -1]) as number, -0.75, 1e-12);
    assert.equal(lagCorrelation([2, 2]), null);
  });
});

describe('relative half-width', () => {
  it('by hand: 9, 10, 11', () => close(relativeHalfWidth([9, 10, 11]) as number, 4.302653 / Math.sqrt(3) / 10, 1e-6));
  it('is 0 of a value known exactly, be it zero, and nothing of one value', () => {
    assert.equal(relativeHalfWidth([0, 0, 0]), 0);
    assert.equal(relativeHalfWidth([4, 4]), 0);
    assert.equal(relativeHalfWidth([4]), null);
  });
});

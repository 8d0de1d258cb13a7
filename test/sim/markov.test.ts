/** Markov chains and what walks along them: solved by hand, and in the long run. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import { poissonArrivals } from '../../src/sim/world/arrivals.ts';
import type { MarkovPlan } from '../../src/sim/world/capacity.ts';
import { markovPath, meanRate, stationary } from '../../src/sim/world/markov.ts';
import { mmppArrivals } from '../../src/sim/world/mmpp-arrivals.ts';
import { mean, sampleVariance } from '../../src/stats/moments.ts';

const S = 1e9;

function near(actual: readonly number[], expected: readonly number[], within = 1e-14): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - (expected[i] as number)) <= within, `[${actual.join(', ')}] is not [${expected.join(', ')}]`);
  });
}

describe('stationary', () => {
  it('of one state is that state', () => {
    assert.deepEqual(stationary({ rates: [5], meanNs: [1], next: [[1]] }), [1]);
  });
  it('of two states weighs by mean stay: 3 s and 1 s in turn are 3/4 and 1/4', () => {
    const chain = {
      rates: [8, 4],
      meanNs: [3 * S, S],
      next: [
        [0, 1],
        [1, 0],
      ],
    };
    near(stationary(chain), [0.75, 0.25]);
    assert.equal(meanRate(chain), 7);
  });
  it('of a line of three: visits 1/4, 1/2, 1/4; stays 1, 2, 3 make shares 1/8, 4/8, 3/8', () => {
    // The middle state goes either way, the outer ones back to it: v0 = v1 / 2, v2 = v1 / 2.
    const next = [
      [0, 1, 0],
      [0.5, 0, 0.5],
      [0, 1, 0],
    ];
    near(stationary({ rates: [0, 1, 2], meanNs: [1, 2, 3], next }), [1 / 8, 4 / 8, 3 / 8]);
  });
  it('of a ring with a short cut: v = (1, 0.7, 1) / 2.7', () => {
    // v1 = 0.7 v0, v2 = 0.3 v0 + v1 = v0, v0 = v2.
    const next = [
      [0, 0.7, 0.3],
      [0, 0, 1],
      [1, 0, 0],
    ];
    near(stationary({ rates: [1, 1, 1], meanNs: [1, 1, 1], next }), [1 / 2.7, 0.7 / 2.7, 1 / 2.7]);
  });
  it('of a chain that may move to where it is: staying half the time doubles the stay', () => {
    const next = [
      [0.5, 0.5],
      [1, 0],
    ];
    near(stationary({ rates: [1, 1], meanNs: [1, 1], next }), [2 / 3, 1 / 3]);
  });
  it('keeps its digits where stays and probabilities differ by many orders of magnitude', () => {
    const next = [
      [0, 1 - 1e-12, 1e-12],
      [1, 0, 0],
      [1, 0, 0],
    ];
    const [, , rare] = stationary({ rates: [1, 1, 1], meanNs: [1, 1, 1e12], next });
    // Weights 1, 1 - 1e-12 and 1e-12 x 1e12 = 1.
    assert.ok(Math.abs((rare as number) - 1 / 3) < 1e-12);
  });
  it('balances flow: what leaves a state enters it', () => {
    const chains = fc.integer({ min: 2, max: 6 }).chain((n) =>
      fc.record({
        meanNs: fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: n, maxLength: n }),
        weights: fc.array(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
      }),
    );
    fc.assert(
      fc.property(chains, ({ meanNs, weights }) => {
        const next = weights.map((row) => row.map((weight) => weight / row.reduce((sum, other) => sum + other, 0)));
        const shares = stationary({ rates: meanNs, meanNs, next });
        const visits = shares.map((share, i) => share / (meanNs[i] as number));
        const scale = Math.max(...visits);
        near([shares.reduce((sum, share) => sum + share, 0)], [1], 1e-12);
        visits.forEach((out, j) => {
          const into = visits.reduce((sum, visit, i) => sum + visit * ((next[i] as number[])[j] as number), 0);
          assert.ok(Math.abs(into - out) <= 1e-12 * scale);
        });
      }),
    );
  });
  it('refuses chains that are malformed or reducible, with what it needs', () => {
    const two = {
      rates: [1, 2],
      meanNs: [1, 1],
      next: [
        [0, 1],
        [1, 0],
      ],
    };
    const refused: [Partial<MarkovPlan>, RegExp][] = [
      [{ rates: [] }, /at least one state/],
      [{ meanNs: [1] }, /2 stays and rows, got 1 and 2/],
      [{ rates: [1, -1] }, /rates >= 0, got -1/],
      [{ rates: [1, Number.NaN] }, /rates/],
      [{ meanNs: [1, 0] }, /mean stays > 0, got 0/],
      [{ next: [[0, 1], [1]] }, /rows of 2 probabilities/],
      [
        {
          next: [
            [0, 0.9],
            [1, 0],
          ],
        },
        /sum to 1, got \[0, 0.9\]/,
      ],
      [
        {
          next: [
            [0, 1],
            [0, 1],
          ],
        },
        /state 1 never leads back to state 0/,
      ],
      [
        {
          next: [
            [1, 0],
            [1, 0],
          ],
        },
        /state 1 is not reached/,
      ],
    ];
    for (const [change, message] of refused) assert.throws(() => stationary({ ...two, ...change }), message);
  });
});

describe('markovPath', () => {
  it('spends the stationary share of its time in each state', () => {
    const [a, b] = [2 * S, 0.5 * S];
    const next = [
      [0, 1],
      [1, 0],
    ];
    const path = markovPath({ rates: [1, 0], meanNs: [a, b], next }, randomStream(1, 0, 'test', 0));
    let inFirst = 0;
    let total = 0;
    for (let i = 0; i < 40_000; i++) {
      if (path.state === 0) inFirst += path.stayNs;
      total += path.stayNs;
      assert.ok(Number.isInteger(path.stayNs) && path.stayNs >= 1);
      path.advance();
    }
    // The share of an on-off process over time T varies by 2 a^2 b^2 / ((a + b)^3 T); five standard deviations.
    const deviation = Math.sqrt((2 * a * a * b * b) / ((a + b) ** 3 * total));
    assert.ok(Math.abs(inFirst / total - 0.8) < 5 * deviation);
  });
  it('begins as if it had run for ever: the first state has its share of time, and its stay the mean of a whole one', () => {
    const chain = {
      rates: [0, 1, 2],
      meanNs: [1e6, 2e6, 3e6],
      next: [
        [0, 1, 0],
        [0.5, 0, 0.5],
        [0, 1, 0],
      ],
    };
    const n = 20_000;
    const counts = [0, 0, 0];
    const stays = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      const { state, stayNs } = markovPath(chain, randomStream(1, i, 'test', 0));
      counts[state] = (counts[state] as number) + 1;
      stays[state] = (stays[state] as number) + stayNs;
    }
    [1 / 8, 4 / 8, 3 / 8].forEach((share, i) => {
      const count = counts[i] as number;
      assert.ok(Math.abs(count - n * share) < 5 * Math.sqrt(n * share * (1 - share)), `state ${i}: ${count} of ${n}`);
      // The deviation of an exponential is its mean.
      const mean = chain.meanNs[i] as number;
      assert.ok(Math.abs((stays[i] as number) / count - mean) < (5 * mean) / Math.sqrt(count));
    });
  });
  it('of one state stays there for ever', () => {
    const path = markovPath({ rates: [5], meanNs: [1], next: [[1]] }, () => 0.5);
    assert.deepEqual([path.state, path.stayNs], [0, Infinity]);
    path.advance();
    assert.deepEqual([path.state, path.stayNs], [0, Infinity]);
  });
});

describe('mmpp arrivals', () => {
  const BURSTY: MarkovPlan = {
    rates: [40, 2],
    meanNs: [0.5 * S, 1.5 * S],
    next: [
      [0, 1],
      [1, 0],
    ],
  };
  it('of one state are the Poisson arrivals, to the nanosecond', () => {
    const one = mmppArrivals({ rates: [5], meanNs: [S], next: [[1]] }, 2000, 3, 7, 2);
    assert.deepEqual(one, poissonArrivals(5, 2000, 3, 7, 2));
  });
  it('of states of one rate are Poisson arrivals, but for the rounding at changes of state', () => {
    const same = mmppArrivals({ ...BURSTY, rates: [5, 5] }, 2000, 1, 7, 2);
    const poisson = poissonArrivals(5, 2000, 1, 7, 2);
    // A gap is rounded once either way; the two may differ by 1 ns for each gap that a change of state cuts.
    same.timesNs.forEach((timeNs, i) => {
      assert.ok(Math.abs(timeNs - (poisson.timesNs[i] as number)) <= i + 1);
    });
  });
  it('come in order, in whole nanoseconds, at the mean rate of the chain', () => {
    const n = 200_000;
    const { timesNs } = mmppArrivals(BURSTY, n, 1, 1, 0);
    for (let i = 1; i < n; i++) assert.ok((timesNs[i] as number) >= (timesNs[i - 1] as number) && Number.isInteger(timesNs[i]));
    const seconds = (timesNs[n - 1] as number) / S;
    assert.equal(meanRate(BURSTY), 11.5);
    // Var N(T) / T = mean rate + 2 (40 - 2)^2 x 1/4 x 3/4 x tau, where 1 / tau = 1 / 0.5 + 1 / 1.5; five standard deviations.
    const perSecond = 11.5 + 2 * 38 ** 2 * 0.25 * 0.75 * (1 / (2 + 2 / 3));
    assert.ok(Math.abs(n / seconds - 11.5) < 5 * Math.sqrt(perSecond / seconds), `${n / seconds} a second`);
  });
  it('switched on and off have the squared variation of an interrupted Poisson process: 1 + 2 rate w1 / (w1 + w2)^2', () => {
    // Kuczura 1973: gaps are a renewal process. On 0.5 s at 40/s, off 1.5 s: w1 = 2, w2 = 2/3.
    const expected = 1 + (2 * 40 * 2) / (2 + 2 / 3) ** 2;
    const variations = Array.from({ length: 20 }, (_, replication) => {
      const { timesNs } = mmppArrivals({ ...BURSTY, rates: [40, 0] }, 20_000, 1, 3, replication);
      const gaps = Array.from(timesNs.subarray(1), (timeNs, i) => timeNs - (timesNs[i] as number));
      return sampleVariance(gaps) / mean(gaps) ** 2;
    });
    const error = Math.sqrt(sampleVariance(variations) / variations.length);
    assert.ok(Math.abs(mean(variations) - expected) < 5 * error, `${mean(variations)} is not ${expected} +- ${error}`);
  });
  it('are the same for the same seed, and a device keeps its times when others join', () => {
    assert.deepEqual(mmppArrivals(BURSTY, 500, 2, 1, 0), mmppArrivals(BURSTY, 500, 2, 1, 0));
    assert.notDeepEqual(mmppArrivals(BURSTY, 500, 2, 1, 0), mmppArrivals(BURSTY, 500, 2, 1, 1));
    const alone = mmppArrivals(BURSTY, 100, 1, 7, 3).timesNs;
    const { timesNs, devices } = mmppArrivals(BURSTY, 400, 4, 7, 3);
    const own = [...timesNs].filter((_, i) => devices[i] === 0);
    const kept = Math.min(own.length, alone.length);
    assert.ok(kept > 20);
    assert.deepEqual(own.slice(0, kept), [...alone].slice(0, kept));
    assert.ok(timesNs.every((timeNs, i) => i === 0 || timeNs >= (timesNs[i - 1] as number)));
    assert.equal(new Set(devices).size, 4);
  });
  it('refuse a chain that never sends', () => {
    assert.throws(() => mmppArrivals({ ...BURSTY, rates: [0, 0] }, 1, 1, 1, 0), /a rate above 0/);
  });
});

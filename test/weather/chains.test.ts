/** Chains fitted, shipped, drawn and written. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { MarkovPlan } from '../../src/sim/plan/plan.ts';
import { meanRate, stationary } from '../../src/sim/world/markov.ts';
import { meanBps } from '../../src/sim/world/mean-capacity.ts';
import { describeCapacity } from '../../src/weather/describe-capacity.ts';
import { drawWeather } from '../../src/weather/draw-weather.ts';
import { fitMarkov } from '../../src/weather/fit-markov.ts';
import { formatMahimahi, formatSteps } from '../../src/weather/format-profile.ts';
import { parseMahimahi } from '../../src/weather/parse-mahimahi.ts';
import { parseSteps } from '../../src/weather/parse-steps.ts';
import { LINK_PRESETS, linkPreset } from '../../src/weather/presets.ts';
import { rateWindows, recordedNs, type Steps } from '../../src/weather/rate-windows.ts';
import { formatMarkovYaml, roundChain } from '../../src/weather/round-chain.ts';

const S = 1e9;
const steps = (starts: readonly number[], bps: readonly number[], repeatNs: number | null): Steps => ({
  kind: 'steps',
  startsNs: Float64Array.from(starts),
  bps: Float64Array.from(bps),
  repeatNs,
});

describe('rateWindows', () => {
  it('averages steps over each window, drops what is left, and takes a short recording for one window', () => {
    const held = steps([0, 2, 3], [10, 0, 4], 7);
    // Windows 0-2, 2-4, 4-6 of rates 10 10 | 0 4 | 4 4; 6-7 is left.
    assert.deepEqual([...rateWindows(held, 2)], [10, 2, 4]);
    assert.deepEqual([...rateWindows(held, 5)], [(2 * 10 + 2 * 4) / 5]);
    assert.ok(Math.abs((rateWindows(held, 100)[0] as number) - 36 / 7) < 1e-14);
  });
  it('counts opportunities; one at the very end belongs to the last window', () => {
    const capacity = parseMahimahi('0\n1\n5\n10\n', 'a.up');
    assert.deepEqual([...rateWindows(capacity, 5e6)], [4.8e6, 4.8e6]);
    assert.deepEqual([...rateWindows(capacity, 4e6)], [6e6, 3e6]);
  });
  it('takes the last rate of steps that do not repeat to last as long as the one before', () => {
    assert.equal(recordedNs(steps([0, 2, 5], [1, 1, 1], null)), 8);
    assert.equal(recordedNs(steps([0], [1], null)), S);
  });
});

describe('fitMarkov', () => {
  it('by hand: 1 1 9 9 9 1 has runs of 3 and 3 windows, the last 1 going on at the start', () => {
    assert.deepEqual(fitMarkov([1, 1, 9, 9, 9, 1], 5e8, 2), {
      rates: [1, 9],
      meanNs: [1.5e9, 1.5e9],
      next: [
        [0, 1],
        [1, 0],
      ],
    });
  });
  it('by hand: three bins of 0 3 | 5 5 | 9 9 with moves counted round the end', () => {
    // Bins 0 1 2 1 0 2: moves 0>1, 1>2, 2>1, 1>0, 0>2, 2>0.
    const chain = fitMarkov([0, 5, 9, 5, 3, 9], 1, 3);
    assert.deepEqual(chain.rates, [1.5, 5, 9]);
    assert.deepEqual(chain.meanNs, [1, 1, 1]);
    assert.deepEqual(chain.next, [
      [0, 0.5, 0.5],
      [0.5, 0, 0.5],
      [0.5, 0.5, 0],
    ]);
  });
  it('gives fewer states where rates are equal, one where all are', () => {
    assert.deepEqual(fitMarkov([5, 5, 5, 0, 5], 2, 4).rates, [0, 5]);
    // At its cap for most of the time: what lies below keeps a state.
    assert.deepEqual(fitMarkov([9, 1, 9, 5, 9, 9], 2, 3).rates, [3, 9]);
    assert.deepEqual(fitMarkov([5, 5], 2, 4), { rates: [5], meanNs: [2], next: [[1]] });
    assert.throws(() => fitMarkov([0, 0], 2, 4), /a rate above 0/);
  });
  it('keeps exactly the mean rate and the shares of time of what it was fitted to', () => {
    const recordings = fc.record({
      rates: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 2, maxLength: 200 }).filter((rates) => rates.some((rate) => rate > 0)),
      states: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(recordings, ({ rates, states }) => {
        const chain = fitMarkov(rates, 5e8, states);
        const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
        assert.ok(Math.abs(meanRate(chain) - mean) <= 1e-9 * mean);
        assert.ok(chain.rates.length <= states);
        assert.ok(chain.rates.every((rate, i) => i === 0 || rate > (chain.rates[i - 1] as number)));
      }),
    );
  });
  it('finds the chain again that a recording was drawn from', () => {
    const chain: MarkovPlan = {
      rates: [1e6, 8e6],
      meanNs: [20 * S, 10 * S],
      next: [
        [0, 1],
        [1, 0],
      ],
    };
    const fitted = fitMarkov(rateWindows(drawWeather(chain, 100_000 * S, 1), 1e8), 1e8, 2);
    // About 3,333 stays of each; a mean of n exponentials has a deviation of its value / sqrt(n); five of them. Windows of 100 ms
    // shift a stay by 1 % at most, well within that.
    fitted.meanNs.forEach((stayNs, i) => {
      const real = chain.meanNs[i] as number;
      assert.ok(Math.abs(stayNs - real) < (5 * real) / Math.sqrt(3333), `${stayNs} is not ${real}`);
    });
  });
});

describe('roundChain', () => {
  it('keeps three digits, sums of 1, and what was possible possible', () => {
    const chain = roundChain({
      rates: [1234567, 0, 9],
      meanNs: [1.23456e9, 1, 1],
      next: [
        [0, 1 / 3, 2 / 3],
        [1e-6, 0, 1 - 1e-6],
        [0.5, 0.5, 0],
      ],
    });
    assert.deepEqual(chain.rates, [1230000, 0, 9]);
    assert.equal(chain.meanNs[0], 1.23e9);
    assert.deepEqual(chain.next, [
      [0, 0.333, 0.667],
      [0.001, 0, 0.999],
      [0.5, 0.5, 0],
    ]);
  });
  it('is written as the block a scenario takes', () => {
    const chain = {
      rates: [2e6, 44e3, 0],
      meanNs: [3e9, 5e8, 1e9],
      next: [
        [0, 0.7, 0.3],
        [1, 0, 0],
        [1, 0, 0],
      ],
    };
    assert.equal(
      formatMarkovYaml(chain),
      `markov:
  states:
    - { bandwidth: 2 Mbit/s, mean: 3 s, next: [0, 0.7, 0.3] }
    - { bandwidth: 44 kbit/s, mean: 500 ms, next: [1, 0, 0] }
    - { bandwidth: 0 Mbit/s, mean: 1 s, next: [1, 0, 0] }
`,
    );
    assert.equal(
      formatMarkovYaml({ rates: [5e6], meanNs: [1e9], next: [[1]] }),
      'markov:\n  states:\n    - { bandwidth: 5 Mbit/s, mean: 1 s }\n',
    );
  });
});

describe('presets', () => {
  it('are chains that can be solved, with the mean rates their sources say', () => {
    const means = Object.keys(LINK_PRESETS).map((name) => [name, (meanRate(linkPreset(name) as MarkovPlan) / 1e6).toFixed(2)]);
    assert.deepEqual(means, [
      ['3g', '0.94'],
      ['4g', '5.94'],
      ['4g-driving', '0.83'],
      ['5g', '52.77'],
    ]);
  });
  it('are found by name only', () => {
    assert.equal(linkPreset('6g'), undefined);
    assert.equal(linkPreset('constructor'), undefined);
  });
  it('say where they come from, and stay below the cap of the radio they are of', () => {
    for (const { source } of Object.values(LINK_PRESETS)) assert.match(source, /fit to|our assumption/);
    // HSUPA category 3: 1.45 Mbit/s at the air interface.
    assert.ok(Math.max(...(linkPreset('3g') as MarkovPlan).rates) < 1.45e6);
  });
});

describe('drawWeather', () => {
  const chain = linkPreset('4g') as MarkovPlan;
  it('gives the same steps for the same seed, others for another', () => {
    assert.deepEqual(drawWeather(chain, 60 * S, 1), drawWeather(chain, 60 * S, 1));
    assert.notDeepEqual(drawWeather(chain, 60 * S, 1), drawWeather(chain, 60 * S, 2));
    assert.equal(formatSteps(drawWeather(chain, 60 * S, 1)), formatSteps(drawWeather(chain, 60 * S, 1)));
  });
  it('has the mean rate of its chain', () => {
    const runs = Array.from({ length: 40 }, (_, seed) => meanBps(drawWeather(chain, 500 * S, seed)));
    const mean = runs.reduce((sum, run) => sum + run, 0) / runs.length;
    const error = Math.sqrt(runs.reduce((sum, run) => sum + (run - mean) ** 2, 0) / (runs.length - 1) / runs.length);
    // Independent runs that start in the long run are unbiased; five standard errors of their own spread.
    assert.ok(Math.abs(mean - meanRate(chain)) < 5 * error, `${mean} +- ${error}`);
    // And the error itself is small enough to say something: below 3 % of the mean.
    assert.ok(error < 0.03 * mean);
  });
  it('of one state is one step', () => {
    assert.deepEqual(drawWeather({ rates: [5], meanNs: [1], next: [[1]] }, 7, 1), steps([0], [5], 7));
  });
});

describe('profiles as text', () => {
  it('come back as they were, to the nanosecond and the bit', () => {
    const drawn = drawWeather(linkPreset('4g-driving') as MarkovPlan, 300 * S, 1);
    const read = parseSteps(formatSteps(drawn), 'a.csv');
    assert.deepEqual(read.startsNs, drawn.startsNs);
    read.bps.forEach((bps, i) => {
      assert.ok(Math.abs(bps - (drawn.bps[i] as number)) < 1e-6);
    });
    assert.equal(formatSteps(steps([0, 1, 1_500_000_000], [5e6, 0, 1], null)), 'time_s,Mbit_per_s\n0,5\n0.000000001,0\n1.5,0.000001\n');
    assert.equal(formatSteps(steps([0, 10 * S], [1e7, 2e7], null)), 'time_s,Mbit_per_s\n0,10\n10,20\n');
  });
  it('as mahimahi: the millisecond by which the next 1,500 bytes are through, the last at the end', () => {
    // 12,000 bits at 6 Mbit/s take 2 ms: 2, 4; nothing for 3 ms; then at 12 Mbit/s 8, and 9 moved to the end at 9.5 = 10 ms.
    assert.equal(formatMahimahi(steps([0, 4e6, 7e6], [6e6, 0, 12e6], 9.5e6)), '2\n4\n8\n10\n');
    assert.equal(formatMahimahi(steps([0], [1], 1e9)), '');
  });
  it('as mahimahi carry the same within one packet', () => {
    const drawn = drawWeather(linkPreset('5g') as MarkovPlan, 20 * S, 3);
    const read = parseMahimahi(formatMahimahi(drawn), 'a.up');
    assert.equal(read.repeatNs, 20 * S);
    assert.ok(Math.abs(meanBps(read) - meanBps(drawn)) <= 12_000 / 20);
  });
});

describe('describeCapacity', () => {
  it('by hand: 8 s at 2 Mbit/s and 2 s at nothing', () => {
    const figures = describeCapacity(steps([0, 8 * S], [2e6, 0], 10 * S));
    assert.deepEqual(figures, {
      durationNs: 10 * S,
      meanBps: 1.6e6,
      percentilesBps: [0, 0, 2e6, 2e6, 2e6, 2e6, 2e6],
      windows: 10,
      nearDeadShare: 0.2,
      sparkline: '████████  ',
      sparkTopBps: 2e6,
    });
  });
  it('draws no more than 72 blocks', () => {
    const figures = describeCapacity(drawWeather(linkPreset('3g') as MarkovPlan, 1000 * S, 1));
    assert.equal([...figures.sparkline].length, 72);
    assert.match(figures.sparkline, /^[ ▁▂▃▄▅▆▇█]+$/);
  });
});

describe('the long run', () => {
  it('of every preset spends time in every state', () => {
    for (const { chain } of Object.values(LINK_PRESETS)) assert.ok(stationary(chain).every((share) => share > 0.05));
  });
});

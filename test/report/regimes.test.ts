/** The judgement behind `sim regimes`, on replications of known numbers, and its map. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { DARK } from '../../src/report/charts/palette.ts';
import { regimesChart } from '../../src/report/charts/regimes-chart.ts';
import { inTheme } from '../../src/report/charts/theme.ts';
import { choosingReplications, judgeRegimes, type RegimeCell } from '../../src/report/regimes/judge-regimes.ts';
import { closeThresholds, matchingThresholds, nearThresholds, wantedAccuracies } from '../../src/report/regimes/matching-thresholds.ts';
import { cellText, countVerdicts, mapSentence, mapsOf, mapTable, type Regimes } from '../../src/report/regimes/regimes.ts';
import { compileChart } from '../../src/report/render.ts';
import type { Simulation } from '../../src/sim/simulate-plan.ts';

const BANDWIDTH = 'links.a-b.up.bandwidth';
const RATE = 'workload.arrivals.rate';
const AXES = { bandwidthKey: BANDWIDTH, rateKey: RATE, bandwidths: ['1 Mbit/s'], rates: ['5/s'] };

interface Setting {
  readonly policy: 'deex' | 'ordinary';
  readonly p_d?: number;
  /** Right answers of 100 requests. */
  readonly right?: number;
  readonly stable?: boolean;
  /** Mean latency of each replication [ms]. */
  readonly ms: readonly number[];
  readonly rate?: string;
}

/** Only what the judgement reads. */
function simulation(settings: readonly Setting[]): Simulation {
  const points = settings.map(({ policy, p_d = 0.5, stable = true, rate = '5/s' }) => ({
    policy,
    params: { p_d, [BANDWIDTH]: '1 Mbit/s', [RATE]: rate },
    stable,
    offload_share: 0.4,
  }));
  const runs = settings.map(({ ms, right = 90 }) => ({
    replications: ms.map((mean) => ({ meanNs: mean * 1e6, correct: right, completed: 100, requests: 100 })),
  }));
  return { result: { points }, runs } as unknown as Simulation;
}

function cellOf(settings: readonly Setting[], accuracy = 0.85): RegimeCell {
  const [cell] = judgeRegimes([{ payload: 'features', codec: 'f32', accuracies: [accuracy], simulation: simulation(settings) }], AXES);
  return cell as RegimeCell;
}

describe('judgeRegimes', () => {
  const ordinary: Setting = { policy: 'ordinary', ms: [20, 21, 22, 23, 24, 25] };
  const deexBy = (differences: readonly number[]): Setting => ({
    policy: 'deex',
    ms: ordinary.ms.map((ms, index) => ms + (differences[index] as number)),
  });

  it('is better, neutral or worse by where the paired interval lies, though the latencies themselves overlap', () => {
    assert.equal(cellOf([deexBy([-1, -1, -1, -1.1, -0.9, -1]), ordinary]).verdict, 'better');
    assert.equal(cellOf([deexBy([1, 1, 1, 1.1, 0.9, 1]), ordinary]).verdict, 'worse');
    assert.equal(cellOf([deexBy([1, 1, 1, -1.1, 0.9, -1]), ordinary]).verdict, 'neutral');
    assert.equal(cellOf([deexBy([0, 0, 0, 0, 0, 0]), ordinary]).verdict, 'neutral');
  });

  it('chooses in the first third and compares in the others, so that a lucky choice is not counted', () => {
    assert.deepEqual([3, 5, 6, 10, 30].map(choosingReplications), [1, 1, 2, 3, 10]);
    const lucky: Setting = { policy: 'deex', p_d: 0.3, ms: [1, 1, 30, 30, 31, 31] };
    const steady: Setting = { policy: 'deex', p_d: 0.6, ms: [10, 10, 10, 10, 10, 10] };
    const cell = cellOf([lucky, steady, ordinary]);
    assert.equal(cell.deex.p_d, 0.3);
    assert.equal(cell.deex.latency_ms_mean, 30.5);
    assert.equal(cell.latency_ms_difference, 30.5 - 23.5);
    assert.equal(cell.verdict, 'worse');
  });

  it('takes the fastest setting that is right often enough, of either rule', () => {
    const hasty: Setting = { policy: 'deex', p_d: 0.2, right: 80, ms: [5, 5, 5, 5, 5, 5] };
    const able: Setting = { policy: 'deex', p_d: 0.7, right: 86, ms: [15, 15, 15, 15, 15, 15] };
    const slow: Setting = { policy: 'deex', p_d: 0.9, right: 95, ms: [40, 40, 40, 40, 40, 40] };
    assert.equal(cellOf([hasty, able, slow, ordinary], 0.85).deex.p_d, 0.7);
    assert.equal(cellOf([hasty, able, slow, ordinary], 0.8).deex.p_d, 0.2);
    assert.equal(cellOf([hasty, able, slow, { ...ordinary, right: 90 }], 0.9).deex.p_d, 0.9);
  });

  it('tells who is alone in being stable, and whether the others are unstable or cannot reach the accuracy', () => {
    const deex: Setting = { policy: 'deex', ms: [1, 1, 1, 1, 1, 1] };
    const [unstable, inaccurate] = [{ stable: false }, { right: 50 }];
    const say = (one: object, other: object) => {
      const cell = cellOf([
        { ...deex, ...one },
        { ...ordinary, ...other },
      ]);
      return [cell.verdict, cell.deex.state, cell.ordinary.state, cellText(cell), cell.latency_ms_difference];
    };
    assert.deepEqual(say({}, unstable), ['better', 'stable', 'unstable', 'alone', null]);
    assert.deepEqual(say(unstable, {}), ['worse', 'unstable', 'stable', 'lost', null]);
    assert.deepEqual(say(inaccurate, {}), ['worse', 'out of reach', 'stable', 'lost', null]);
    assert.deepEqual(say(unstable, unstable), ['unstable', 'unstable', 'unstable', '×', null]);
    assert.deepEqual(say(unstable, inaccurate), ['unstable', 'unstable', 'out of reach', '×', null]);
    assert.deepEqual(say(inaccurate, inaccurate), ['out of reach', 'out of reach', 'out of reach', '-', null]);
  });

  it('gives the opposite verdict with the rules exchanged', () => {
    const opposite: Readonly<Record<string, string>> = { better: 'worse', worse: 'better' };
    const times = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 6, maxLength: 6 });
    const setting = fc.record({ ms: times, right: fc.integer({ min: 80, max: 90 }), stable: fc.boolean() });
    fc.assert(
      fc.property(setting, setting, (one, other) => {
        const [cell, mirrored] = [
          cellOf([
            { policy: 'deex', ...one },
            { policy: 'ordinary', ...other },
          ]),
          cellOf([
            { policy: 'deex', ...other },
            { policy: 'ordinary', ...one },
          ]),
        ];
        assert.equal(mirrored.verdict, opposite[cell.verdict] ?? cell.verdict);
        assert.ok(Math.abs((cell.latency_ms_difference ?? 0) + (mirrored.latency_ms_difference ?? 0)) < 1e-9);
      }),
    );
  });
});

describe('matchingThresholds', () => {
  const point = (policy: string, p_d: number, accuracy: number) => ({
    policy,
    params: { p_d },
    latency_ms: { mean: 1 },
    accuracy,
    completed: 100,
    requests: 100,
  });
  const close = {
    points: [
      ...[0.1, 0.2, 0.3, 0.4, 0.5].map((p_d) => point('deex', p_d, 0.8 + p_d / 5)),
      ...[0.1, 0.2, 0.3, 0.4, 0.5].map((p_d) => point('ordinary', p_d, 0.85 + p_d / 5)),
      point('all-cloud', 0.05, 0.99),
    ],
  } as unknown as Parameters<typeof matchingThresholds>[0];

  it('finds where each rule comes to an accuracy, and what follows', () => {
    assert.deepEqual(matchingThresholds(close, [0.885]), [0.2, 0.3, 0.4, 0.5]);
    assert.deepEqual(matchingThresholds(close, [0.94]), [0.5]);
    assert.deepEqual(matchingThresholds(close, [0.96]), []);
  });

  it('asks for a point below the best where nobody says how much', () => {
    const [accuracy, ...others] = wantedAccuracies({ points: close.points.slice(0, -1) }, null);
    assert.ok(Math.abs((accuracy as number) - 0.94) < 1e-12);
    assert.deepEqual(others, []);
  });

  it('looks where more replications may come to it: as far as two standard errors', () => {
    // Two of sqrt(0.9 x 0.1 / 10,000) are 0.006.
    const many = { points: close.points.map((one) => ({ ...one, completed: 10_000, requests: 10_000 })) };
    assert.deepEqual(nearThresholds(many, [0.9]), [0.3, 0.4, 0.5]);
    assert.deepEqual(nearThresholds(many, [0.905]), [0.3, 0.4, 0.5]);
    assert.deepEqual(nearThresholds(many, [0.96]), []);
    const few = { points: close.points.map((one) => ({ ...one, completed: 400, requests: 400 })) };
    assert.deepEqual(nearThresholds(few, [0.96]), [0.5], '0.95 is within 0.02');
  });

  it('looks closely from nothing to everything', () => {
    const thresholds = closeThresholds();
    assert.deepEqual([thresholds[0], thresholds[1], thresholds.at(-2), thresholds.at(-1)], [0, 0.002, 1, 1.01]);
  });
});

describe('the map', () => {
  const runs = ['features', 'input'].map((payload, index) => ({
    payload,
    codec: 'f32',
    accuracies: [0.85, 0.9],
    simulation: simulation(
      ['5/s', '9/s'].flatMap((rate): Setting[] => [
        { policy: 'deex', rate, right: 91, stable: rate === '5/s', ms: [20 + index, 20, 20, 20.1, 19.9, 20] },
        { policy: 'ordinary', rate, right: 88, ms: [30, 30, 30, 30, 30, 30] },
      ]),
    ),
  }));
  const cells = judgeRegimes(runs, { ...AXES, rates: ['5/s', '9/s'] });
  const regimes: Regimes = {
    schema: 'sim.regimes/1',
    engine: '0',
    scenario: { name: 'toy' },
    seed: 1,
    replications: { choosing: 2, comparing: 4 },
    bandwidth_key: BANDWIDTH,
    rate_key: RATE,
    bandwidths: AXES.bandwidths,
    rates: ['5/s', '9/s'],
    payloads: [],
    verdicts: countVerdicts(cells),
    cells,
  };

  it('is one for each payload and accuracy, with every cell in its place', () => {
    const maps = mapsOf(regimes);
    assert.deepEqual(
      maps.map(({ name }) => name),
      ['features f32', 'raw picture'].flatMap((name) => ['85.0', '90.0'].map((share) => `${name}, at least ${share}% right`)),
    );
    assert.deepEqual(
      maps.map((map) => mapTable(regimes, map).rows[0]?.map(({ text }) => text)),
      [
        ['1 Mbit/s', '-33%', 'lost'],
        ['1 Mbit/s', 'alone', '×'],
        ['1 Mbit/s', '-33%', 'lost'],
        ['1 Mbit/s', 'alone', '×'],
      ],
    );
    assert.equal(mapSentence(maps[0] as never), 'DEEx is better in 1, neutral in 0, worse in 1 of 2');
    assert.equal(mapSentence(maps[1] as never), 'DEEx is better in 1, neutral in 0, worse in 0 of 2; 1 unstable');
  });

  it('compiles without a word from Vega-Lite and says in words what it shows', () => {
    const chart = regimesChart(regimes);
    for (const theme of ['light', 'dark'] as const) assert.deepEqual(compileChart(inTheme(chart, theme)).warnings, []);
    for (const [colour] of JSON.stringify(chart.spec).matchAll(/#[0-9A-Fa-f]{6}\b/g)) assert.ok(DARK.has(colour), colour);
    assert.match(chart.description, /raw picture, at least 90\.0% right: DEEx is better in 1/);
    assert.equal((chart.spec['concat'] as readonly unknown[]).length, 4);
  });

  it('writes small differences with the digits they need', () => {
    const cell = (difference: number): RegimeCell => {
      const [first] = cells as [RegimeCell];
      return { ...first, verdict: 'worse', latency_ms_difference: difference, ordinary: { ...first.ordinary, latency_ms_mean: 100 } };
    };
    assert.deepEqual(
      [35.2, 0.94, 0.05, -2].map((difference) => cellText(cell(difference))),
      ['+35%', '+0.9%', '+0.05%', '-2%'],
    );
  });
});

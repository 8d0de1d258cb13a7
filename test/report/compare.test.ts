import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { InvalidInput } from '../../src/problems/invalid-input.ts';
import type { AnsweredPoint } from '../../src/report/answered.ts';
import { compareScenarios } from '../../src/report/compare.ts';
import { formatComparison } from '../../src/report/format-comparison.ts';
import { TABLE_WIDTH } from '../../src/report/table.ts';
import type { ReplicationSummary } from '../../src/sim/summary/replication-summary.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { type FixtureResult, fixture } from './fixture.ts';
import { bandwidthSweep, crowded, WORLDS } from './worlds.ts';

/** Without the deex settings that no ordinary one is as accurate as. */
const FOUR_G: FixtureResult = {
  ...fixture({ name: '4g' }),
  points: fixture().points.filter(({ policy, params }) => policy !== 'deex' || Number(params['p_d']) <= 0.9),
};

const RESULTS = [
  fixture({ name: '3g', uplinkMbps: 1.1, ratePerS: 3 }),
  FOUR_G,
  fixture({ name: 'wifi', uplinkMbps: 18.8, rttMs: 5 }),
  fixture({ name: 'cloud', policies: ['all-cloud'] }),
];

describe('compareScenarios', () => {
  it('takes deex at its best trade-off and ordinary at the closest accuracy not below it', () => {
    const [row] = compareScenarios([RESULTS[1] as (typeof RESULTS)[number]]).scenarios;
    const points = RESULTS[1]?.points ?? [];
    const stable = points.filter((point) => point.policy === 'deex' && point.stable);
    const best = Math.max(...stable.map(({ accuracy }) => accuracy));
    const good = stable.filter(({ accuracy }) => accuracy >= best - 0.01);
    const deex = good.reduce((a, b) => (b.latency_ms.mean < a.latency_ms.mean ? b : a)) as AnsweredPoint;
    const asAccurate = points.filter(({ policy, accuracy }) => policy === 'ordinary' && accuracy >= deex.accuracy);
    const closest = Math.min(...asAccurate.map(({ accuracy }) => accuracy));
    assert.equal(row?.rule, 'trade-off');
    assert.equal(row?.deex?.setting, String(deex.params['p_d']));
    assert.equal(row?.deex?.latency_ms_mean, deex.latency_ms.mean);
    assert.equal(row?.deex?.busiest, 'edge-cloud_up');
    assert.equal(row?.ordinary?.accuracy, closest);
    assert.equal(row?.deex_minus_ordinary.latency_ms_mean, deex.latency_ms.mean - (row?.ordinary?.latency_ms_mean ?? 0));
    assert.equal(row?.minus_baseline, null);
  });

  it('subtracts the baseline', () => {
    const { baseline, scenarios } = compareScenarios(RESULTS, { baseline: '4g' });
    assert.equal(baseline, '4g');
    const [slow, base, fast, none] = scenarios;
    assert.equal(base?.minus_baseline?.latency_ms_mean, 0);
    assert.ok((slow?.minus_baseline?.latency_ms_mean ?? 0) > 100);
    assert.ok((fast?.minus_baseline?.latency_ms_mean ?? 0) < 0);
    const none3 = { latency_ms_mean: null, latency_ms_p95: null, accuracy: null };
    assert.deepEqual(none?.minus_baseline, { ...none3, ci95: none3 });
  });

  it('pairs replications by number for its intervals', () => {
    const [one, other] = [RESULTS[0], RESULTS[2]] as [FixtureResult, FixtureResult];
    const picked = compareScenarios([one, other]).scenarios.map(({ deex }) => deex?.latency_ms_mean);
    // Means of 10, 14, 12 and 7, 9, 11 ms: differences 3, 5, 1; s = 2, t(0.975, 2) = 4.302653, half-width 4.968275.
    const made = (ms: readonly number[]) =>
      ms.map((mean) => ({ meanNs: mean * 1e6, p95Ns: 0, correct: 1, completed: 2 }) as ReplicationSummary);
    const replicationsOf = ({ policy, latency_ms }: PointResult) =>
      policy !== 'deex' ? null : latency_ms.mean === picked[0] ? made([7, 9, 11]) : made([10, 14, 12]);
    const [, second] = compareScenarios([one, other], { baseline: one.scenario.name, replicationsOf }).scenarios;
    const [low, high] = second?.minus_baseline?.ci95.latency_ms_mean ?? [Number.NaN, Number.NaN];
    assert.ok(Math.abs((high + low) / 2 - 3) < 1e-9);
    assert.ok(Math.abs((high - low) / 2 - 4.968275) < 1e-5);
    assert.equal(second?.minus_baseline?.ci95.accuracy, null, 'the same samples were right in every replication');
    assert.equal(second?.deex_minus_ordinary.ci95.latency_ms_mean, null, 'ordinary has no replications here');
  });

  it('names the best, and nobody where all are alike or none is stable', () => {
    const { best, scenarios } = compareScenarios(RESULTS);
    const means = scenarios.map(({ deex }) => (deex?.stable === true ? (deex.latency_ms_mean as number) : Number.POSITIVE_INFINITY));
    assert.equal(best.latency_ms_mean, means.indexOf(Math.min(...means)));
    assert.equal(best.energy_j_mean, null);
    const twins = [FOUR_G, { ...FOUR_G, scenario: { ...FOUR_G.scenario, name: 'twin' } }];
    assert.deepEqual(Object.values(compareScenarios(twins).best), [null, null, null, null]);
  });

  it('refuses a baseline that is not there, naming those that are', () => {
    assert.throws(
      () => compareScenarios(RESULTS, { baseline: '5g' }),
      (error) =>
        error instanceof InvalidInput && error.message === '--baseline  no scenario is named "5g"; name one of: 3g, 4g, wifi, cloud',
    );
  });

  it('has a row for each setting of an outer sweep', () => {
    const { scenarios } = compareScenarios([bandwidthSweep([0, 0.5, 1])]);
    assert.deepEqual(
      scenarios.map(({ setting }) => setting?.split(' ')[1]),
      ['1.1', '5.85'],
    );
  });
});

describe('formatComparison', () => {
  const comparison = compareScenarios(RESULTS, { baseline: '4g' });

  it('fits the terminal, for any results', () => {
    for (const one of [comparison, compareScenarios(Object.values(WORLDS), { baseline: '4g' })]) {
      const lines = formatComparison(one, 'table').split('\n');
      for (const line of lines) assert.ok([...line].length <= TABLE_WIDTH, line);
    }
  });

  it('shows the pick, the match, the difference and the baseline', () => {
    const text = formatComparison(comparison, 'table');
    assert.match(text, /^4g +trade-off +│ *0\.9 +164 .*│ *0\.95 +134 +88\.3 │ *\+29\.9$/m);
    assert.match(text, /deex, minus deex in 4g/);
    assert.match(text, /^wifi .*\*\d.*$/m);
    assert.match(text, /\n\* best of its column among stable settings of deex\n$/);
    assert.doesNotMatch(text, /Lost, late, spent/);
    assert.match(
      formatComparison(compareScenarios([crowded(FOUR_G), WORLDS['4g'] ?? FOUR_G]), 'table'),
      /Lost, late, spent\n[\s\S]*lost %/,
    );
    assert.doesNotMatch(formatComparison(compareScenarios(RESULTS), 'table'), /minus deex/);
  });

  it('writes every digit as CSV, and the same columns in three tables as Markdown', () => {
    const [header = '', first = ''] = formatComparison(comparison, 'csv').split('\n');
    const columns = header.split(',');
    assert.equal(columns.length, new Set(columns).size);
    assert.equal(Number(first.split(',')[columns.indexOf('deex_latency_ms_mean')]), comparison.scenarios[0]?.deex?.latency_ms_mean);
    const markdown = formatComparison(comparison, 'md');
    const titles = [...markdown.matchAll(/^\| scenario .*$/gm)].map(([line]) => line.split('|').length - 3);
    assert.equal(titles.length, 3);
    const nowhere = columns.filter((name) => /_(lost_share|deadline_missed_share|energy_j_mean)$/.test(name));
    assert.equal(
      titles.reduce((sum, count) => sum + count, 0),
      columns.length - 1 - nowhere.length,
    );
    assert.match(markdown, /\| \*\*[\d.]+\*\* \|/);
  });

  it('writes the rows themselves as JSON', () => {
    assert.deepEqual(JSON.parse(formatComparison(comparison, 'json')), JSON.parse(JSON.stringify(comparison)));
  });
});

/** What policies give away, on replications of known numbers. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { regretChart } from '../../src/report/charts/regret-chart.ts';
import { type Regret, type Run, regretRows } from '../../src/report/regret/regret.ts';
import { matchedTable, pointName, regretFileTable, regretTable } from '../../src/report/regret/regret-tables.ts';
import { compileChart } from '../../src/report/render.ts';
import { formatCsv, formatTable } from '../../src/report/table.ts';

interface Setting {
  readonly policy: string;
  readonly p_d?: number;
  readonly world?: string;
  /** Right answers of 1,000 requests, and mean latency [ms], of each replication. */
  readonly right: readonly number[];
  readonly ms: readonly number[];
  readonly share?: number;
  readonly stable?: boolean;
}

/** Only what is read. */
function run(settings: readonly Setting[]): Run {
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const points = settings.map(({ policy, p_d, world, right, ms, share = 0.4, stable = true }) => ({
    policy,
    params: { ...(p_d === undefined ? {} : { p_d }), ...(world === undefined ? {} : { 'workload.devices': world }) },
    stable,
    accuracy: average(right) / 1000,
    completed: 1000,
    requests: 1000,
    offload_share: share,
    latency_ms: { mean: average(ms) },
  }));
  const runs = settings.map(({ right, ms }) => ({
    replications: ms.map((mean, r) => ({ meanNs: mean * 1e6, correct: right[r], completed: 1000, requests: 1000 })),
  }));
  return { result: { points, digest: '' }, runs } as unknown as Run;
}

const ORACLE: Setting = { policy: 'oracle', right: [950, 930], ms: [4, 6] };
const GRID: readonly Setting[] = [
  { policy: 'ordinary', p_d: 0.5, right: [800, 800], ms: [10, 12], share: 0.1 },
  { policy: 'ordinary', p_d: 0.8, right: [882, 880], ms: [30, 34], share: 0.3 },
  { policy: 'ordinary', p_d: 0.9, right: [884, 882], ms: [31, 35], share: 0.393 },
  { policy: 'deex', p_d: 0.7, right: [881, 881], ms: [25, 26], share: 0.395 },
  { policy: 'deex', p_d: 0.8, right: [890, 890], ms: [20, 20], share: 0.6, stable: false },
];
const OURS: Setting = { policy: 'mine', right: [883, 879], ms: [40, 45], share: 0.4 };

describe('regret', () => {
  const [row] = regretRows(run([OURS]), run([ORACLE, ...GRID]), [], 'ordinary');
  assert.ok(row !== undefined);

  it('is what a policy is slower, and right less often, than the oracle, paired by replication', () => {
    assert.equal(row.oracle?.policy, 'oracle');
    assert.equal(row.oracle?.latency_ms_difference.difference, (36 + 39) / 2);
    // Two replications: half-width t(1) s / sqrt(2), s = 3 / sqrt(2).
    const half = (12.706204736 * 3) / 2;
    const [low, high] = row.oracle?.latency_ms_difference.ci95 ?? [0, 0];
    assert.ok(Math.abs(low - (37.5 - half)) < 1e-6 && Math.abs(high - (37.5 + half)) < 1e-6);
    assert.ok(Math.abs((row.oracle?.right_share_difference.difference ?? 0) - (-0.067 - 0.051) / 2) < 1e-12);
  });
  it('takes the quickest fixed threshold that is as accurate and stable, of either rule', () => {
    assert.deepEqual([row.best_fixed?.policy, row.best_fixed?.params, row.best_fixed?.is_as_accurate], ['deex', { p_d: 0.7 }, true]);
    assert.equal(row.best_fixed?.latency_ms_difference.difference, (15 + 19) / 2);
  });
  it('matches the baseline at equal accuracy, and at equal sending', () => {
    assert.deepEqual(row.matched_accuracy?.params, { p_d: 0.8 });
    assert.deepEqual(row.matched_offload_share?.params, { p_d: 0.9 });
    assert.equal(row.matched_offload_share?.latency_ms_difference.difference, (9 + 10) / 2);
  });
  it('holds a policy that no threshold can follow against the most accurate one, and says so', () => {
    const [best] = regretRows(run([{ ...OURS, right: [920, 920], share: 0.8 }]), run([ORACLE, ...GRID]), [], 'ordinary');
    assert.equal(best?.best_fixed?.is_as_accurate, false);
    assert.deepEqual([best?.best_fixed?.policy, best?.best_fixed?.params], ['ordinary', { p_d: 0.9 }], 'stable ones before others');
    assert.equal(best?.matched_accuracy, null);
    assert.equal(best?.matched_offload_share, null);
  });
  it('stays within a world', () => {
    const worlds = ['1', '2'].flatMap((world) =>
      [ORACLE, ...GRID].map((setting) => ({ ...setting, world, ms: setting.ms.map((ms) => ms * Number(world)) })),
    );
    const rows = regretRows(run(['1', '2'].map((world) => ({ ...OURS, world }))), run(worlds), ['workload.devices'], 'ordinary');
    assert.deepEqual(
      rows.map(({ oracle }) => oracle?.latency_ms_mean),
      [5, 10],
    );
  });
  it('matches any policy of the run, and gives a fixed threshold nothing to regret but what it lost', () => {
    const [deex, mine] = regretRows(run([GRID[3] as Setting, OURS]), run([ORACLE]), [], 'mine');
    assert.deepEqual([deex?.best_fixed?.latency_ms_difference.difference, mine?.best_fixed?.policy], [0, 'deex']);
    assert.equal(deex?.matched_accuracy?.latency_ms_difference.difference, (-15 - 19) / 2);
  });
});

describe('regret told of', () => {
  const rows = regretRows(run([OURS, ...GRID]), run([ORACLE, ...GRID]), [], 'ordinary');
  const regret: Regret = {
    ...{ schema: 'sim.regret/1', engine: '0', scenario: { name: 'w' }, seed: 1, replications: 2, baseline: 'ordinary' },
    digests: { points: '', counterparts: '' },
    rows,
  };
  it('names settings once', () => {
    assert.equal(pointName({ policy: 'ordinary', params: { p_d: 0.8, p_tar: 0.8 } }), 'ordinary p_d 0.8');
  });
  it('in tables no wider than a terminal', () => {
    for (const table of [regretTable(rows), matchedTable(rows, 'ordinary')]) {
      assert.ok(
        formatTable(table)
          .split('\n')
          .every((line) => [...line].length <= 100),
      );
    }
    assert.match(formatTable(regretTable(rows)), /^mine +42\.5 +88\.1 +│ \+37\.5 +19 +-5\.9 +│ deex 0\.7 +\+17\.0/m);
  });
  it('in a file with every figure', () => {
    const [header, first] = formatCsv(regretFileTable(regret)).split('\n');
    assert.match(header as string, /^policy,p_d,stable,latency_ms_mean,right_share,offload_share,oracle_policy,/);
    assert.match(first as string, /^mine,,1,42\.5,0\.881,0\.4,oracle,1,5,0\.94,/);
  });
  it('as a chart that compiles and says what it shows', () => {
    const chart = regretChart(rows, 'w', 2);
    assert.ok(chart !== null);
    assert.match(chart.description, /mine \(42\.5 ms, 88\.1% right\): \+37\.5 ms, -5\.9 points against the oracle; \+17\.0 ms/);
    assert.ok(compileChart(chart) !== undefined);
    assert.equal(regretChart([], 'w', 2), null);
  });
});

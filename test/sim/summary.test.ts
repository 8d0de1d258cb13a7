import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Plan, PointPlan, PreparedPoint } from '../../src/sim/plan/plan.ts';
import { assembleResult } from '../../src/sim/summary/assemble-result.ts';
import { canonicalJson } from '../../src/sim/summary/canonical-json.ts';
import { findCrossing } from '../../src/sim/summary/find-crossing.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { buildPoint, resultOf, runReplications } from './build-point.ts';

const summarize = (point: PreparedPoint, replications = 2) => resultOf(point, replications);

describe('summary of a point', () => {
  const point = buildPoint({
    samples: [
      { computeNs: [2e6], upBytes: [], isCorrect: false },
      { computeNs: [1e6, 3e6], upBytes: [125] },
      { computeNs: [1e6, 3e6], upBytes: [125] },
      { computeNs: [2e6], upBytes: [] },
    ],
    arrivals: { kind: 'poisson', ratePerS: 100 },
    requests: 1100,
    warmup: 100,
    order: 'shuffled',
    links: [{ upBps: 1e6, downBps: 1e6, propagationNs: 5e6 }],
    answerBytes: 10,
  });
  it('its parts add up to the mean latency', () => {
    const { breakdown_ms, latency_ms } = summarize(point, 5);
    const sum = Object.values(breakdown_ms).reduce<number>((total, part) => total + (part as number), 0);
    const mean = latency_ms.mean as number;
    assert.ok(Math.abs(sum - mean) < 1e-9 * mean, `${sum} and ${mean}`);
    assert.equal(breakdown_ms['propagation'], 5);
    assert.equal(breakdown_ms['link0_up_transmit'], 0.5);
  });
  it('counts requests after warm-up, exits, confusion and accuracy', () => {
    const result = summarize(point, 3);
    assert.equal(result.requests, 3000);
    assert.equal(result.accuracy, 0.75);
    assert.deepEqual(result.exits, [
      { exit: 1, share: 0, accuracy: null },
      { exit: 2, share: 0.5, accuracy: 0.5 },
      { exit: 3, share: 0.5, accuracy: 1 },
    ]);
    assert.equal(result.offload_share, 0.5);
    assert.deepEqual(result.confusion, [
      [2250, 0],
      [750, 0],
    ]);
  });
  it('has no interval with one replication', () => assert.equal(summarize(point, 1).latency_ms.mean_ci95, null));
  it("p95 is the mean of the replications' p95, and the interval is Student-t over their means", () => {
    const { replications } = runReplications(point, 4);
    const { latency_ms } = summarize(point, 4);
    const p95 = replications.reduce((sum, r) => sum + r.p95Ns, 0) / 4 / 1e6;
    assert.ok(Math.abs((latency_ms.p95 as number) - p95) < 1e-9);
    const means = replications.map((r) => r.meanNs / 1e6);
    const mean = means.reduce((a, b) => a + b, 0) / 4;
    const s = Math.sqrt(means.reduce((sum, m) => sum + (m - mean) ** 2, 0) / 3);
    assert.ok(Math.abs(((latency_ms.mean_ci95 as readonly number[])[1] as number) - (mean + (3.182446 * s) / 2)) < 1e-5);
  });
});

describe('crossing', () => {
  const point = (p_d: number, before: number | null, last: number | null, lastShare: number) =>
    ({
      policy: 'deex',
      params: { p_d },
      exits: [
        { exit: 1, share: 0, accuracy: null },
        { exit: 2, share: 1 - lastShare, accuracy: before },
        { exit: 3, share: lastShare, accuracy: last },
      ],
    }) as unknown as PointResult;
  it('is the smallest p_d at which exit 2 is not below exit 3, both answering', () => {
    assert.deepEqual(
      findCrossing([point(0.9, 0.95, 0.8, 0.7), point(0.1, 0.7, null, 0), point(0.5, 0.7, 0.8, 0.2), point(0.75, 0.8, 0.8, 0.5)]),
      { p_cross: 0.75, kept_share: 0.5 },
    );
  });
  it('is null where there is none', () => assert.equal(findCrossing([point(0.5, 0.7, 0.8, 0.2), point(1.01, null, 0.9, 1)]), null));
});

describe('result', () => {
  const slow = buildPoint({ samples: [{ computeNs: [2e6], upBytes: [] }], arrivals: { kind: 'poisson', ratePerS: 50 }, requests: 300 });
  const fast = buildPoint({ samples: [{ computeNs: [1e6], upBytes: [] }], arrivals: { kind: 'poisson', ratePerS: 50 }, requests: 300 });
  const points = [
    { ...slow, policy: { name: 'ordinary' }, params: { p_d: 0.5 } },
    { ...fast, policy: { name: 'deex' }, params: { p_d: 0.5 } },
    { ...fast, policy: { name: 'deex' }, params: { p_d: 0.6 } },
  ];
  const plan: Plan = { seed: 1, replications: 4, until: null, batches: null, points: points as unknown as PointPlan[] };
  const origin = { engine: '0', scenario: { name: 'x', resolved: { a: 1 } }, trace: { sha256: '0', samples: 1 } };
  const runs = points.map((point) => runReplications(point, 4));
  it('pairs policies at the same setting only', () => {
    const { comparison } = assembleResult(plan, runs, origin);
    assert.equal(comparison.length, 1);
    assert.equal(comparison[0]?.baseline, 'ordinary');
    const { difference, ci95 } = comparison[0]?.latency_ms_mean ?? { difference: 0, ci95: null };
    assert.ok((difference as number) < -1 && ci95 !== null && ci95[1] < 0);
  });
  it("pairs equal p_tar where p_tar is swept, and any where it is a policy's own", () => {
    const twins = [0.6, 0.7].flatMap((p_tar) => ['ordinary', 'deex'].map((name) => ({ ...fast, policy: { name }, params: { p_tar } })));
    const paired = (isTargetSwept: boolean) => {
      const points = twins.map((point) => ({ ...point, isTargetSwept })) as unknown as PointPlan[];
      return assembleResult(
        { ...plan, points },
        twins.map((point) => runReplications(point, 2)),
        origin,
      ).comparison;
    };
    assert.deepEqual(
      paired(true).map(({ params }) => params),
      [{ p_tar: 0.6 }, { p_tar: 0.7 }],
    );
    assert.equal(paired(false).length, 4);
  });
  it('has a digest that follows its points', () => {
    const { digest } = assembleResult(plan, runs, origin);
    assert.equal(digest, assembleResult(plan, runs, { ...origin, engine: '1' }).digest);
    assert.notEqual(digest, assembleResult(plan, [...runs].reverse(), origin).digest);
  });
  it('of a run that was stopped holds the points that were run', () => {
    assert.equal(assembleResult(plan, runs.slice(0, 1), origin).points.length, 1);
  });
});

describe('canonical JSON', () => {
  it('sorts keys by code unit, at every depth, and drops white space', () => {
    // The key order of the example in RFC 8785, section 3.2.3.
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = Object.keys(
      JSON.parse(canonicalJson(Object.fromEntries(keys.map((key) => [key, { b: 1, a: [2, null] }])))) as object,
    ).filter((key) => key !== '1');
    assert.deepEqual(sorted, ['\r', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33']);
    assert.equal(canonicalJson({ b: [1e21, 0.1, -0], a: 'x"' }), '{"a":"x\\"","b":[1e+21,0.1,0]}');
  });
  it('refuses what JSON cannot hold', () => assert.throws(() => canonicalJson({ a: Number.NaN }), RangeError));
});

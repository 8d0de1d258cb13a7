/** Replications until a figure is known well enough. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runPlanStepwise } from '../../src/sim/engine/run-plan.ts';
import type { Plan, PointPlan, StoppingPlan } from '../../src/sim/plan/plan.ts';
import { assembleResult } from '../../src/sim/summary/assemble-result.ts';
import { isDone, precisionOf } from '../../src/sim/summary/precision.ts';
import type { PointRun } from '../../src/sim/summary/summarize-point.ts';
import { buildLane, ONE_KIND, TIER } from './build-point.ts';

/** M/D/1: one exit at the edge, one never reached in the cloud. */
function pointOf(ratePerS: number, requests = 2000): PointPlan {
  const samples = 1;
  const ns = (value: number) => new Float64Array(samples).fill(value);
  const costs = { slowdown: 1, segmentNs: [ns(10e6), ns(0), ns(0)], branchNs: [ns(0), ns(0)], batchNs: null };
  return {
    policy: { name: 'all-edge' },
    params: { rate: ratePerS },
    isTargetSwept: false,
    world: {
      devices: 1,
      tiers: [
        { ...TIER, name: 'edge' },
        { ...TIER, name: 'cloud' },
      ],
      links: [{ name: 'edge-cloud', up: buildLane(1e6), down: null, propagationNs: 0 }],
      answerBytes: 0,
      timeoutNs: null,
      radio: null,
    },
    workload: {
      arrivals: { kind: 'poisson', ratePerS },
      requests,
      warmup: { kind: 'count', requests: 200 },
      order: 'shuffled',
      kinds: [ONE_KIND],
      whenLate: 'keep',
    },
    recorded: {
      labels: new Int32Array(samples),
      confidence: [ns(0.9), ns(0.9), ns(0.9)],
      prediction: Array.from({ length: 3 }, () => new Int32Array(samples)),
      logits: null,
      coded: null,
    },
    tiers: [
      { ...costs, exits: [1, 2] },
      { ...costs, exits: [3] },
    ],
    payload: { kind: 'features', inputBytes: 1, featureBytes: [1, 1], overheadBytes: 0 },
    exits: 3,
    classes: 1,
  };
}

const planOf = (points: readonly PointPlan[], until: StoppingPlan | null, replications = 3): Plan => ({
  seed: 1,
  replications,
  until,
  batches: null,
  points,
});

function run(plan: Plan): { readonly runs: readonly PointRun[]; readonly progress: readonly (readonly [number, number])[] } {
  const progress: [number, number][] = [];
  const runs = [...runPlanStepwise(plan, { onProgress: (done, total) => progress.push([done, total]) })].filter((step) => step !== null);
  return { runs, progress };
}

const origin = { engine: '0', scenario: { name: 'x', resolved: {} }, trace: { sha256: '0', samples: 1 } };

describe('sequential stopping', () => {
  const until: StoppingPlan = { figure: 'p95', within: 0.05, most: 40 };
  const points = [pointOf(10, 5000), pointOf(60, 5000)];
  const plan = planOf(points, until);
  const { runs, progress } = run(plan);
  it('runs until the figure is known well enough, and no replication more', () => {
    for (const one of runs) {
      assert.ok((one.precision?.reached as number) <= 0.05, `${one.precision?.reached}`);
      const before = precisionOf(until, one.replications.slice(0, -1), true).reached as number;
      assert.ok(one.replications.length === 3 || before > 0.05, `${before} was enough`);
    }
    const [calm, busy] = runs.map(({ replications }) => replications.length) as [number, number];
    assert.ok(calm >= 3 && busy > calm && busy < 40, `${calm} and ${busy}`);
  });
  it('shows it in the result: replications, precision and the interval', () => {
    const { points: results, replications } = assembleResult(plan, runs, origin);
    assert.equal(replications, 3);
    for (const { latency_ms, precision } of results) {
      const [low, high] = latency_ms.p95_ci95 as readonly [number, number];
      const reached = (high - low) / 2 / (latency_ms.p95 as number);
      assert.ok(Math.abs(reached - (precision?.reached as number)) < 1e-12);
    }
  });
  it('leaves replications that a fixed number would have run as they are', () => {
    const fixed = run(planOf(points, null, runs[1]?.replications.length ?? 0)).runs[1];
    assert.deepEqual(fixed?.replications, runs[1]?.replications);
  });
  it('counts what a point did not need as done', () => {
    assert.deepEqual(progress.at(-1), [80, 80]);
    const calm = runs[0]?.replications.length as number;
    assert.deepEqual(
      progress.slice(0, calm + 1).map(([done]) => done),
      [...Array.from({ length: calm - 1 }, (_, i) => i + 1), 40, 41],
    );
    assert.ok(progress.every(([done], i) => i === 0 || done > (progress[i - 1]?.[0] as number)));
  });
  it('gives up after the most allowed, and says what it reached', () => {
    const [only] = run(planOf([pointOf(90)], { figure: 'p99', within: 1e-6, most: 5 }, 2)).runs;
    assert.equal(only?.replications.length, 5);
    assert.ok((only?.precision?.reached as number) > 1e-6);
  });
  it('runs no more than the fewest where the figure is withheld', () => {
    const [only] = run(planOf([pointOf(120)], until)).runs;
    assert.deepEqual([only?.replications.length, only?.precision?.reached], [3, null]);
  });
  it('stops where nothing is ever answered, and needs two to judge', () => {
    const nothing = Array.from({ length: 2 }, () => ({
      meanNs: Number.NaN,
      p50Ns: Number.NaN,
      p90Ns: Number.NaN,
      p95Ns: Number.NaN,
      p99Ns: Number.NaN,
      maxNs: Number.NaN,
    }));
    assert.equal(
      isDone({ replications: 1, until }, nothing.slice(0, 1), () => true),
      false,
    );
    assert.equal(
      isDone({ replications: 1, until }, nothing, () => true),
      true,
    );
  });
});

describe('paired differences', () => {
  it('pair the replications that both ran, and intervals of percentiles follow', () => {
    const calm = { ...pointOf(10, 5000), policy: { name: 'ordinary', targetThreshold: 0.8 } as const, params: {} };
    const busy = { ...pointOf(60, 5000), params: {} };
    const plan = planOf([calm, busy], { figure: 'p95', within: 0.05, most: 40 });
    const { runs } = run(plan);
    const { comparison, points } = assembleResult(plan, runs, origin);
    assert.deepEqual(
      points.map(({ replications }) => replications),
      runs.map(({ replications }) => replications.length),
    );
    const common = Math.min(...runs.map(({ replications }) => replications.length));
    assert.ok(common < Math.max(...runs.map(({ replications }) => replications.length)));
    const [ours, theirs] = [runs[1], runs[0]].map((one) => one?.replications.slice(0, common).map(({ meanNs }) => meanNs / 1e6) ?? []);
    const expected = (ours ?? []).reduce((sum, value, i) => sum + value - (theirs?.[i] as number), 0) / common;
    assert.ok(Math.abs((comparison[0]?.latency_ms_mean.difference as number) - expected) < 1e-9);
  });
});

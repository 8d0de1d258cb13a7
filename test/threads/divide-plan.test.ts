import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Plan } from '../../src/sim/plan/plan.ts';
import { type Division, dividePlan, type Machine } from '../../src/threads/divide-plan.ts';
import { shareArrays } from '../../src/threads/share-arrays.ts';
import { openWorkspace } from '../scenario/open-workspace.ts';
import { TOY_SCENARIO } from '../scenario/toy-workspace.ts';

const workspace = await openWorkspace();
const { plan: toy } = await workspace.load(TOY_SCENARIO);
const LARGE: Machine = { cores: 4, memoryBytes: 2 ** 40, standingBy: 0 };

/** The toy's plan with so many points, all alike. */
function planOf(points: number, replications: number, requests = 200): Plan {
  const [point] = toy.points;
  if (point === undefined) throw new Error('the toy has no point');
  return { ...toy, replications, points: Array.from({ length: points }, () => ({ ...point, workload: { ...point.workload, requests } })) };
}

/** How often each replication of each point is run. */
function timesRun({ shares }: Division, plan: Plan): number[][] {
  const times = plan.points.map(() => new Array<number>(plan.replications).fill(0));
  for (const { points, from, to } of shares) {
    for (const p of points) for (let r = from; r < (to ?? plan.replications); r++) (times[p] as number[])[r] = (times[p]?.[r] ?? 0) + 1;
  }
  return times;
}

describe('dividing a plan', () => {
  it('has every replication of every point run once, however uneven', () => {
    for (const points of [1, 2, 7, 42]) {
      for (const replications of [1, 2, 7, 100]) {
        for (const jobs of [1, 2, 3, 5, 64]) {
          const plan = planOf(points, replications);
          const division = dividePlan(plan, jobs, 'auto', LARGE);
          assert.ok(
            timesRun(division, plan)
              .flat()
              .every((times) => times === 1),
            `${points} points, ${replications} replications, ${jobs}`,
          );
          assert.ok(division.threads >= 1 && division.threads <= Math.min(jobs, division.shares.length));
        }
      }
    }
  });

  it('divides one point by its replications, evenly, and many points by points', () => {
    const { threads, shares } = dividePlan(planOf(1, 10), 4, 'auto', LARGE);
    assert.deepEqual([threads, shares.map(({ from, to }) => (to ?? 0) - from)], [4, [2, 3, 2, 3]]);
    assert.deepEqual(
      dividePlan(planOf(42, 3), 4, 'auto', LARGE).shares.map(({ points }) => points),
      [...planOf(42, 3).points.keys()].map((p) => [p]),
    );
  });

  it('never divides a point whose replications go on until a figure is known', () => {
    const plan: Plan = { ...planOf(2, 10), until: { figure: 'mean', within: 0.1, most: 50 } };
    const division = dividePlan(plan, 8, 'auto', LARGE);
    assert.deepEqual(division, { threads: 2, shares: [0, 1].map((p) => ({ points: [p], from: 0, to: null })) });
    assert.equal(dividePlan({ ...plan, points: plan.points.slice(1) }, 8, 'auto', LARGE).threads, 1);
  });

  it('takes threads by itself only where they pay, and no more than there are cores', () => {
    assert.equal(dividePlan(planOf(6, 2), null, 'auto', LARGE).threads, 1);
    assert.equal(dividePlan(planOf(42, 10, 100_000), null, 'auto', LARGE).threads, 4);
    assert.equal(dividePlan(planOf(42, 10, 100_000), null, 'auto', { ...LARGE, cores: 1 }).threads, 1);
    assert.equal(dividePlan(planOf(6, 10, 100_000), null, 'auto', LARGE).threads, 1);
    assert.ok(dividePlan(planOf(6, 10, 100_000), null, 'events', LARGE).threads > 1, 'the event engine takes longer');
    assert.equal(dividePlan(planOf(6, 10, 100_000), null, 'auto', { ...LARGE, standingBy: 1 }).threads, 2, 'a helper need not be started');
  });

  it('takes fewer threads where memory is short, and one in any case', () => {
    const plan = planOf(42, 10, 1e6);
    assert.equal(dividePlan(plan, 4, 'auto', { cores: 4, memoryBytes: 700 * 2 ** 20, standingBy: 0 }).threads, 2);
    assert.equal(dividePlan(plan, 4, 'auto', { cores: 4, memoryBytes: 1, standingBy: 0 }).threads, 1);
  });
});

describe('sharing arrays', () => {
  it('moves long ones to shared memory, once each, and keeps every number', () => {
    const long = Float64Array.from({ length: 1000 }, (_, i) => i / 3);
    const data = { a: { long }, b: [long, Int32Array.of(1, 2), null, 'text'] };
    const copy = shareArrays(data);
    assert.deepEqual(copy, data);
    assert.ok(copy.a.long.buffer instanceof SharedArrayBuffer);
    assert.equal(copy.b[0], copy.a.long);
    assert.notEqual(copy.a.long, long);
  });
});

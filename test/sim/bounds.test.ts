/** Policies that know the truth, and the latency in an empty world by which they choose. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bestThreshold, type Goal } from '../../src/sim/plan/best-threshold.ts';
import type { FixedPlan, PolicyPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { queueFreeNs } from '../../src/sim/plan/queue-free.ts';
import { recordsOf } from './build-point.ts';
import { chainsOf, pointOf, type Recording, recordings } from './recorded-point.ts';

const EDGE_CLOUD = [[1, 2], [3]];
const KINDS = ['features', 'input'] as const;

/** Label 0; each exit of a sample is right or wrong. */
function truths(rows: readonly string[]): Recording {
  return {
    classes: 2,
    labels: rows.map(() => 0),
    logits: [0, 1, 2].map((k) => rows.map((row) => (row[k] === 'r' ? [1, 0] : [0, 1]))),
  };
}

/** Exits and latencies that a policy gives over the samples in order. */
function outcome(
  policy: PolicyPlan,
  recording: Recording,
  tiers: readonly (readonly number[])[],
  kind: (typeof KINDS)[number] = 'features',
) {
  const point = preparePoint(pointOf(policy, recording, tiers, kind));
  const latencyNs = queueFreeNs(point);
  const { choice, itinerary } = point;
  const samples = recording.labels.length;
  return recording.labels.map((label, i) => {
    const row = i + samples * (choice.kind === 'known' ? (choice.ruleOfSample[i] as number) : 0);
    return { exit: itinerary.exit[row] as number, ns: latencyNs[row] as number, isRight: itinerary.prediction[row] === label };
  });
}

describe('latency in an empty world', () => {
  it('is what a lone request takes in the engine, to the nanosecond', () => {
    fc.assert(
      fc.property(recordings, fc.double({ min: 0, max: 1.1, noNaN: true }), fc.constantFrom(...KINDS), (recording, t, kind) => {
        for (const tiers of chainsOf(recording.logits.length)) {
          for (const policy of [{ name: 'deex', decisionThreshold: t, targetThreshold: 0.8 }, { name: 'all-cloud' }] as const) {
            const point = preparePoint(pointOf(policy, recording, tiers, kind));
            const { finishNs, arrivalNs } = recordsOf(point);
            assert.deepEqual(
              [...queueFreeNs(point)],
              Array.from(finishNs, (ns, r) => ns - (arrivalNs[r] as number)),
            );
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('oracle', () => {
  const rows = ['rrr', 'wrr', 'wwr', 'www', 'rwr'];
  it('takes the cheapest exit that is right, else the cheapest of all', () => {
    const found = outcome({ name: 'oracle', among: 'all' }, truths(rows), EDGE_CLOUD);
    assert.deepEqual(
      found.map(({ exit }) => exit),
      [1, 2, 3, 1, 1],
    );
    assert.equal(found[0]?.ns, 1.1e6, 'segment 1 and branch 1');
    assert.equal(found[1]?.ns, 3.1e6, 'segments 1 and 2 and branch 2');
    // Leaving at exit 2 ships 4,000 B in place of 8,000 B.
    assert.equal(found[2]?.ns, 3e6 + 4e6 + 3e6 + 2e7 + 1e5);
  });
  it('among the ways of DEEx answers at exit 2 or 3 behind branch 1', () => {
    const found = outcome({ name: 'oracle', among: 'deex' }, truths(rows), EDGE_CLOUD);
    assert.deepEqual(
      found.map(({ exit }) => exit),
      [2, 2, 3, 2, 3],
    );
    assert.equal(found[0]?.ns, 3.2e6);
    assert.equal(found[2]?.ns, 1.1e6 + 8e6 + 5e6 + 2e7 + 1e5);
  });
  it('is at least as right as every DEEx, and where it is as right, at least as quick', () => {
    fc.assert(
      fc.property(recordings, fc.double({ min: 0, max: 1.1, noNaN: true }), fc.constantFrom(...KINDS), (recording, t, kind) => {
        for (const tiers of chainsOf(recording.logits.length)) {
          const deex = outcome({ name: 'deex', decisionThreshold: t, targetThreshold: t }, recording, tiers, kind);
          for (const among of ['deex', 'all'] as const) {
            outcome({ name: 'oracle', among }, recording, tiers, kind).forEach((bound, i) => {
              const own = deex[i] as typeof bound;
              assert.ok(Number(bound.isRight) >= Number(own.isRight));
              if (bound.isRight === own.isRight) assert.ok(bound.ns <= own.ns);
            });
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('best-fixed', () => {
  const planOf = (rule: FixedPlan, t: number): PolicyPlan =>
    rule.kind === 'deex' ? { ...rule, name: 'deex', decisionThreshold: t } : { ...rule, name: 'ordinary', targetThreshold: t };
  const RULES: readonly FixedPlan[] = [
    { kind: 'deex', decisionThreshold: 0, targetThreshold: 0.8 },
    { kind: 'ordinary', targetThreshold: 0 },
  ];
  const figures = (rule: FixedPlan, t: number, recording: Recording, tiers: readonly (readonly number[])[]) => {
    const all = outcome(planOf(rule, t), recording, tiers);
    const sum = (pick: (one: (typeof all)[number]) => number) => all.reduce((total, one) => total + pick(one), 0) / all.length;
    return { accuracy: sum(({ isRight }) => Number(isRight)), meanNs: sum(({ ns }) => ns) };
  };
  it('is no worse than any threshold that is tried one by one, and its figures are those of the rule at it', () => {
    fc.assert(
      fc.property(recordings, (recording) => {
        const goals: readonly Goal[] = [
          { kind: 'accuracy', least: null },
          { kind: 'accuracy', least: 0.5 },
          { kind: 'latency', mostNs: 2e7 },
        ];
        for (const rule of RULES) {
          for (const tiers of chainsOf(recording.logits.length)) {
            const point = pointOf({ name: 'all-edge' }, recording, tiers);
            const tried = Array.from({ length: 103 }, (_, i) => figures(rule, i / 100, recording, tiers));
            for (const goal of goals) {
              const best = bestThreshold(point, rule, goal);
              const again = figures(rule, best.threshold, recording, tiers);
              assert.ok(Math.abs(again.accuracy - best.accuracy) < 1e-9 && Math.abs(again.meanNs - best.meanNs) < 1e-3);
              if (goal.kind === 'latency') {
                const fit = tried.filter(({ meanNs }) => meanNs <= goal.mostNs);
                for (const { accuracy } of fit) assert.ok(best.accuracy >= accuracy - 1e-9);
              } else {
                const least = goal.least ?? Math.max(best.accuracy, ...tried.map(({ accuracy }) => accuracy)) - 0.01;
                const fit = tried.filter(({ accuracy }) => accuracy >= least);
                for (const { meanNs } of fit) assert.ok(best.meanNs <= meanNs + 1e-3);
              }
            }
          }
        }
      }),
      { numRuns: 5 },
    );
  });
  it('takes the most accurate where none is accurate enough, and the quickest where none is quick enough', () => {
    const point = pointOf({ name: 'all-edge' }, truths(['rwr', 'rwr']), EDGE_CLOUD);
    const rule: FixedPlan = { kind: 'deex', decisionThreshold: 0, targetThreshold: 0.8 };
    assert.equal(bestThreshold(point, rule, { kind: 'latency', mostNs: 1 }).accuracy, 0);
    const wrong = pointOf({ name: 'all-edge' }, truths(['rww', 'rrw', 'rww']), EDGE_CLOUD);
    assert.equal(bestThreshold(wrong, rule, { kind: 'accuracy', least: 1 }).accuracy, 1 / 3);
  });
});

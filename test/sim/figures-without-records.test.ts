/** A sweep keeps no records that nobody looks at: its figures are those that records give, to the bit, and those of the event engine. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FigureFinder } from '../../src/sim/engine/find-one-link.ts';
import type { ArrivalsPlan, Plan, PointPlan, PolicyPlan, WarmupPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { simulateStepwise } from '../../src/sim/simulate-plan.ts';
import { pointOf, recordings } from './recorded-point.ts';

const ORIGIN = { engine: 'test', scenario: { name: 'test', resolved: {} }, trace: { sha256: '', samples: 0 } };

function simulate(plan: Plan, options: Parameters<typeof simulateStepwise>[2]) {
  const steps = simulateStepwise(plan, ORIGIN, options, () => false);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

const POLICIES: readonly PolicyPlan[] = [
  ...[0, 0.4, 0.55, 0.8, 1.01].flatMap((threshold): PolicyPlan[] => [
    { name: 'deex', decisionThreshold: threshold, targetThreshold: 0.6 },
    { name: 'deex', decisionThreshold: 0.5, targetThreshold: threshold, hasFallback: true },
    { name: 'ordinary', targetThreshold: threshold },
    { name: 'entropy', thresholds: threshold, isNormalised: false },
    { name: 'margin', threshold },
  ]),
  { name: 'all-edge' },
  { name: 'all-cloud' },
];

const world = fc.record({
  recording: recordings,
  arrivals: fc.constantFrom<ArrivalsPlan>(
    { kind: 'poisson', ratePerS: 90 },
    { kind: 'poisson', ratePerS: 400 },
    { kind: 'periodic', periodNs: 7e6 },
    { kind: 'offline' },
  ),
  order: fc.constantFrom<'shuffled' | 'sequential' | 'random'>('shuffled', 'sequential', 'random'),
  requests: fc.integer({ min: 5, max: 60 }),
  warmup: fc.constantFrom<WarmupPlan>({ kind: 'count', requests: 0 }, { kind: 'count', requests: 4 }, { kind: 'time', untilNs: 0 }),
  hasDown: fc.boolean(),
  payload: fc.constantFrom<'features' | 'input'>('features', 'input'),
  pictureBytes: fc.constantFrom<'alike' | 'each'>('alike', 'each'),
  powerW: fc.constantFrom(null, 2),
});

describe('figures without records', () => {
  it('are those of records, and of the event engine, whatever the policy', () => {
    let found = 0;
    fc.assert(
      fc.property(world, ({ recording, arrivals, order, requests, warmup, hasDown, payload, pictureBytes, powerW }) => {
        const points = POLICIES.map((policy): PointPlan => {
          const tiers = [[1, 2], recording.logits.slice(2).map((_, k) => k + 3)];
          const base = pointOf(policy, recording, tiers, payload);
          const samples = recording.labels.length;
          const inputBytes = pictureBytes === 'alike' ? base.payload.inputBytes : Float64Array.from({ length: samples }, (_, i) => 100 * i);
          const [link] = base.world.links as [PointPlan['world']['links'][number]];
          return {
            ...base,
            payload: { ...base.payload, inputBytes },
            workload: { ...base.workload, arrivals, order, requests, warmup },
            world: {
              ...base.world,
              tiers: base.world.tiers.map((tier) => ({ ...tier, powerW })),
              links: [{ ...link, down: hasDown ? link.down : null }],
            },
          };
        });
        found += points.filter((point) => FigureFinder.for(preparePoint(point)) !== null).length;
        const plan: Plan = { seed: 3, replications: 3, until: null, batches: null, points };
        const without = simulate(plan, {});
        assert.deepEqual(without, simulate(plan, { onRecords: () => {} }));
        assert.deepEqual(without, simulate(plan, { engine: 'events' }));
      }),
      { numRuns: 60 },
    );
    assert.ok(found > 1000, `only ${found} points were run without records`);
  });
});

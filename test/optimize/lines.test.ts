/** Lines of settings, walked at once, against each setting walked for itself; for any number of exits. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { walkFates } from '../../src/optimize/search/fates.ts';
import { linesOf } from '../../src/optimize/search/line.ts';
import { quietWorld } from '../../src/optimize/search/quiet-world.ts';
import { lineWalker } from '../../src/optimize/search/walk-line.ts';
import type { PolicySpec } from '../../src/scenario/schema.ts';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import type { PointPlan, PolicyPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { buildLane, ONE_KIND, TIER } from '../sim/build-point.ts';

const SAMPLES = 60;

function pointOf(exits: number, cut: number): PointPlan {
  const draw = randomStream(exits, 0, 'lines', cut);
  const column = (make: () => number) => Float64Array.from({ length: SAMPLES }, make);
  const times = (count: number) => Array.from({ length: count }, () => column(() => Math.round(1e6 * draw())));
  const all = Array.from({ length: exits }, (_, i) => i + 1);
  const tier = (held: readonly number[]) => ({
    exits: held,
    slowdown: 1.5,
    segmentNs: times(exits),
    branchNs: times(exits - 1),
    batchNs: null,
  });
  return {
    policy: { name: 'all-edge' },
    params: {},
    isTargetSwept: false,
    world: {
      devices: 2,
      tiers: [
        { ...TIER, name: 'a', isPerDevice: true },
        { ...TIER, name: 'b', servers: 2 },
      ],
      links: [{ name: 'a-b', up: buildLane(1e6), down: buildLane(1e6), propagationNs: 1e6 }],
      answerBytes: 10,
      timeoutNs: null,
      radio: null,
    },
    workload: {
      arrivals: { kind: 'poisson', ratePerS: 1 },
      requests: SAMPLES,
      warmup: { kind: 'count', requests: 0 },
      order: 'shuffled',
      kinds: [ONE_KIND],
      whenLate: 'keep',
    },
    recorded: {
      labels: new Int32Array(SAMPLES),
      // In steps of 0.05, so that confidences meet thresholds.
      confidence: Array.from({ length: exits }, () => column(() => Math.round(20 * draw()) / 20)),
      prediction: Array.from({ length: exits }, () => Int32Array.from({ length: SAMPLES }, () => (draw() < 0.7 ? 0 : 1))),
      logits: Array.from({ length: exits }, () => Float32Array.from({ length: 3 * SAMPLES }, () => 4 * draw())),
      coded: null,
    },
    tiers: [tier(all.slice(0, cut)), tier(all.slice(cut))],
    payload: { kind: 'features', inputBytes: 300, featureBytes: all.slice(0, -1).map((k) => 500 - 70 * k), overheadBytes: 40 },
    exits,
    classes: 3,
  };
}

function planOf(spec: PolicySpec): PolicyPlan {
  if (spec.name === 'deex') return { name: 'deex', decisionThreshold: spec.p_d as number, targetThreshold: spec.p_tar ?? 0 };
  if (spec.name === 'ordinary') return { name: 'ordinary', targetThreshold: spec.p_tar as number };
  if (spec.name === 'margin') return { name: 'margin', threshold: spec.threshold as number };
  if (spec.name === 'calibrated') {
    const { temperature, p_d, p_tar } = spec;
    const temperatures = typeof temperature === 'number' ? new Array<number>(4).fill(temperature) : (temperature as number[]);
    const rule =
      spec.rule === 'deex'
        ? ({ kind: 'deex', decisionThreshold: p_d as number, targetThreshold: p_tar ?? 0 } as const)
        : ({ kind: 'ordinary', targetThreshold: p_tar as number } as const);
    return { name: 'calibrated', rule, temperatures };
  }
  if (spec.name === 'entropy') return { name: 'entropy', thresholds: spec.T as number, isNormalised: true };
  return { name: spec.name } as PolicyPlan;
}

describe('a line of settings', () => {
  for (const [exits, cut] of [
    [2, 1],
    [3, 1],
    [3, 2],
    [4, 2],
    [5, 3],
  ] as const) {
    it(`tells of each what it is alone: ${exits} exits cut behind ${cut}`, () => {
      const point = pointOf(exits, cut);
      const world = quietWorld(point);
      const fates = walkFates(point);
      const thresholds = Array.from({ length: 43 }, (_, i) => i / 40);
      const walk = lineWalker([...fates.tested, fates.offloaded, fates.allEdge, fates.allCloud], world);
      const policies = (['ordinary', 'all-edge', 'all-cloud', 'margin', 'entropy', 'calibrated', 'deex'] as const).slice(
        0,
        exits === 2 ? 6 : 7,
      );
      const lines = linesOf(fates, {
        deployments: [],
        policies,
        decisionThresholds: thresholds,
        targetThresholds: [0, 0.3, 0.55, 0.8, 1, 1.01],
        temperatures: [0.5, Array.from({ length: exits - 1 }, (_, k) => 1 + k / 2)],
      });
      let told = 0;
      for (const line of lines) {
        for (const { threshold, figures } of walk(line)) {
          const policy = line.policy(threshold);
          const { itinerary } = preparePoint({ ...point, policy: planOf(policy) });
          const costs = world.costsOf(itinerary);
          const sorted = costs.latencyNs.slice().sort();
          const what = JSON.stringify(policy);
          assert.equal(figures.latencyMs.p95, nearestRank(sorted, 95) / 1e6, what);
          assert.equal(figures.latencyMs.p50, nearestRank(sorted, 50) / 1e6, what);
          assert.ok(Math.abs(figures.latencyMs.mean - sorted.reduce((sum, ns) => sum + ns, 0) / SAMPLES / 1e6) < 1e-9, what);
          assert.equal(figures.accuracy, costs.isRight.reduce((sum, right) => sum + right, 0) / SAMPLES, what);
          told++;
        }
      }
      assert.ok(told > 5, String(told));
    });
  }
  it('leaves out a threshold that moves nobody', () => {
    const point = pointOf(3, 2);
    const fates = walkFates(point);
    const walk = lineWalker([...fates.tested, fates.offloaded, fates.allEdge, fates.allCloud], quietWorld(point));
    const space = {
      deployments: [],
      policies: ['deex'] as const,
      decisionThresholds: [0.11, 0.12, 0.13, 0.16],
      targetThresholds: [0.8],
      temperatures: [],
    };
    const told = linesOf(fates, space).flatMap((line) => walk(line).map(({ threshold }) => threshold));
    assert.deepEqual(told, [0.11, 0.16]);
  });
});

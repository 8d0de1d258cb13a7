/** One contract for all policies, and each one's own rule. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { PayloadPlan, PolicyPlan, RecordedExits, TierCosts } from '../../src/sim/plan/plan.ts';
import { planItinerary } from '../../src/sim/plan/plan-itinerary.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { rowWeights } from '../../src/sim/plan/rows.ts';
import { allCloud } from '../../src/sim/policies/all-cloud.ts';
import { allEdge } from '../../src/sim/policies/all-edge.ts';
import { deex } from '../../src/sim/policies/deex.ts';
import { ordinary } from '../../src/sim/policies/ordinary.ts';
import type { Rule } from '../../src/sim/policies/policy.ts';
import { bring, ownDeex } from './own-policies.ts';
import { chainsOf, pointOf, type Recording, recordings } from './recorded-point.ts';

/** Exits in columns; prediction k at exit k, so that it tells who answered. */
function recorded(rows: readonly (readonly number[])[]): RecordedExits {
  const exits = rows[0]?.length ?? 0;
  const column = (k: number) => Float64Array.from(rows, (row) => row[k] as number);
  return {
    labels: new Int32Array(rows.length),
    confidence: Array.from({ length: exits }, (_, k) => column(k)),
    prediction: Array.from({ length: exits }, (_, k) => new Int32Array(rows.length).fill(k + 1)),
    logits: null,
    coded: null,
  };
}

/** Segment k takes 10^(2k-2) ns and branch k twice that, so that a sum tells what ran. */
function costs(tiers: readonly (readonly number[])[], exits: number, samples: number, slowdown = 1): TierCosts[] {
  const fill = (value: number) => new Float64Array(samples).fill(value);
  return tiers.map((held) => ({
    exits: held,
    slowdown,
    segmentNs: Array.from({ length: exits }, (_, k) => fill(100 ** k)),
    branchNs: Array.from({ length: exits - 1 }, (_, k) => fill(2 * 100 ** k)),
    batchNs: null,
  }));
}

const features: PayloadPlan = { kind: 'features', inputBytes: 3072, featureBytes: [1000, 200, 30, 4], overheadBytes: 40 };
const input: PayloadPlan = { ...features, kind: 'input' };

function plan(policy: Rule, rows: readonly (readonly number[])[], tiers: readonly (readonly number[])[], payload: PayloadPlan) {
  const walk = planItinerary(policy, recorded(rows), costs(tiers, rows[0]?.length ?? 0, rows.length), payload);
  return rows.map((_, i) => ({
    exit: walk.exit[i],
    offloaded: walk.isOffloaded[i],
    prediction: walk.prediction[i],
    top: walk.topTier[i],
    compute: walk.computeNs.map((tier) => tier[i]),
    served: walk.isServed.map((tier) => tier[i]),
    up: walk.upBytes.map((link) => link[i]),
  }));
}

const EDGE_CLOUD = [[1, 2], [3]];

describe('deex', () => {
  it('keeps what reaches p_d for exit 2, whatever exit 2 says, and sends the rest to exit 3 past branch 2', () => {
    const [kept, sent, edge] = plan(
      deex(0.7, 0.8),
      [
        [0.9, 0.1, 0.99],
        [0.69, 0.99, 0.2],
        [0.7, 0.3, 0.3],
      ],
      EDGE_CLOUD,
      features,
    );
    assert.deepEqual(kept, { exit: 2, offloaded: 0, prediction: 2, top: 0, compute: [1 + 2 + 100 + 200, 0], served: [1, 0], up: [0] });
    assert.deepEqual(sent, { exit: 3, offloaded: 1, prediction: 3, top: 1, compute: [1 + 2, 100 + 10_000], served: [1, 1], up: [1040] });
    assert.equal(edge?.exit, 2, 'the comparison is >=');
  });
  it('ships the picture as it is, and the cloud runs every segment', () => {
    const [sent] = plan(deex(0.7, 0.8), [[0.1, 0.1, 0.1]], EDGE_CLOUD, input);
    assert.deepEqual(sent, { exit: 3, offloaded: 1, prediction: 3, top: 1, compute: [3, 1 + 100 + 10_000], served: [1, 1], up: [3112] });
  });
  it('offloads a confidence of 1 only when p_d is above 1', () => {
    assert.equal(plan(deex(1, 0.8), [[1, 1, 1]], EDGE_CLOUD, features)[0]?.exit, 2);
    assert.equal(plan(deex(1.01, 0.8), [[1, 1, 1]], EDGE_CLOUD, features)[0]?.exit, 3);
  });
  it('with five exits answers at 2..3 by p_tar and at 4 in any case', () => {
    const rows = [
      [0.9, 0.8, 0, 0, 0],
      [0.9, 0.7, 0.8, 0, 0],
      [0.9, 0.7, 0.7, 0, 0],
      [0.1, 0.9, 0.9, 0.9, 0],
    ];
    assert.deepEqual(
      plan(deex(0.5, 0.8), rows, [[1, 2, 3, 4], [5]], features).map(({ exit }) => exit),
      [2, 3, 4, 5],
    );
  });
  it('on one machine goes on to exit 3 without a link', () => {
    const [sent] = plan(deex(0.7, 0.8), [[0.1, 0.1, 0.1]], [[1, 2, 3]], features);
    assert.deepEqual(sent, { exit: 3, offloaded: 1, prediction: 3, top: 0, compute: [1 + 2 + 100 + 10_000], served: [1], up: [] });
  });
  it('keeps a request that exit 2 in the cloud will answer: it climbs, and is not counted as sent to exit 3', () => {
    const [kept] = plan(deex(0.7, 0.8), [[0.9, 0.1, 0.1]], [[1], [2, 3]], features);
    assert.deepEqual(kept, { exit: 2, offloaded: 0, prediction: 2, top: 1, compute: [3, 300], served: [1, 1], up: [1040] });
  });
});

describe('ordinary', () => {
  it('tests every branch it passes and ships the tensor of exit 2', () => {
    const [one, two, three] = plan(
      ordinary(0.7),
      [
        [0.7, 0, 0],
        [0.6, 0.7, 0],
        [0.6, 0.6, 0],
      ],
      EDGE_CLOUD,
      features,
    );
    assert.deepEqual(one, { exit: 1, offloaded: 0, prediction: 1, top: 0, compute: [3, 0], served: [1, 0], up: [0] });
    assert.deepEqual(two, { exit: 2, offloaded: 0, prediction: 2, top: 0, compute: [303, 0], served: [1, 0], up: [0] });
    assert.deepEqual(three, { exit: 3, offloaded: 1, prediction: 3, top: 1, compute: [303, 10_000], served: [1, 1], up: [240] });
  });
});

describe('all-edge and all-cloud', () => {
  it('all-edge runs segments 1 and 2 and branch 2 only', () => {
    assert.deepEqual(plan(allEdge(), [[0, 0, 0]], EDGE_CLOUD, features)[0]?.compute, [1 + 100 + 200, 0]);
  });
  it('all-cloud with features leaves after segment 1 and runs no branch', () => {
    assert.deepEqual(plan(allCloud(), [[0, 0, 0]], EDGE_CLOUD, features)[0], {
      exit: 3,
      offloaded: 1,
      prediction: 3,
      top: 1,
      compute: [1, 10_100],
      served: [1, 1],
      up: [1040],
    });
  });
  it('all-cloud with the picture takes no edge server', () => {
    assert.deepEqual(plan(allCloud(), [[0, 0, 0]], EDGE_CLOUD, input)[0], {
      exit: 3,
      offloaded: 1,
      prediction: 3,
      top: 1,
      compute: [0, 10_101],
      served: [0, 1],
      up: [3112],
    });
  });
  it('through a middle tier, features are computed on the way and the picture is passed on', () => {
    const chain = [[1], [2], [3]];
    assert.deepEqual(plan(allCloud(), [[0, 0, 0]], chain, features)[0], {
      exit: 3,
      offloaded: 1,
      prediction: 3,
      top: 2,
      compute: [1, 100, 10_000],
      served: [1, 1, 1],
      up: [1040, 240],
    });
    assert.deepEqual(plan(allCloud(), [[0, 0, 0]], chain, input)[0], {
      exit: 3,
      offloaded: 1,
      prediction: 3,
      top: 2,
      compute: [0, 0, 10_101],
      served: [0, 0, 1],
      up: [3112, 3112],
    });
  });
  it('with the picture, a tier whose exits are passed computes nothing for whoever answers above it', () => {
    const [stay] = plan(allEdge(), [[0, 0, 0]], [[1], [2], [3]], input);
    assert.deepEqual([stay?.exit, stay?.compute, stay?.served, stay?.up], [2, [0, 301, 0], [0, 1, 0], [3112, 0]]);
    const [shipped] = plan(allEdge(), [[0, 0, 0]], [[1], [2], [3]], features);
    assert.deepEqual(shipped?.compute, [1, 300, 0]);
  });
});

describe('slowdown', () => {
  it('multiplies a whole stay and rounds once', () => {
    const tiers = costs(EDGE_CLOUD, 3, 1, 1.005);
    assert.equal(planItinerary(allEdge(), recorded([[0, 0, 0]]), tiers, features).computeNs[0]?.[0], Math.round(301 * 1.005));
  });
});

const threshold = fc.double({ min: 0, max: 1.2, noNaN: true });
const confidences = (exits: number) =>
  fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: exits, maxLength: exits }), { minLength: 1, maxLength: 30 });

describe('every policy', () => {
  const policies: readonly [string, (t: number) => Rule][] = [
    ['deex', (t) => deex(t, 0.8)],
    ['ordinary', ordinary],
    ['all-edge', allEdge],
    ['all-cloud', allCloud],
  ];
  for (const [name, make] of policies) {
    it(`${name} answers each request once, at an exit 1..N`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 3, max: 5 }).chain((n) => fc.tuple(fc.constant(n), confidences(n))),
          threshold,
          fc.constantFrom(features, input),
          ([n, rows], t, payload) => {
            const exits = Array.from({ length: n }, (_, k) => k + 1);
            for (const tiers of [[exits], [exits.slice(0, -1), exits.slice(-1)], exits.map((k) => [k])]) {
              for (const { exit, offloaded, prediction, top, served } of plan(make(t), rows, tiers, payload)) {
                assert.ok(exit !== undefined && exit >= 1 && exit <= n);
                assert.equal(prediction, exit);
                assert.equal(offloaded, exit === n ? 1 : 0);
                assert.equal(served[top as number], 1, 'the tier that answers served it');
                assert.ok(tiers[top as number]?.includes(exit));
              }
            }
          },
        ),
      );
    });
  }
  for (const [name, make] of policies.slice(0, 2)) {
    it(`${name}: a higher threshold never lowers the share sent to exit N`, () => {
      fc.assert(
        fc.property(confidences(3), threshold, threshold, (rows, a, b) => {
          const sent = (t: number) => plan(make(t), rows, EDGE_CLOUD, features).filter(({ offloaded }) => offloaded === 1).length;
          assert.ok(sent(Math.min(a, b)) <= sent(Math.max(a, b)));
        }),
      );
    });
  }
});

const OWN_DEEX = bring(({ params }) => ({ rules: [ownDeex(params['p_d'] as number)], choice: { kind: 'only' } }));

/** Every policy by its numbers, at a threshold; `isBound` where it is told labels, `sends` how a higher threshold moves the share at exit N. */
const PLANS: readonly { name: string; make: (t: number) => PolicyPlan; isBound?: true; sends?: 'more' | 'less' }[] = [
  { name: 'deex', make: (t) => ({ name: 'deex', decisionThreshold: t, targetThreshold: 0.8 }), sends: 'more' },
  {
    name: 'deex with fallback',
    make: (t) => ({ name: 'deex', decisionThreshold: t, targetThreshold: 0.8, hasFallback: true }),
    sends: 'more',
  },
  { name: 'ordinary', make: (t) => ({ name: 'ordinary', targetThreshold: t }), sends: 'more' },
  { name: 'ordinary with best of all', make: (t) => ({ name: 'ordinary', targetThreshold: t, isBestOfAll: true }), sends: 'more' },
  { name: 'random', make: (t) => ({ name: 'random', share: Math.min(1, t) }) },
  { name: 'entropy', make: (t) => ({ name: 'entropy', thresholds: t, isNormalised: false }), sends: 'less' },
  { name: 'normalised entropy', make: (t) => ({ name: 'entropy', thresholds: t, isNormalised: true }), sends: 'less' },
  { name: 'ddnn', make: (t) => ({ name: 'ddnn', thresholds: t, exits: [1] }), sends: 'less' },
  { name: 'margin', make: (t) => ({ name: 'margin', threshold: t }), sends: 'more' },
  {
    name: 'calibrated ordinary',
    make: (t) => ({ name: 'calibrated', rule: { kind: 'ordinary', targetThreshold: t }, temperatures: [1.5, 0.7, 2, 1] }),
    sends: 'more',
  },
  {
    name: 'calibrated deex',
    make: (t) => ({
      name: 'calibrated',
      rule: { kind: 'deex', decisionThreshold: t, targetThreshold: 0.8 },
      temperatures: [1.5, 0.7, 2, 1],
    }),
    sends: 'more',
  },
  { name: 'oracle', make: () => ({ name: 'oracle', among: 'all' }), isBound: true },
  { name: 'oracle among deex', make: () => ({ name: 'oracle', among: 'deex' }), isBound: true },
  {
    name: 'best-fixed',
    make: (t) => ({ name: 'best-fixed', rule: { kind: 'deex', decisionThreshold: t, targetThreshold: 0.8 } }),
    isBound: true,
    sends: 'more',
  },
  { name: 'one of the user', make: (t) => ({ ...OWN_DEEX, params: { p_d: t } }), sends: 'more' },
  { name: 'all-edge', make: () => ({ name: 'all-edge' }) },
  { name: 'all-cloud', make: () => ({ name: 'all-cloud' }) },
];

describe('every policy by its numbers', () => {
  for (const { name, make, isBound, sends } of PLANS) {
    const prepared = (t: number, recording: Recording, tiers: readonly (readonly number[])[], kind: 'features' | 'input') =>
      preparePoint(pointOf(make(t), recording, tiers, kind));
    const cases = fc.tuple(recordings, threshold, fc.constantFrom('features' as const, 'input' as const));

    it(`${name} answers every request once, at an exit 1..N, and does so again`, () => {
      fc.assert(
        fc.property(cases, ([recording, t, kind]) => {
          const exits = recording.logits.length;
          for (const tiers of chainsOf(exits)) {
            const one = prepared(t, recording, tiers, kind);
            const { exit, isServed, topTier, isOffloaded } = one.itinerary;
            for (let row = 0; row < one.itinerary.samples; row++) {
              assert.ok((exit[row] as number) >= 1 && (exit[row] as number) <= exits);
              assert.equal(isServed[topTier[row] as number]?.[row], 1, 'the highest tier reached serves');
              if (exit[row] === exits) assert.equal(isOffloaded[row], 1);
            }
            const weights = rowWeights(one) as Float64Array;
            for (let sample = 0; sample < recording.labels.length; sample++) {
              let sum = 0;
              for (let row = sample; row < weights.length; row += recording.labels.length) sum += weights[row] as number;
              assert.ok(Math.abs(sum - 1) < 1e-12, 'every sample takes its rows once in all');
            }
            const again = prepared(t, recording, tiers, kind);
            assert.deepEqual(again.itinerary, one.itinerary);
            if (one.choice.kind === 'known') assert.deepEqual(again.choice, one.choice);
          }
        }),
        { numRuns: 25 },
      );
    });

    if (isBound === undefined) {
      it(`${name} sees no label: others change nothing but what is right`, () => {
        fc.assert(
          fc.property(cases, ([recording, t, kind]) => {
            const others = { ...recording, labels: recording.labels.map((label) => (label + 1) % recording.classes) };
            for (const tiers of chainsOf(recording.logits.length)) {
              const [one, other] = [prepared(t, recording, tiers, kind), prepared(t, others, tiers, kind)];
              assert.deepEqual({ ...other.itinerary, label: null }, { ...one.itinerary, label: null });
              assert.deepEqual(other.choice, one.choice);
              assert.notEqual(one.choice.kind, 'known');
            }
          }),
          { numRuns: 25 },
        );
      });
    } else {
      it(`${name} is marked as one that knows`, () => {
        const recording = fc.sample(recordings, { numRuns: 1, seed: 1 })[0] as Recording;
        assert.equal(prepared(0.5, recording, chainsOf(recording.logits.length)[1] as number[][], 'input').choice.kind, 'known');
      });
    }

    if (sends !== undefined) {
      it(`${name}: a higher threshold never sends ${sends === 'more' ? 'fewer' : 'more'} requests to exit N`, () => {
        fc.assert(
          fc.property(recordings, threshold, threshold, (recording, a, b) => {
            const tiers = chainsOf(recording.logits.length)[1] as number[][];
            const sent = (t: number) => prepared(t, recording, tiers, 'features').itinerary.isOffloaded.reduce((sum, one) => sum + one, 0);
            const [low, high] = [sent(Math.min(a, b)), sent(Math.max(a, b))];
            assert.ok(sends === 'more' ? low <= high : low >= high);
          }),
          { numRuns: 25 },
        );
      });
    }
  }
});

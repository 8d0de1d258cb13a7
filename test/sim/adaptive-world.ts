/** A small world for policies that decide as the run goes: three exits, an uplink of two speeds, plenty of requests. */

import type { PayloadPlan, PointPlan, PolicyPlan, RecordedExits } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import type { Outcome, Situation } from '../../src/sim/policies/policy.ts';
import { buildLane, drawsOf, ONE_KIND, recordsOf, TIER } from './build-point.ts';

const SAMPLES = 50;
const EDGE_CLOUD = [[1, 2], [3]];
const CHAIN = [[1], [2], [3]];

/** Confidences that look like chance and rise with the exit; exit k is right where it is at least half sure. */
function recordedExits(seed: number): RecordedExits {
  const unit = (i: number) => ((i * 7919 + seed * 104_729) % 1009) / 1009;
  const confidence = [0, 0.2, 0.4].map((more, k) => Float64Array.from({ length: SAMPLES }, (_, i) => Math.min(1, unit(3 * i + k) + more)));
  const labels = Int32Array.from({ length: SAMPLES }, (_, i) => i % 4);
  const prediction = confidence.map((column) => labels.map((label, i) => ((column[i] as number) >= 0.5 ? label : 4)));
  return { labels, confidence, prediction, coded: null, logits: null };
}

const costs = (slowdown: number, chain = EDGE_CLOUD) =>
  chain.map((exits, t) => ({
    exits,
    slowdown: t === 0 ? slowdown : 1,
    segmentNs: [1e6, 3e6, 2e6].map((ns) => new Float64Array(SAMPLES).fill(ns)),
    branchNs: [2e5, 1e5].map((ns) => new Float64Array(SAMPLES).fill(ns)),
    batchNs: null,
  }));

const PAYLOAD: PayloadPlan = { kind: 'features', inputBytes: 3000, featureBytes: [6000, 2000], overheadBytes: 40 };

/** Poisson arrivals at two devices that share an uplink, which is now fast, now slow. */
export function adaptivePoint(policy: PolicyPlan): PointPlan {
  const chain = {
    rates: [8e6, 1e6],
    meanNs: [1e9, 1e9],
    next: [
      [0, 1],
      [1, 0],
    ],
  };
  return {
    policy,
    params: {},
    isTargetSwept: false,
    world: {
      devices: 2,
      tiers: [
        { ...TIER, name: 'edge', isPerDevice: true },
        { ...TIER, name: 'cloud' },
      ],
      links: [{ name: 'edge-cloud', up: buildLane(0, false, { capacity: { kind: 'markov', chain } }), down: null, propagationNs: 5e6 }],
      answerBytes: 0,
      timeoutNs: null,
      radio: null,
    },
    workload: {
      arrivals: { kind: 'poisson', ratePerS: 20 },
      requests: 400,
      warmup: { kind: 'count', requests: 0 },
      order: 'shuffled',
      kinds: [{ ...ONE_KIND, deadlineNs: 30e6 }],
      whenLate: 'keep',
    },
    recorded: recordedExits(1),
    tiers: costs(8),
    payload: PAYLOAD,
    profile: { recorded: recordedExits(2), tiers: costs(8), payload: PAYLOAD },
    exits: 3,
    classes: 5,
  };
}

/** The same with an exit a tier, a second link and two kinds of requests. */
export function chainPoint(policy: PolicyPlan): PointPlan {
  const point = adaptivePoint(policy);
  const { world, workload } = point;
  return {
    ...point,
    world: {
      ...world,
      tiers: ['device', 'edge', 'cloud'].map((name, t) => ({ ...TIER, name, isPerDevice: t === 0 })),
      links: [
        { ...(world.links[0] as (typeof world.links)[number]), name: 'device-edge', propagationNs: 1e6 },
        { name: 'edge-cloud', up: buildLane(16e6), down: buildLane(16e6), propagationNs: 4e6 },
      ],
      answerBytes: 100,
    },
    workload: {
      ...workload,
      arrivals: { kind: 'poisson', ratePerS: 30 },
      kinds: [
        { ...ONE_KIND, name: 'quick', share: 0.4, deadlineNs: 25e6 },
        { ...ONE_KIND, name: 'sure', share: 0.6, deadlineNs: 80e6, minAccuracy: 0.6 },
      ],
    },
    tiers: costs(8, CHAIN),
    profile: { recorded: recordedExits(2), tiers: costs(8, CHAIN), payload: PAYLOAD },
  };
}

/** A request that arises when nothing is going on. */
export const QUIET: Situation = { nowNs: 0, device: 0, leftNs: null, minAccuracy: 0, backlog: 0, backlogBytes: 0 };

/** One that was answered at the first tier. */
export const ANSWERED: Outcome = {
  nowNs: 0,
  device: 0,
  rule: 0,
  exit: 2,
  latencyNs: 0,
  confidence: 0,
  isSent: false,
  ownConfidence: 0,
  sentBytes: 0,
  sendNs: 0,
  upperNs: 0,
};

/** A watch and a telephone, whose batteries last for part of a run. */
export const DEEPWEAR = {
  name: 'deepwear',
  boundNs: null,
  weights: { latency: 0, wearable: 1, handheld: 1 },
  wearable: { computeW: 2, radioW: 1, battery: { capacityJ: 6, charge: 1 } },
  handheld: { computeW: 5, radioW: 1, battery: { capacityJ: 20, charge: 0.5 } },
  forgetNs: 1e9,
} as const satisfies PolicyPlan;

/** Room for a few, everything as the request asks. */
export const GUS = {
  name: 'gus',
  minAccuracy: null,
  deadlineNs: null,
  weights: { accuracy: 1, time: 1 },
  computeRoom: null,
  linkRoom: null,
  forgetNs: 1e9,
} as const satisfies PolicyPlan;

/** What a chooser was asked and told in the course of a run, in order. */
export type Asked =
  | { readonly kind: 'choose'; readonly situation: Situation; readonly rule: number }
  | { readonly kind: 'learn'; readonly outcome: Outcome };

/** Runs the first replication of a point and listens to its chooser; with copies, since the engine shows one object again and again. */
export function listen(point: PointPlan): { asked: Asked[]; exit: Uint8Array; finishNs: Float64Array } {
  const prepared = preparePoint(point);
  const { choice } = prepared;
  if (choice.kind !== 'adaptive') throw new Error(`listen needs a policy that adapts, got ${choice.kind}`);
  const asked: Asked[] = [];
  const start: typeof choice.start = (stream) => {
    const chooser = choice.start(stream);
    return {
      choose(situation) {
        const rule = chooser.choose(situation);
        asked.push({ kind: 'choose', situation: { ...situation }, rule });
        return rule;
      },
      learn(outcome) {
        asked.push({ kind: 'learn', outcome: { ...outcome } });
        chooser.learn?.(outcome);
      },
    };
  };
  const { exit, finishNs } = recordsOf(
    { ...prepared, choice: { ...choice, start } },
    drawsOf({ ...prepared, itinerary: { ...prepared.itinerary, samples: point.recorded.labels.length } }),
  );
  return { asked, exit, finishNs };
}

/** Policies with a table made beforehand: their rules, the table, and what they choose from it, reckoned by hand. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ProfilePlan } from '../../src/sim/plan/plan.ts';
import { planItinerary } from '../../src/sim/plan/plan-itinerary.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { tabulateRules } from '../../src/sim/plan/tabulate-rules.ts';
import { BandwidthState } from '../../src/sim/policies/bandwidth-state.ts';
import { boomerang } from '../../src/sim/policies/boomerang.ts';
import { cutAt } from '../../src/sim/policies/cut-at.ts';
import { edgent } from '../../src/sim/policies/edgent.ts';
import { neurosurgeon } from '../../src/sim/policies/neurosurgeon.ts';
import type { Chooser, Policy, Rule } from '../../src/sim/policies/policy.ts';
import { latestInTime, rightSizingRules } from '../../src/sim/policies/right-sizing.ts';
import type { RuleFacts } from '../../src/sim/policies/rule-facts.ts';
import { type Spinn, solveSpinn, spinn, spinnRules } from '../../src/sim/policies/spinn.ts';
import { stopAt } from '../../src/sim/policies/stop-at.ts';
import { ANSWERED, adaptivePoint, QUIET } from './adaptive-world.ts';

/** Two samples, four exits, three below; segment k takes 10^(k-1) and branch k twice that. Sample 0 is 0.3 sure, sample 1 0.9. */
const confidence = Float64Array.of(0.3, 0.9);
const tier = (exits: readonly number[]) => ({
  exits,
  slowdown: 1,
  segmentNs: [1, 10, 100, 1000].map((ns) => new Float64Array(2).fill(ns)),
  branchNs: [2, 20, 200].map((ns) => new Float64Array(2).fill(ns)),
  batchNs: null,
});
const profile: ProfilePlan = {
  recorded: {
    labels: Int32Array.of(0, 0),
    confidence: [confidence, confidence, confidence, confidence],
    // Below exit 4 the second sample alone is right.
    prediction: [1, 1, 1, 0].map((wrong) => Int32Array.of(wrong, 0)),
    coded: null,
    logits: null,
  },
  tiers: [tier([1, 2, 3]), tier([4])],
  payload: { kind: 'features', inputBytes: 3000, featureBytes: [500, 50, 5], overheadBytes: 1 },
};

function walk(rule: Rule, kind: 'features' | 'input' = 'features', tiers = profile.tiers) {
  const way = planItinerary(rule, profile.recorded, tiers, { ...profile.payload, kind });
  return [0, 1].map((i) => [way.exit[i], way.computeNs.map((column) => column[i]), way.upBytes.map((column) => column[i])]);
}

describe('a cut', () => {
  it('runs the segments before it, without a branch, and ships that tensor', () => {
    assert.deepEqual(walk(cutAt(2))[0], [4, [11, 1100], [51]]);
    assert.deepEqual(walk(cutAt(3))[0], [4, [111, 1000], [6]]);
  });
  it('at 0 ships the picture, whatever the payload is', () => {
    assert.deepEqual(walk(cutAt(0))[0], [4, [0, 1111], [3001]]);
    assert.deepEqual(walk(cutAt(0), 'input')[0], [4, [0, 1111], [3001]]);
    assert.deepEqual(walk(cutAt(0, 0.5))[1], [4, [0, 1111], [3001]]);
  });
  it('with a threshold tests every exit up to it, and ships what none is sure of', () => {
    const [unsure, sure] = walk(cutAt(2, 0.5));
    assert.deepEqual(unsure, [4, [1 + 2 + 10 + 20, 1100], [51]]);
    assert.deepEqual(sure, [1, [3, 0], [0]]);
  });
  it('before a picture is tested and then starts anew above', () => {
    assert.deepEqual(walk(cutAt(2, 0.5), 'input')[0], [4, [33, 1111], [3001]]);
  });
  it('in a chain goes through the tiers between', () => {
    const chain = [tier([1]), tier([2, 3]), tier([4])];
    assert.deepEqual(walk(cutAt(1), 'features', chain)[0], [4, [1, 110, 1000], [501, 6]]);
    assert.deepEqual(walk(cutAt(0), 'features', chain)[0], [4, [0, 0, 1111], [3001, 3001]]);
  });
});

describe('a stop', () => {
  it('answers at its exit, tested alone or after those before it', () => {
    assert.deepEqual(walk(stopAt(2))[0], [2, [11 + 20, 0], [0]]);
    assert.deepEqual(walk(stopAt(3, 0.5)), [
      [3, [3 + 30 + 300, 0], [0]],
      [1, [3, 0], [0]],
    ]);
  });
});

describe('a table', () => {
  it('holds means over the profile', () => {
    const { world } = adaptivePoint({ name: 'all-edge' });
    const [cut] = tabulateRules([cutAt(2, 0.5)], profile, world);
    assert.deepEqual(cut, {
      edgeNs: (33 + 3) / 2,
      upBytes: 51 / 2,
      wayNs: 10e6 / 2,
      upperNs: 550,
      sentShare: 0.5,
      accuracy: 1,
    });
  });
  it('is made from the profile and never from what is reported', () => {
    const point = adaptivePoint({ name: 'neurosurgeon', objective: { kind: 'latency' }, forgetNs: 1e9 });
    const { profile: _, ...bare } = point;
    assert.throws(() => preparePoint(bare), /needs a profile for neurosurgeon/);
  });
});

const fact = (edgeNs: number, upBytes: number, wayNs: number, upperNs: number, accuracy = 1): RuleFacts => ({
  edgeNs,
  upBytes,
  wayNs,
  upperNs,
  sentShare: upBytes > 0 ? 1 : 0,
  accuracy,
});
/** As the picture, two cuts and a stop may look; bytes / 8e9 bit/s are nanoseconds. */
const FACTS = [fact(0, 1000, 50, 100), fact(100, 300, 50, 60), fact(300, 100, 50, 20), fact(400, 0, 0, 0, 0.8)];
const RULES = FACTS.map(() => stopAt(1));

function begin({ choice }: Policy): Chooser {
  assert.ok(choice.kind === 'adaptive');
  return choice.start(() => 0);
}
/** A message of 1000 bytes at `bps`. */
const sent = (bps: number, upperNs = 0, nowNs = 0) => ({ ...ANSWERED, nowNs, sentBytes: 1000, sendNs: 8e12 / bps, upperNs });

describe('neurosurgeon', () => {
  const make = () => begin(neurosurgeon({ objective: { kind: 'latency' }, forgetNs: 1000 }, RULES, FACTS, 80e9));
  it('takes the cut of least latency at the bandwidth its messages see', () => {
    const chooser = make();
    // 80 Gbit/s, a tenth of a nanosecond a byte: 250, 240, 380, 400.
    assert.equal(chooser.choose(QUIET), 1);
    // 8 Gbit/s in the end: 1150, 510, 470, 400.
    for (let i = 0; i < 40; i++) chooser.learn?.(sent(8e9));
    assert.equal(chooser.choose(QUIET), 3);
    assert.equal(chooser.choose({ ...QUIET, device: 1 }), 1, 'another device has seen nothing');
    assert.equal(chooser.choose({ ...QUIET, nowNs: 1001 }), 1, 'what is old is forgotten');
  });
  it('weighs the upper tiers by the load that answers report', () => {
    const chooser = make();
    // 400 in place of 60 makes k = 1 + (400/60 - 1) / 4 = 2.417: 100 + 30 + 50 + 145 = 325 at cut 1, 150 + 242 above all.
    chooser.learn?.({ ...sent(80e9, 400), rule: 1 });
    assert.equal(chooser.choose(QUIET), 1);
    chooser.learn?.({ ...sent(80e9, 600), rule: 1 });
    // k = 2.417 + (10 - 2.417) / 4 = 4.31: 581, 439, 446, 400.
    assert.equal(chooser.choose(QUIET), 3);
  });
  it('takes the cut of least energy', () => {
    const energy = (deviceW: number, radioW: number) =>
      begin(neurosurgeon({ objective: { kind: 'energy', deviceW, radioW }, forgetNs: 1 }, RULES, FACTS, 8e9)).choose(QUIET);
    assert.equal(energy(10, 1), 0); // 1000, 1300, 3100, 4000
    assert.equal(energy(1, 1), 1); // 1000, 400, 400, 400
    assert.equal(energy(1, 2), 3); // 2000, 700, 500, 400
  });
});

describe('the latest exit in time', () => {
  /** Picture, cuts 1 and 2, exits 2 and 1: at 80 Gbit/s 250, 240, 380, 200, 90. */
  const facts = [...FACTS.slice(0, 3), fact(200, 0, 0, 0), fact(90, 0, 0, 0)];
  it('has no cut to choose among where pictures are shipped', () => {
    const policy = { name: 'boomerang', deadlineNs: 1, forgetNs: 1 } as const;
    const { payload, profile: known, ...point } = adaptivePoint(policy);
    const input = { ...payload, kind: 'input' } as const;
    const { itinerary } = preparePoint({ ...point, payload: input, profile: { ...(known as ProfilePlan), payload: input } });
    assert.equal(itinerary.samples, 3 * point.recorded.labels.length);
  });
  it('has a rule for each cut and each early exit', () => {
    assert.deepEqual(
      rightSizingRules(4, 3).map((rule) => walk(rule)[0]?.[0]),
      [4, 4, 4, 4, 3, 2, 1],
    );
  });
  it('goes from the last exit to the first, and takes the first where none is in time', () => {
    assert.deepEqual(
      [1000, 240, 239, 200, 199, 90, 10].map((leftNs) => latestInTime(facts, 2, 80e9, leftNs)),
      [1, 1, 3, 3, 4, 4, 4],
    );
  });
  it('is found anew by boomerang as messages get slower', () => {
    const chooser = begin(boomerang({ deadlineNs: null, forgetNs: 1e9 }, RULES, facts, 2, 80e9));
    assert.equal(chooser.choose({ ...QUIET, leftNs: 245 }), 1);
    assert.equal(chooser.choose(QUIET), 1, 'without a deadline the last exit is in time');
    chooser.learn?.(sent(40e9)); // 70 Gbit/s: 100 + 34 + 110 = 244
    assert.equal(chooser.choose({ ...QUIET, leftNs: 245 }), 1);
    chooser.learn?.(sent(40e9)); // 62.5 Gbit/s: 248
    assert.equal(chooser.choose({ ...QUIET, leftNs: 245 }), 3);
  });
  it('is kept by edgent until three messages agree that the bandwidth has changed', () => {
    const make = (network: 'static' | 'dynamic') => begin(edgent({ deadlineNs: 245, network, forgetNs: 1e9 }, RULES, facts, 2, 80e9));
    const [dynamic, fixed] = [make('dynamic'), make('static')];
    const chosen = [1, 2, 3].map(() => {
      for (const chooser of [dynamic, fixed]) chooser.learn?.(sent(40e9));
      return [dynamic.choose(QUIET), fixed.choose({ ...QUIET, leftNs: 1 })];
    });
    assert.deepEqual(chosen, [
      [1, 1],
      [1, 1],
      [3, 1],
    ]);
  });
});

describe('the state of a bandwidth', () => {
  it('changes to the mean of three in a row that lie off it to one side, and is forgotten', () => {
    const state = new BandwidthState(10e9, 100);
    const see = (...gbps: number[]) =>
      gbps.map((value) => {
        state.learn(sent(value * 1e9));
        return Math.round(state.bps(0) / 1e8) / 10;
      });
    assert.deepEqual(see(16, 17, 14), [10, 10, 10], '14 is less than 1.5 times 10');
    assert.deepEqual(see(16, 17, 6, 6, 7, 5), [10, 10, 10, 10, 10, 10], '7 is no less than 10 / 1.5');
    assert.deepEqual(see(6, 5, 4), [10, 5.3, 5.3], 'the 5 before counts');
    assert.equal(state.bps(101), 10e9);
    state.learn(sent(5e9, 0, 200));
    assert.equal(state.bps(200), 10e9, 'it begins again');
  });
  it('counts no message from before a silence, whatever the state was', () => {
    const state = new BandwidthState(10e9, 100);
    for (const nowNs of [0, 50, 151, 200]) state.learn(sent(5e9, 0, nowNs));
    assert.equal(state.bps(200), 10e9);
    state.learn(sent(5e9, 0, 250));
    assert.equal(state.bps(250), 5e9);
  });
});

describe('spinn', () => {
  const free: Spinn = { minAccuracy: null, maxLatencyNs: null, aims: { kind: 'ordered', order: ['latency'] }, forgetNs: 1e9 };
  const facts = [fact(0, 1000, 50, 100, 0.9), fact(100, 300, 50, 60, 0.85), fact(102, 280, 50, 60, 0.89), fact(400, 0, 0, 0, 0.7)];
  // At 80 Gbit/s: 250, 240, 240, 400.
  const solve = (rest: Partial<Spinn>, bps = 80e9, load = 1) => solveSpinn({ ...free, ...rest }, facts, bps, load);
  it('has the picture, every cut and the device alone, at six thresholds', () => assert.equal(spinnRules(2).length, 1 + 12 + 6));
  it('meets its constraints first, accuracy before latency', () => {
    assert.equal(solve({}), 1);
    assert.equal(solve({ minAccuracy: 0.86 }), 2);
    assert.equal(solve({ minAccuracy: 0.9 }), 0);
    assert.equal(solve({ minAccuracy: 0.9, maxLatencyNs: 245 }), 0);
    assert.equal(solve({ minAccuracy: 0.95 }), 0);
  });
  it('serves its aims in their order, each where the former is nearly even', () => {
    assert.equal(solve({ aims: { kind: 'ordered', order: ['latency', 'accuracy'] } }), 2);
    assert.equal(solve({ aims: { kind: 'ordered', order: ['accuracy'] } }), 0);
    assert.equal(solve({ aims: { kind: 'ordered', order: ['server'] } }), 3);
    assert.equal(solve({ aims: { kind: 'ordered', order: ['device'] } }), 0);
    // Busiest parts: 100, 100, 102, 400.
    assert.equal(solve({ aims: { kind: 'ordered', order: ['throughput', 'device'] } }), 0);
  });
  it('weighs its aims, each as a share of its worst', () => {
    const weigh = (weights: Partial<Record<'latency' | 'server' | 'accuracy', number>>) =>
      solve({ aims: { kind: 'weighted', weights: { latency: 0, throughput: 0, server: 0, device: 0, accuracy: 0, ...weights } } });
    // Latency / 400: 0.625, 0.6, 0.6, 1; wrong / 0.3: 0.333, 0.5, 0.367, 1.
    assert.equal(weigh({ latency: 1, accuracy: 1 }), 0);
    assert.equal(weigh({ latency: 10, accuracy: 1 }), 2);
    assert.equal(weigh({ server: 1 }), 3);
  });
  it('looks its table up again when uplink or cloud have changed', () => {
    const chooser = begin(spinn(free, RULES, facts, 80e9));
    assert.equal(chooser.choose(QUIET), 1);
    for (let i = 0; i < 40; i++) chooser.learn?.(sent(8e9)); // 1150, 510, 492, 400
    assert.equal(chooser.choose(QUIET), 3);
    assert.equal(chooser.choose({ ...QUIET, device: 1 }), 1);
    chooser.learn?.({ ...sent(80e9, 1200), device: 2 }); // k = 1 + (12 - 1) / 4 = 3.75: 525, 405, 405, 400
    assert.equal(chooser.choose({ ...QUIET, device: 2 }), 3);
  });
});

/** DeepWear: what it takes by hand, and every choice of a run worked out again by other code. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Battery } from '../../src/sim/policies/battery.ts';
import { type Deepwear, deepwear, solveDeepwear } from '../../src/sim/policies/deepwear.ts';
import type { Chooser, Policy } from '../../src/sim/policies/policy.ts';
import type { RuleFacts } from '../../src/sim/policies/rule-facts.ts';
import { stopAt } from '../../src/sim/policies/stop-at.ts';
import { ANSWERED, adaptivePoint, DEEPWEAR, listen, QUIET } from './adaptive-world.ts';

const fact = (edgeNs: number, upBytes: number, upperNs: number): RuleFacts => ({
  edgeNs,
  upBytes,
  wayNs: upBytes > 0 ? 50 : 0,
  upperNs,
  sentShare: upBytes > 0 ? 1 : 0,
  accuracy: 1,
});
/** All above, a cut, all below. At 8 Gbit/s a byte is a nanosecond: 1000 + 50 + 100 = 1150, 100 + 300 + 50 + 60 = 510, 700. */
const FACTS = [fact(0, 1000, 100), fact(100, 300, 60), fact(700, 0, 0)];
const PLAN: Deepwear = {
  boundNs: null,
  weights: { latency: 0, wearable: 1, handheld: 1 },
  wearable: { computeW: 1, radioW: 2, battery: null },
  handheld: { computeW: 5, radioW: 1, battery: null },
  forgetNs: 1e9,
};
const FULL = { bps: 8e9, load: 1, wearableShare: 1, handheldShare: 1 };
const solve = (rest: Partial<Deepwear>, pair: Partial<typeof FULL> = {}, leftNs = Number.POSITIVE_INFINITY) =>
  solveDeepwear({ ...PLAN, ...rest }, FACTS, { ...FULL, ...pair }, leftNs);

function begin({ choice }: Policy): Chooser {
  assert.ok(choice.kind === 'adaptive');
  return choice.start(() => 0);
}

describe('deepwear', () => {
  // Wearable: 2000, 100 + 600 = 700, 700. Handheld: 500 + 1000 = 1500, 300 + 300 = 600, 0. Both: 3500, 1300, 700.
  it('takes the cut of least energy of both', () => {
    assert.equal(solve({}), 2);
    assert.equal(solve({ weights: { latency: 0, wearable: 1, handheld: 0 } }), 1, '700 twice: the first');
  });
  it('weighs a joule by what is left in its battery', () => {
    const even = { ...PLAN.wearable, computeW: 2 };
    // Wearable at 2 W: 2000, 800, 1400; with the handheld 3500, 1400, 1400.
    assert.equal(solve({ wearable: even }), 1);
    assert.equal(solve({ wearable: even }, { handheldShare: 0.5 }), 2, '800 + 1200 against 1400');
    assert.equal(solve({ wearable: even }, { wearableShare: 0.5, handheldShare: 0.5 }), 1);
  });
  it('has a joule of a busy handheld count k times', () => {
    const even = { ...PLAN.wearable, computeW: 2 };
    assert.equal(solve({ wearable: even }, { load: 1.01 }), 2);
    assert.equal(solve({ wearable: even }, { load: 2, wearableShare: 0.4 }), 1, '2000 + 1200 against 3500');
  });
  it('keeps the bound, and is quickest where none does', () => {
    assert.equal(solve({}, {}, 700), 2);
    assert.equal(solve({}, {}, 699), 1, 'only 510 is in time');
    assert.equal(solve({}, {}, 509), 1, 'none is; 510 is least');
  });
  it('weighs time against energy', () => {
    // T / 1150 + 0.1 E / 3500: 1.1, 0.443 + 0.037, 0.609 + 0.02.
    assert.equal(solve({ weights: { latency: 1, wearable: 0.1, handheld: 0.1 } }), 1);
    // T / 1150 + 2 E / 3500: 3, 0.443 + 0.743, 0.609 + 0.4.
    assert.equal(solve({ weights: { latency: 1, wearable: 2, handheld: 2 } }), 2);
    assert.equal(solve({ weights: { latency: 1, wearable: 0, handheld: 0 } }), 1);
  });
  it('draws from both batteries what a request took, and gives each device its own pair', () => {
    const wearable = { ...PLAN.wearable, computeW: 2, battery: { capacityJ: 1e-5, charge: 1 } };
    const handheld = { ...PLAN.handheld, battery: { capacityJ: 1e-5, charge: 1 } };
    const rules = FACTS.map(() => stopAt(1));
    const chooser = begin(deepwear({ ...PLAN, wearable, handheld }, rules, FACTS, 8e9));
    assert.equal(chooser.choose(QUIET), 1);
    // The link took as long as before; the handheld gives 5 x 60 + 300 nJ of its 10 uJ, the wearable 200 + 600.
    chooser.learn?.({ ...ANSWERED, rule: 1, sentBytes: 300, sendNs: 300, upperNs: 60 });
    // 800 / 0.92 + 600 / 0.94 = 1507.9 against 1400 / 0.92 = 1521.7.
    assert.equal(chooser.choose(QUIET), 1);
    for (let i = 0; i < 3; i++) chooser.learn?.({ ...ANSWERED, rule: 0, sentBytes: 1000, sendNs: 1000, upperNs: 100 });
    // Wearable 1e4 - 800 - 6000 = 3200; handheld 1e4 - 600 - 4500 = 4900: 2500 + 1224 against 4375.
    assert.equal(chooser.choose(QUIET), 1);
    assert.equal(chooser.choose({ ...QUIET, device: 1 }), 1);
    for (let i = 0; i < 3; i++) chooser.learn?.({ ...ANSWERED, device: 1, rule: 0, sentBytes: 0, sendNs: 0, upperNs: 100 });
    // What was lost on its way up still cost the handheld what it computed: 8500 left; 800 + 706 against 1400.
    assert.equal(chooser.choose({ ...QUIET, device: 1 }), 2);
  });
  it('goes by the bound, and without one by the deadline of the request', () => {
    const rules = FACTS.map(() => stopAt(1));
    assert.equal(begin(deepwear(PLAN, rules, FACTS, 8e9)).choose({ ...QUIET, leftNs: 600 }), 1);
    assert.equal(begin(deepwear({ ...PLAN, boundNs: 800 }, rules, FACTS, 8e9)).choose({ ...QUIET, leftNs: 600 }), 2);
  });
});

describe('a battery', () => {
  it('empties to a hundredth and is never charged; the mains are always full', () => {
    const battery = new Battery({ capacityJ: 10, charge: 0.5 });
    assert.equal(battery.share, 0.5);
    battery.spend(4);
    assert.equal(battery.share, 0.1);
    battery.spend(4);
    assert.equal(battery.share, 0.01);
    const mains = new Battery(null);
    mains.spend(1e9);
    assert.equal(mains.share, 1);
  });
});

describe('deepwear, request by request', () => {
  /** Cuts of the small world at 8 slowdowns: 0, 1, 2 and none; compute, bytes, compute above [ns]. */
  const CUTS = [
    { edge: 0, bytes: 3040, upper: 6e6 },
    { edge: 8e6, bytes: 6040, upper: 5e6 },
    { edge: 32e6, bytes: 2040, upper: 2e6 },
    { edge: 32.8e6, bytes: 0, upper: 0 },
  ];
  for (const plan of [DEEPWEAR, { ...DEEPWEAR, boundNs: 60e6, weights: { latency: 1, wearable: 1, handheld: 2 } }]) {
    it(`chooses what another reckoning does: ${JSON.stringify(plan.weights)}`, () => {
      const point = adaptivePoint(plan);
      const { asked } = listen(point);
      // Half the time at 8, half at 1 Mbit/s.
      const fresh = () => ({ bps: 4.5e6, load: 1, at: -Infinity, watch: 6, phone: 10 });
      const devices = [fresh(), fresh()];
      const seen = new Set<number>();
      let requests = 0;
      for (const one of asked) {
        const known = devices[(one.kind === 'choose' ? one.situation : one.outcome).device] as ReturnType<typeof fresh>;
        if (one.kind === 'learn') {
          const { nowNs, rule, sentBytes, sendNs, upperNs } = one.outcome;
          const cut = CUTS[rule] as (typeof CUTS)[number];
          const sentJ = sendNs / 1e9;
          known.watch = Math.max(0, known.watch - (2 * cut.edge) / 1e9 - sentJ);
          known.phone = Math.max(0, known.phone - (upperNs > 0 ? (5 * cut.upper) / 1e9 : 0) - sentJ);
          if (sendNs === 0) continue;
          const old = nowNs - known.at > 1e9 ? { bps: 4.5e6, load: 1 } : known;
          known.load = upperNs > 0 ? (3 * old.load + upperNs / cut.upper) / 4 : old.load;
          known.bps = (3 * old.bps + (8e9 * sentBytes) / sendNs) / 4;
          known.at = nowNs;
          continue;
        }
        const { nowNs, leftNs } = one.situation;
        const { bps, load } = nowNs - known.at > 1e9 ? { bps: 4.5e6, load: 1 } : known;
        const bound = 'boundNs' in plan && plan.boundNs !== null ? plan.boundNs : (leftNs as number);
        const [watch, phone] = [Math.max(0.01, known.watch / 6), Math.max(0.01, known.phone / 20)];
        const ways = CUTS.map(({ edge, bytes, upper }, i) => {
          const air = (bytes * 8e9) / bps;
          const own = 2 * edge + air;
          const other = 5 * upper + air;
          return { i, ns: edge + air + (bytes > 0 ? 10e6 : 0) + load * upper, joules: own + other, own, other };
        });
        const inTime = ways.filter(({ ns }) => ns <= bound);
        const most = (pick: (way: (typeof ways)[number]) => number) => Math.max(...inTime.map(pick));
        const price = (way: (typeof ways)[number]) =>
          inTime.length === 0
            ? way.ns
            : (plan.weights.latency * way.ns) / most(({ ns }) => ns) +
              ((plan.weights.wearable * way.own) / watch + (plan.weights.handheld * load * way.other) / phone) /
                most(({ joules }) => joules);
        const among = inTime.length === 0 ? ways : inTime;
        const best = among.reduce((least, way) => (price(way) < price(least) ? way : least));
        assert.equal(one.rule, best.i, `request ${requests}`);
        seen.add(best.i);
        requests++;
      }
      assert.equal(requests, point.workload.requests);
      assert.ok(seen.size > 1, [...seen].join(' '));
    });
  }
});

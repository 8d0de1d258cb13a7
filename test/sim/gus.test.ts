/** GUS: its rules, its satisfaction by hand, and every choice of a run worked out again by other code. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PolicyPlan, ProfilePlan } from '../../src/sim/plan/plan.ts';
import { planItinerary } from '../../src/sim/plan/plan-itinerary.ts';
import { gus, gusRules, mostSatisfying, type Service } from '../../src/sim/policies/gus.ts';
import type { Chooser, Policy, Rule } from '../../src/sim/policies/policy.ts';
import { ANSWERED, adaptivePoint, chainPoint, GUS, listen, QUIET } from './adaptive-world.ts';

const tier = (exits: readonly number[]) => ({
  exits,
  slowdown: 1,
  segmentNs: [1, 10, 100, 1000].map((ns) => Float64Array.of(ns)),
  branchNs: [2, 20, 200].map((ns) => Float64Array.of(ns)),
  batchNs: null,
});

describe('a request served in one place', () => {
  const recorded = {
    labels: Int32Array.of(0),
    confidence: [0.3, 0.4, 0.5, 0.6].map((sure) => Float64Array.of(sure)),
    prediction: [1, 2, 3, 4].map((exit) => Int32Array.of(exit)),
    coded: null,
    logits: null,
  };
  const chain = [tier([1]), tier([2, 3]), tier([4])];
  const walk = (rule: Rule, kind: 'features' | 'input' = 'features', tiers = chain) => {
    const payload: ProfilePlan['payload'] = { kind, inputBytes: 3000, featureBytes: [500, 50, 5], overheadBytes: 1 };
    const way = planItinerary(rule, recorded, tiers, payload);
    const each = (columns: readonly ArrayLike<number>[]) => columns.map((column) => column[0]);
    return [way.exit[0], way.prediction[0], each(way.computeNs), each(way.upBytes), each(way.isServed), way.isOffloaded[0]];
  };
  const rules = gusRules(4) as [Rule, Rule, Rule, Rule, Rule];
  it('is answered by the exit, and all of it is computed at its tier, from the picture', () => {
    assert.deepEqual(walk(rules[0]), [1, 1, [3, 0, 0], [0, 0], [1, 0, 0], 0]);
    for (const kind of ['features', 'input'] as const) {
      assert.deepEqual(walk(rules[1], kind), [2, 2, [0, 11 + 20, 0], [3001, 0], [0, 1, 0], 0]);
      assert.deepEqual(walk(rules[2], kind), [3, 3, [0, 111 + 200, 0], [3001, 0], [0, 1, 0], 0]);
      assert.deepEqual(walk(rules[3], kind), [4, 4, [0, 0, 1111], [3001, 3001], [0, 0, 1], 1]);
    }
    assert.deepEqual(walk(rules[1], 'features', [tier([1, 2, 3]), tier([4])]), [2, 2, [31, 0], [0], [1, 0], 0]);
  });
  it('or is not taken at all', () => assert.deepEqual(walk(rules[4]), [0, -1, [0, 0, 0], [0, 0], [0, 0, 0], 0]));
  it('what is skipped is computed where the next exit lives, from the tensor where something has run', () => {
    const rule: Rule = {
      approach: (exit) => (exit === 2 ? 'skip' : 'test'),
      decide: ({ exit }) => (exit === 1 ? 'continue' : 'answer'),
    };
    assert.deepEqual(walk(rule), [3, 3, [3, 110 + 200, 0], [501, 0], [1, 1, 0], 0]);
    assert.deepEqual(walk(rule, 'input'), [3, 3, [3, 111 + 200, 0], [3001, 0], [1, 1, 0], 0]);
  });
});

describe('satisfaction', () => {
  const offers = [
    { accuracy: 0.6, timeNs: 10, hasRoom: true },
    { accuracy: 0.8, timeNs: 50, hasRoom: true },
    { accuracy: 1, timeNs: 100, hasRoom: true },
  ];
  const wish = { minAccuracy: 0.5, leftNs: 100, bestAccuracy: 1, longestNs: 200 };
  const best = (accuracy: number, time: number, rest: Partial<typeof wish> = {}, among = offers) =>
    mostSatisfying({ weights: { accuracy, time } }, among, { ...wish, ...rest });
  it('is accuracy beyond what is asked for, and time to spare', () => {
    assert.equal(best(1, 1), 0); // 0.1 + 0.45, 0.3 + 0.25, 0.5 + 0: twice 0.55, the first
    assert.equal(best(1.01, 1), 1);
    assert.equal(best(0, 1), 0);
    assert.equal(best(1, 0), 2);
    assert.equal(best(2, 1), 2); // 0.65, 0.85, 1
  });
  it('counts only where it is feasible', () => {
    assert.equal(best(1, 0, { leftNs: 99 }), 1);
    assert.equal(best(0, 1, { minAccuracy: 0.7 }), 1);
    assert.equal(best(0, 1, { minAccuracy: 0.9, leftNs: 99 }), null);
    assert.equal(
      best(
        0,
        1,
        {},
        offers.map((offer, i) => ({ ...offer, hasRoom: i === 2 })),
      ),
      2,
    );
  });
  it('is measured by the longest deadline where a request has none', () => {
    assert.equal(mostSatisfying({ weights: { accuracy: 1, time: 1 } }, offers, { ...wish, leftNs: null, longestNs: 1e9 }), 2);
  });
});

function begin({ choice }: Policy): Chooser {
  assert.ok(choice.kind === 'adaptive');
  return choice.start(() => 0);
}

describe('gus', () => {
  const service = (tierIndex: number, edgeNs: number, upBytes: number, upperNs: number, accuracy: number): Service => ({
    tier: tierIndex,
    facts: { edgeNs, upBytes, wayNs: upBytes > 0 ? 50 : 0, upperNs, sentShare: upBytes > 0 ? 1 : 0, accuracy },
  });
  /** At 8 Gbit/s: 100, 200 + 50 + 50 = 300, 200 + 50 + 150 = 400. */
  const services = [service(0, 100, 0, 0, 0.6), service(1, 0, 200, 50, 0.8), service(2, 0, 200, 150, 0.9)];
  const make = (rest: object = {}, servers = 1) =>
    begin(gus({ ...GUS, weights: { accuracy: 1, time: 0 }, ...rest }, services, servers, 1000, 8e9));
  const at = (leftNs: number | null, rest: object = {}) => ({ ...QUIET, leftNs, ...rest });
  it('takes the most satisfying server in time, and turns away what no server can do', () => {
    const chooser = make();
    assert.deepEqual(
      [1000, 400, 399, 299, 99].map((leftNs) => chooser.choose(at(leftNs))),
      [2, 2, 1, 0, 3],
    );
    assert.equal(make().choose(at(399, { minAccuracy: 0.85 })), 3);
    assert.equal(make({ minAccuracy: 0.85 }).choose(at(1000)), 2);
    assert.equal(make({ deadlineNs: 300 }).choose(at(1000)), 1);
  });
  it('knows what it gave its own server, and what waits for its uplink', () => {
    const chooser = make();
    assert.deepEqual(
      [1, 2, 3].map(() => chooser.choose(at(299))),
      [0, 0, 3],
      '100, 200, 300',
    );
    assert.equal(chooser.choose(at(299, { nowNs: 2 })), 0, '198 + 100');
    assert.equal(chooser.choose(at(299, { device: 1 })), 0);
    assert.equal(make().choose(at(400, { backlog: 1, backlogBytes: 100 })), 1);
    assert.equal(make().choose(at(400, { backlog: 1, backlogBytes: 101 })), 0);
    const two = make({}, 2);
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6].map(() => two.choose(at(299))),
      [0, 0, 0, 0, 3, 3],
      '100, 150, 200, 250 with two servers',
    );
  });
  it('knows how loaded each upper tier is, by what answers report', () => {
    const chooser = make();
    // The cloud takes three times as long: k = 1.5, 200 + 50 + 225.
    chooser.learn?.({ ...ANSWERED, rule: 2, sentBytes: 200, sendNs: 200, upperNs: 450 });
    assert.deepEqual(
      [475, 474].map((leftNs) => chooser.choose(at(leftNs))),
      [2, 1],
    );
    assert.equal(chooser.choose(at(300)), 1, 'the edge is what it was');
  });
  it('has room for so many at a tier and on the uplink', () => {
    const chooser = make({ computeRoom: 1 });
    assert.deepEqual(
      [1, 2, 3, 4].map(() => chooser.choose(at(1000))),
      [2, 1, 0, 3],
    );
    chooser.learn?.({ ...ANSWERED, rule: 3, exit: 0 });
    assert.equal(chooser.choose(at(1000)), 3, 'what was turned away took no room');
    chooser.learn?.({ ...ANSWERED, rule: 1, exit: 2 });
    assert.equal(chooser.choose(at(1000)), 1);
    const narrow = make({ linkRoom: 1 });
    assert.deepEqual(
      [0, 1].map((backlog) => narrow.choose(at(1000, { backlog }))),
      [2, 0],
    );
  });
});

describe('gus, request by request', () => {
  /** Services of the small worlds: tier, compute at the device, bytes up, on the way besides, compute above [ns]. */
  const TWO = [
    { tier: 0, edge: 8 * 1.2e6, bytes: 0, way: 0, upper: 0 },
    { tier: 0, edge: 8 * 4.1e6, bytes: 0, way: 0, upper: 0 },
    { tier: 1, edge: 0, bytes: 3040, way: 10e6, upper: 6e6 },
  ];
  const THREE = [
    { tier: 0, edge: 8 * 1.2e6, bytes: 0, way: 0, upper: 0 },
    { tier: 1, edge: 0, bytes: 3040, way: 2e6, upper: 4.1e6 },
    // 3040 bytes up and 100 down at 2 bytes a microsecond, 4 ms each way.
    { tier: 2, edge: 0, bytes: 3040, way: 2e6 + 8e6 + 1.52e6 + 0.05e6, upper: 6e6 },
  ];
  const room = { ...GUS, weights: { accuracy: 3, time: 1 }, computeRoom: 2, linkRoom: 1 };
  const cases: readonly [string, typeof GUS | typeof room, (policy: PolicyPlan) => ReturnType<typeof adaptivePoint>, typeof TWO, number][] =
    [
      ['two tiers', GUS, adaptivePoint, TWO, 30e6],
      ['two tiers with little room', room, adaptivePoint, TWO, 30e6],
      ['three tiers', GUS, chainPoint, THREE, 80e6],
      ['three tiers with little room', room, chainPoint, THREE, 80e6],
    ];
  for (const [name, plan, world, services, longest] of cases) {
    it(`chooses what another reckoning does: ${name}`, () => {
      const point = world(plan);
      const { recorded } = point.profile as ProfilePlan;
      const accuracies = recorded.prediction.map(
        (answers) => answers.filter((answer, i) => answer === recorded.labels[i]).length / recorded.labels.length,
      );
      const { asked, exit, finishNs } = listen(point);
      const news = () => ({ rate: 4.5e6, rateAt: -Infinity, slow: [1, 1, 1], slowAt: [-1e18, -1e18, -1e18], out: [0, 0, 0], busyTo: 0 });
      const devices = [news(), news()];
      const chosen: number[] = [];
      for (const one of asked) {
        const known = devices[(one.kind === 'choose' ? one.situation : one.outcome).device] as ReturnType<typeof news>;
        if (one.kind === 'learn') {
          const { nowNs, rule, sentBytes, sendNs, upperNs } = one.outcome;
          const found = services[rule];
          if (found === undefined) continue;
          const { tier: t, upper } = found;
          known.out[t] = (known.out[t] as number) - 1;
          if (sendNs === 0) continue;
          const oldRate = nowNs - known.rateAt > 1e9 ? 4.5e6 : known.rate;
          known.rate = 0.75 * oldRate + (0.25 * 8e9 * sentBytes) / sendNs;
          known.rateAt = nowNs;
          const oldSlow = nowNs - (known.slowAt[t] as number) > 1e9 ? 1 : (known.slow[t] as number);
          known.slow[t] = upperNs > 0 ? 0.75 * oldSlow + (0.25 * upperNs) / upper : oldSlow;
          known.slowAt[t] = nowNs;
          continue;
        }
        const { nowNs, leftNs, minAccuracy, backlog, backlogBytes } = one.situation;
        const rate = nowNs - known.rateAt > 1e9 ? 4.5e6 : known.rate;
        const options = services.map(({ tier: t, edge, bytes, way, upper }, i) => {
          const slow = nowNs - (known.slowAt[t] as number) > 1e9 ? 1 : (known.slow[t] as number);
          const wait = edge > 0 && known.busyTo > nowNs ? known.busyTo - nowNs : 0;
          const takes = t === 0 ? wait + edge : (8e9 * (backlogBytes + bytes)) / rate + way + slow * upper;
          const isFull = plan.computeRoom !== null && (known.out[t] as number) >= plan.computeRoom;
          const isJammed = plan.linkRoom !== null && t > 0 && backlog >= plan.linkRoom;
          const right = accuracies[i] as number;
          const gain = (plan.weights.accuracy * (right - minAccuracy)) / Math.max(...accuracies);
          return {
            i,
            isOpen: !isFull && !isJammed && right >= minAccuracy && takes <= (leftNs as number),
            value: gain + (plan.weights.time * ((leftNs as number) - takes)) / longest,
          };
        });
        const open = options.filter(({ isOpen }) => isOpen);
        const best = open.length === 0 ? services.length : open.reduce((most, option) => (option.value > most.value ? option : most)).i;
        assert.equal(one.rule, best, `request ${chosen.length}`);
        chosen.push(best);
        const taken = services[best];
        if (taken === undefined) continue;
        known.out[taken.tier] = (known.out[taken.tier] as number) + 1;
        if (taken.edge > 0) known.busyTo = Math.max(known.busyTo, nowNs) + taken.edge;
      }
      assert.equal(chosen.length, point.workload.requests);
      assert.ok(new Set(chosen).size >= 3, [...new Set(chosen)].join(' '));
      assert.ok(chosen.includes(services.length), 'some are turned away');
      // Each is answered where it was sent, or lost as it arose.
      const arrivals = asked.flatMap((one) => (one.kind === 'choose' ? [one.situation.nowNs] : []));
      for (const [r, rule] of chosen.entries()) {
        assert.equal(exit[r], rule === services.length ? 0 : rule + 1);
        if (rule === services.length) assert.equal(finishNs[r], arrivals[r]);
      }
    });
  }
});

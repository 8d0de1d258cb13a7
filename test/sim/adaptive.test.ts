/** Policies that decide as the run goes: one contract for all, and each one's own choices, reckoned by hand. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { makeDraws } from '../../src/sim/engine/draws.ts';
import { joinParts, type PointPart } from '../../src/sim/engine/point-part.ts';
import { shareRunner } from '../../src/sim/engine/run-plan.ts';
import type { Plan, PointPlan, PolicyPlan } from '../../src/sim/plan/plan.ts';
import { preparePoint } from '../../src/sim/plan/prepare-point.ts';
import { Conditions } from '../../src/sim/policies/conditions.ts';
import type { Chooser, Policy } from '../../src/sim/policies/policy.ts';
import { queueAware } from '../../src/sim/policies/queue-aware.ts';
import { type UcbeeReward, ucbee } from '../../src/sim/policies/ucbee.ts';
import { ANSWERED, adaptivePoint, chainPoint, DEEPWEAR, GUS, QUIET } from './adaptive-world.ts';
import { recordsOf } from './build-point.ts';
import { bring, byTurns } from './own-policies.ts';

const POLICIES: readonly PolicyPlan[] = [
  { name: 'queue-aware', decisionThreshold: 0.8, targetThreshold: 0.8, patienceNs: 20e6 },
  { name: 'ucbee', exploration: 1, reward: { kind: 'paper', overhead: 0.1 } },
  { name: 'ucbee', exploration: 1, reward: { kind: 'latency', scaleNs: 200e6 } },
  { name: 'neurosurgeon', objective: { kind: 'latency' }, forgetNs: 1e9 },
  { name: 'neurosurgeon', objective: { kind: 'energy', deviceW: 2, radioW: 4 }, forgetNs: 1e9 },
  { name: 'edgent', deadlineNs: null, network: 'dynamic', forgetNs: 1e9 },
  { name: 'boomerang', deadlineNs: 25e6, forgetNs: 1e9 },
  { name: 'spinn', minAccuracy: 0.75, maxLatencyNs: null, aims: { kind: 'ordered', order: ['latency', 'accuracy'] }, forgetNs: 1e9 },
  { ...DEEPWEAR, boundNs: null },
  { ...DEEPWEAR, boundNs: 60e6, weights: { latency: 1, wearable: 1, handheld: 2 } },
  bring(byTurns),
  GUS,
  { ...GUS, minAccuracy: 0.5, deadlineNs: 45e6, weights: { accuracy: 3, time: 1 }, computeRoom: 2, linkRoom: 1 },
];

const planOf = (policy: PolicyPlan): Plan => ({ seed: 7, replications: 4, until: null, batches: null, points: [adaptivePoint(policy)] });

/** Rows and arrivals of every replication, and the parts of the point, run in shares of the given bounds. */
function run(plan: Plan, bounds: readonly number[] = [0, plan.replications]) {
  const rows: number[][] = [];
  const arrivals: number[][] = [];
  const parts: PointPart[] = [];
  for (let i = 1; i < bounds.length; i++) {
    const share = shareRunner(plan, {
      onRecords(_, __, replication, { row, arrivalNs }) {
        rows[replication] = [...row];
        arrivals[replication] = [...arrivalNs];
      },
    });
    for (const { part } of share({ points: [0], from: bounds[i - 1] as number, to: bounds[i] as number }))
      if (part !== null) parts.push(part);
  }
  return { rows, arrivals, joined: joinParts(plan, parts) };
}

function begin({ choice }: Policy): Chooser {
  assert.ok(choice.kind === 'adaptive');
  return choice.start(() => 0);
}

/** What a policy chose and what became of it. @param buffer of every queue; a queue that may fill is looked after step by step */
function outcomes(point: PointPlan, buffer: number | null) {
  const prepared = preparePoint(point);
  const { tiers, links } = prepared.world;
  const world = {
    ...prepared.world,
    tiers: tiers.map((tier) => ({ ...tier, buffer })),
    links: links.map(({ up, down, ...link }) => ({ ...link, up: { ...up, buffer }, down: down === null ? null : { ...down, buffer } })),
  };
  const { row, finishNs, partsNs, busyNs, areaNs } = recordsOf({ ...prepared, world }, makeDraws(prepared, 1, 0));
  return { row, finishNs, partsNs, busyNs, areaNs };
}

describe('every policy that decides as the run goes', () => {
  it('sees the same whether stays are settled when requests come or end step by step', () => {
    for (const policy of POLICIES)
      for (const point of [adaptivePoint(policy), chainPoint(policy)]) assert.deepEqual(outcomes(point, null), outcomes(point, 1e6));
  });

  const first = run(planOf(POLICIES[0] as PolicyPlan)).arrivals;
  for (const policy of POLICIES) {
    const plan = planOf(policy);
    const once = run(plan);
    describe(JSON.stringify(policy), () => {
      it('gives the same again, and however its replications are shared out', () => {
        assert.deepEqual(run(plan), once);
        assert.deepEqual(run(plan, [0, 1, 4]), once);
        assert.deepEqual(run(plan, [0, 2, 3, 4]), once);
      });
      it('meets the arrivals that all meet', () => assert.deepEqual(once.arrivals, first));
      it('chooses now one rule, now another', () => {
        const samples = adaptivePoint(policy).recorded.labels.length;
        assert.ok(new Set(once.rows.flat().map((row) => Math.floor(row / samples))).size > 1);
      });
      it('chooses the same whatever the truth is', () => {
        const point = adaptivePoint(policy);
        const labels = point.recorded.labels.map((label) => (label + 1) % 5);
        const other = run({ ...plan, points: [{ ...point, recorded: { ...point.recorded, labels } }] });
        assert.deepEqual(other.rows, once.rows);
      });
    });
  }
});

describe('what a device thinks of its uplink', () => {
  it('moves a quarter of the way to what its last message saw, and is forgotten', () => {
    const conditions = new Conditions(8e6, 1e9);
    assert.equal(conditions.bps(0), 8e6);
    conditions.learn({ ...ANSWERED, nowNs: 5, sentBytes: 1000, sendNs: 2e6, upperNs: 30 }, 10); // 4 Mbit/s, three times the time
    assert.equal(conditions.bps(5), 7e6);
    assert.equal(conditions.load(5), 1.5);
    conditions.learn({ ...ANSWERED, nowNs: 9 });
    assert.equal(conditions.bps(5 + 1e9), 7e6);
    assert.deepEqual([conditions.bps(6 + 1e9), conditions.load(6 + 1e9)], [8e6, 1]);
  });
});

describe('queue-aware', () => {
  const at = (backlogBytes: number, chooser: Chooser, confidence: number) =>
    chooser.reconsider?.({ ...QUIET, backlogBytes }, { exit: 1, exits: 3, confidence, measured: confidence });
  const make = () => begin(queueAware({ decisionThreshold: 0.8, targetThreshold: 0.8, patienceNs: 100e6 }, 1e6));
  it('asks for p_d where nobody waits, and for half of it after one patience', () => {
    const chooser = make();
    assert.deepEqual([at(0, chooser, 0.8), at(0, chooser, 0.79)], [0, 1]);
    // 12,500 bytes at 1 Mbit/s are 100 ms.
    assert.deepEqual([at(12_500, chooser, 0.4), at(12_500, chooser, 0.39)], [0, 1]);
    assert.deepEqual([at(37_500, chooser, 0.2), at(37_500, chooser, 0.19)], [0, 1]);
  });
  it('goes by the bandwidth its own messages saw', () => {
    const chooser = make();
    chooser.learn?.({ ...ANSWERED, sentBytes: 1000, sendNs: 1e6 }); // 8 Mbit/s: 1 + (8 - 1) / 4 = 2.75
    assert.deepEqual([at(34_375, chooser, 0.4), at(34_375, chooser, 0.39)], [0, 1]);
    chooser.learn?.({ ...ANSWERED, device: 1, sentBytes: 1000, sendNs: 1e9 });
    assert.equal(at(34_375, chooser, 0.4), 0, 'what another device saw changes nothing');
  });
});

describe('ucbee', () => {
  const paper: UcbeeReward = { kind: 'paper', overhead: 0.1 };
  it('pulls every arm once, then the one of the largest index', () => {
    const chooser = begin(ucbee({ exploration: 1, reward: paper }));
    const pulled: number[] = [];
    // Arm a gains a x 0.1 in confidence when it sends, less 0.1; arm 0 never sends.
    const gains = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
    for (let i = 0; i < 9; i++) {
      const arm = chooser.choose(QUIET);
      pulled.push(arm);
      chooser.learn?.({ ...ANSWERED, rule: arm, isSent: arm > 0, ownConfidence: 0.4, confidence: 0.4 + (gains[arm] as number) });
    }
    // t = 6: all pulled once, arm 5 has the best mean 0.4; t = 7: sqrt(ln 7) = 1.395: arm 5 0.4 + 0.986, arm 4 0.3 + 1.395;
    // t = 8: sqrt(ln 8) = 1.442: arm 3 0.2 + 1.442, arm 4 0.3 + 1.020, arm 5 0.4 + 1.020.
    assert.deepEqual(pulled, [0, 1, 2, 3, 4, 5, 5, 4, 3]);
  });
  it('agrees with another reckoning over many requests', () => {
    for (const reward of [paper, { kind: 'latency', scaleNs: 100 }] as const) {
      const chooser = begin(ucbee({ exploration: 0.5, reward }));
      const history: { arm: number; reward: number }[] = [];
      for (let i = 0; i < 300; i++) {
        const scores = [0, 1, 2, 3, 4, 5].map((arm) => {
          const own = history.filter((past) => past.arm === arm);
          const mean = own.reduce((sum, past) => sum + past.reward, 0) / own.length;
          return own.length === 0 ? Number.POSITIVE_INFINITY : mean + 0.5 * Math.sqrt(Math.log(history.length) / own.length);
        });
        const arm = chooser.choose(QUIET);
        assert.equal(arm, scores.indexOf(Math.max(...scores)), `request ${i}`);
        const [ownConfidence, confidence, latencyNs] = [((i * 37) % 101) / 101, ((i * 53) % 89) / 89, (i * 71) % 150];
        const isSent = i % 3 < arm / 2;
        const gain = isSent && confidence > ownConfidence ? confidence - ownConfidence : 0;
        const price = isSent ? 0.1 : 0;
        history.push({ arm, reward: reward.kind === 'paper' ? gain - price : gain - (latencyNs > 100 ? 1 : latencyNs / 100) });
        chooser.learn?.({ ...ANSWERED, rule: arm, isSent, ownConfidence, confidence: isSent ? confidence : ownConfidence, latencyNs });
      }
    }
  });
  it('goes on choosing while answers are under way, and has a bandit for each device', () => {
    const chooser = begin(ucbee({ exploration: 1, reward: paper }));
    assert.deepEqual(
      [0, 1, 0, 1].map((device) => chooser.choose({ ...QUIET, device })),
      [0, 0, 1, 1],
    );
    const pulled = Array.from({ length: 10 }, () => chooser.choose(QUIET));
    assert.deepEqual(pulled, [2, 3, 4, 5, 0, 1, 2, 3, 4, 5]);
  });
});

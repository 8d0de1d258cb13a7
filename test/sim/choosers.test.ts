/** Policies that choose as the run goes: what they see, when they choose, and what they learn. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PreparedPoint } from '../../src/sim/plan/plan.ts';
import { rowsOf } from '../../src/sim/plan/rows.ts';
import type { Chooser, Outcome, Situation } from '../../src/sim/policies/policy.ts';
import { buildPoint, type PointSpec, recordsOf } from './build-point.ts';

const at = (...timesNs: number[]) => ({ kind: 'timestamps', timesNs: Float64Array.from(timesNs) }) as const;

/** One sample under two rules: 50 at the edge, or 10 there, 100 bytes up and 20 at the cloud. */
function twoRules(rest: Partial<PointSpec>, start: () => Chooser, reconsiders = false): PreparedPoint {
  const point = buildPoint({
    samples: [
      { computeNs: [50, null], upBytes: [] },
      { computeNs: [10, 20], upBytes: [100] },
    ],
    arrivals: at(0, 0, 0),
    requests: 3,
    links: [{ upBps: 8e9, propagationNs: 5 }],
    ...rest,
  });
  const { itinerary, recorded } = point;
  return {
    ...point,
    recorded: { ...recorded, labels: new Int32Array(1), confidence: recorded.confidence.map(() => Float64Array.of(0.4)) },
    itinerary: { ...itinerary, firstTestNs: Float64Array.of(10, 10), branches: itinerary.branches.map(() => Uint32Array.of(1, 1)) },
    choice: { kind: 'adaptive', reconsiders, start },
  };
}

/** Copies, since the engine shows the same object again and again. */
function watch(choose: (situation: Situation) => number) {
  const seen: Situation[] = [];
  const learnt: Outcome[] = [];
  const chooser: Chooser = {
    choose(situation) {
      seen.push({ ...situation });
      return choose(situation);
    },
    learn: (outcome) => learnt.push({ ...outcome }),
  };
  return { seen, learnt, start: () => chooser };
}

const samples = { samples: Int32Array.of(0, 0, 0) };

describe('a policy that adapts', () => {
  it('sees its own uplink queue, and learns what became of its requests', () => {
    const { seen, learnt, start } = watch(({ backlog }) => (backlog === 0 ? 1 : 0));
    const records = recordsOf(twoRules({ arrivals: at(0, 30, 300) }, start), samples);
    assert.deepEqual(
      seen.map(({ nowNs, backlog, backlogBytes, leftNs }) => [nowNs, backlog, backlogBytes, leftNs]),
      [
        [0, 0, 0, null],
        [30, 1, 100, null],
        [300, 0, 0, null],
      ],
    );
    assert.deepEqual([...records.exit], [3, 2, 3]);
    assert.deepEqual([...records.finishNs], [10 + 100 + 5 + 20 + 5, 80, 440]);
    assert.deepEqual(
      learnt.map(({ nowNs, rule, exit, latencyNs, sentBytes, sendNs, upperNs }) => [
        nowNs,
        rule,
        exit,
        latencyNs,
        sentBytes,
        sendNs,
        upperNs,
      ]),
      [
        [80, 0, 2, 50, 0, 0, 0],
        [140, 1, 3, 140, 100, 100, 20],
        [440, 1, 3, 140, 100, 100, 20],
      ],
    );
  });

  it('may choose anew when the first branch has run, on the same server', () => {
    const confidences: number[] = [];
    const start = (): Chooser => ({
      choose: () => 0,
      reconsider({ backlog }, { confidence }) {
        confidences.push(confidence);
        return backlog === 0 ? 1 : 0;
      },
    });
    const records = recordsOf(twoRules({}, start, true), samples);
    // The first leaves at 10; the second chooses at 20, while the first is still on the lane, and keeps its server until 60.
    assert.deepEqual(confidences, [0.4, 0.4, 0.4]);
    assert.deepEqual([...records.exit], [3, 2, 2]);
    assert.deepEqual([...records.finishNs], [140, 60, 110]);
    assert.deepEqual([...(records.partsNs[0] as Float64Array)], [0, 10, 60]);
    assert.deepEqual([...(records.partsNs[2 * 0 + 1] as Float64Array)], [10, 50, 50]);
    assert.equal(records.busyNs[0], 110);
  });

  it('chooses anew where the first branch takes no time', () => {
    let asked = 0;
    const start = (): Chooser => ({ choose: () => 0, reconsider: () => Math.min(asked++, 0) });
    const point = twoRules({}, start, true);
    recordsOf({ ...point, itinerary: { ...point.itinerary, firstTestNs: new Float64Array(2) } }, samples);
    assert.equal(asked, 3);
  });

  it('learns nothing of a message that it has given up before it was through', () => {
    const { learnt, start } = watch(() => 1);
    recordsOf(twoRules({ arrivals: at(0), requests: 1, timeoutNs: 30 }, start), samples);
    assert.deepEqual(
      learnt.map(({ nowNs, exit, isSent, confidence, sentBytes, sendNs, upperNs }) => [
        nowNs,
        exit,
        isSent,
        confidence,
        sentBytes,
        sendNs,
        upperNs,
      ]),
      [[40, 0, true, 0, 0, 0, 0]],
    );
  });

  it('learns how long its message took on an uplink that is shared fairly', () => {
    const { learnt, start } = watch(() => 1);
    const links = [{ upBps: 8e9, propagationNs: 5, up: { isShared: true } }];
    recordsOf(twoRules({ arrivals: at(0, 0), requests: 2, links, tiers: [{ servers: 2 }, {}] }, start), samples);
    assert.deepEqual(
      learnt.map(({ sentBytes, sendNs }) => [sentBytes, sendNs]),
      [
        [100, 200],
        [100, 200],
      ],
    );
  });

  it('learns what confidence the answer has, and what it had itself', () => {
    const { learnt, start } = watch(({ nowNs }) => (nowNs === 0 ? 1 : 0));
    const point = twoRules({ arrivals: at(0, 300), requests: 2 }, start);
    const { itinerary } = point;
    recordsOf({ ...point, itinerary: { ...itinerary, bestExit: itinerary.bestExit.map(() => Uint8Array.of(2, 1)) } }, samples);
    assert.deepEqual(
      learnt.map(({ isSent, confidence, ownConfidence }) => [isSent, confidence, ownConfidence]),
      [
        [true, 0.5, 0.4],
        [false, 0.5, 0.4],
      ],
    );
  });

  it('may turn a request away: it is lost as it arises, takes nothing, and its device goes on', () => {
    const samples = [
      { computeNs: [50, null], upBytes: [] },
      { computeNs: [null, null], upBytes: [], exit: 0 },
    ];
    for (const arrivals of [at(0, 10, 20), { kind: 'single-stream' }] as const) {
      const { learnt, start } = watch(({ nowNs }) => (nowNs === 0 ? 0 : 1));
      const records = recordsOf(twoRules({ samples, arrivals }, start), { samples: Int32Array.of(0, 0, 0) });
      const timesNs = arrivals.kind === 'single-stream' ? [0, 50, 50] : [0, 10, 20];
      assert.deepEqual([...records.exit], [2, 0, 0]);
      assert.deepEqual([...records.arrivalNs], timesNs);
      assert.deepEqual([...records.finishNs], [50, ...timesNs.slice(1)]);
      assert.equal(records.busyNs[0], 50);
      const lost = learnt
        .filter(({ exit }) => exit === 0)
        .map(({ rule, isSent, latencyNs, confidence }) => [rule, isSent, latencyNs, confidence]);
      assert.deepEqual(lost, [
        [1, false, 0, 0.5],
        [1, false, 0, 0.5],
      ]);
    }
  });

  it('sees how long a request has left and how accurate it wants to be answered', () => {
    const { seen, start } = watch(() => 0);
    recordsOf(twoRules({ kinds: [{ deadlineNs: 70, minAccuracy: 0.9 }] }, start), samples);
    assert.deepEqual(
      seen.map(({ leftNs, minAccuracy }) => [leftNs, minAccuracy]),
      [
        [70, 0.9],
        [70, 0.9],
        [70, 0.9],
      ],
    );
  });

  it('is told when it chooses a rule that is none', () => {
    const { start } = watch(() => 2);
    assert.throws(() => recordsOf(twoRules({}, start), samples), /rule from 0 to 1, got 2/);
  });
});

describe('a policy of chance', () => {
  it('sends up at a share what it sends up at every larger one', () => {
    const point = twoRules({}, () => ({ choose: () => 0 }));
    const draws = Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) / 1000);
    const goesUp = (share: number) => {
      let next = 0;
      const drawn = { ...point, choice: { kind: 'drawn', shares: [1 - share, share] } } as PreparedPoint;
      return rowsOf(drawn, new Int32Array(1000), () => draws[next++] as number);
    };
    const [few, many] = [goesUp(0.3), goesUp(0.6)];
    assert.equal(
      few.reduce((sum, row) => sum + row, 0),
      300,
    );
    assert.equal(
      many.reduce((sum, row) => sum + row, 0),
      600,
    );
    assert.ok(few.every((row, i) => row <= (many[i] as number)));
  });
});

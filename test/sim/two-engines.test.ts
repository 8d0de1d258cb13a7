/** Two engines, one answer: where the recursion applies it gives what the event engine gives, column by column. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { oneLinkOf } from '../../src/sim/engine/one-link.ts';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import { runRecursion } from '../../src/sim/engine/run-recursion.ts';
import { whyEvents } from '../../src/sim/engine/why-events.ts';
import type { PreparedPoint } from '../../src/sim/plan/plan.ts';
import { allocateRecords, type Records } from '../../src/sim/records/records.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import { buildPoint, drawsOf, type PointSpec, recordsOf } from './build-point.ts';
import { crowdedWorld, feedForwardWorld } from './random-world.ts';

/** All that records hold, as plain columns. */
function contents(records: Records) {
  const { arrivalNs, device, sample, kind, exit, finishNs, partsNs, busyNs, areaNs, serverCounts, radio } = records;
  return { arrivalNs, device, sample, kind, exit, finishNs, partsNs, busyNs, areaNs, serverCounts, radio };
}

function both(point: PreparedPoint) {
  const records = [0, 1].map(() => allocateRecords(point.world, point.workload.requests)) as [Records, Records];
  runEvents(point, drawsOf(point), records[0]);
  runRecursion(point, drawsOf(point), records[1]);
  return records.map(contents);
}

/** What both engines' records come to. */
function summaries(point: PreparedPoint) {
  return [runEvents, runRecursion].map((run) => {
    const records = allocateRecords(point.world, point.workload.requests);
    run(point, drawsOf(point), records);
    return summarizeReplication(point, records);
  });
}

const ONE: PointSpec = { samples: [{ computeNs: [10], upBytes: [] }], arrivals: { kind: 'offline' }, requests: 3 };

describe('two engines', () => {
  it('give the same records over random worlds', () => {
    fc.assert(
      fc.property(feedForwardWorld, (spec) => {
        const [events, recursion] = both(buildPoint(spec));
        assert.deepEqual(recursion, events);
      }),
      { numRuns: 600 },
    );
  });

  it('give the same records where much happens at one instant', () => {
    fc.assert(
      fc.property(crowdedWorld, (spec) => {
        const [events, recursion] = both(buildPoint(spec));
        assert.deepEqual(recursion, events);
      }),
      { numRuns: 1500 },
    );
  });

  it('give the same records where stations are served step by step', () => {
    // Queues that never fill: whoever comes might be turned away for all the engine knows, so that no stay is settled beforehand.
    const rooms = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(fc.oneof(feedForwardWorld, crowdedWorld), rooms, (spec, isBounded) => {
        const room = () => (isBounded.next().value === true ? { buffer: 1000 } : {});
        const [events] = both(buildPoint(spec));
        const stepwise = buildPoint({
          ...spec,
          tiers: (spec.tiers ?? []).map((tier) => ({ ...tier, ...room() })),
          links: (spec.links ?? []).map(({ up, down, ...link }) => ({ ...link, up: { ...up, ...room() }, down: { ...down, ...room() } })),
        });
        assert.deepEqual(contents(recordsOf(stepwise)), events);
      }),
      { numRuns: 800 },
    );
  });

  it('give the same records where one pass over the requests does it', () => {
    const ns = fc.integer({ min: 0, max: 40 });
    const world = fc.record({
      samples: fc.array(fc.record({ edgeNs: ns, cloudNs: ns, bytes: ns, goesUp: fc.boolean() }), { minLength: 1, maxLength: 7 }),
      gapsNs: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 120 }),
      upBps: fc.constantFrom(1e9, 8e9, 3e9),
      downBps: fc.constantFrom(null, 8e9, 2e9),
      propagationNs: fc.integer({ min: 0, max: 30 }),
      answerBytes: fc.integer({ min: 0, max: 20 }),
      passesEdge: fc.boolean(),
      warmup: fc.nat(5),
    });
    fc.assert(
      fc.property(world, ({ samples, gapsNs, upBps, downBps, propagationNs, answerBytes, passesEdge, warmup }) => {
        let now = 0;
        const timesNs = Float64Array.from(gapsNs, (gap) => (now += gap));
        const point = buildPoint({
          samples: samples.map(({ edgeNs, cloudNs, bytes, goesUp }) =>
            goesUp || passesEdge
              ? { computeNs: [passesEdge ? null : edgeNs, cloudNs], upBytes: [bytes] }
              : { computeNs: [edgeNs, null], upBytes: [] },
          ),
          arrivals: { kind: 'timestamps', timesNs },
          requests: timesNs.length,
          warmup: Math.min(warmup, timesNs.length - 1),
          tiers: [{ isPerDevice: true }, {}],
          links: [{ upBps, downBps, propagationNs }],
          answerBytes,
        });
        assert.ok(oneLinkOf(point) !== null);
        const [events, recursion] = both(point);
        assert.deepEqual(recursion, events);
        assert.deepEqual(summaries(point)[1], summaries(point)[0]);
      }),
      { numRuns: 400 },
    );
  });

  it('give the same records where the warm-up outlasts the run', () => {
    const [events, recursion] = both(
      buildPoint({
        ...ONE,
        arrivals: { kind: 'periodic', periodNs: 1 },
        warmup: { kind: 'time', untilNs: 20 },
        tiers: [{}, {}],
        links: [{ upBps: 8e9, propagationNs: 0 }],
        samples: [{ computeNs: [10, null], upBytes: [] }],
      }),
    );
    assert.deepEqual(recursion, events);
  });

  it('give the same records over a long run with many devices', () => {
    // Of few servers the first to be free is looked for, of many somebody counts who is free.
    for (const servers of [2, 9, 40]) {
      const [events, recursion] = both(
        buildPoint({
          samples: Array.from({ length: 50 }, (_, i) => ({
            computeNs: [2e6 + 1e4 * i, i % 3 === 0 ? null : 3e6 - 1e4 * i],
            upBytes: i % 3 === 0 ? [] : [3072],
          })).map(({ computeNs, upBytes }) => ({ computeNs, upBytes })),
          arrivals: { kind: 'poisson', ratePerS: 4 },
          devices: 100,
          requests: 20_000,
          warmup: 1000,
          order: 'random',
          tiers: [{ isPerDevice: true }, { servers }],
          links: [{ upBps: 9e6, downBps: 2e7, propagationNs: 25e6 }],
          answerBytes: 64,
        }),
      );
      assert.deepEqual(recursion, events);
    }
  });

  it('tell why a world needs events', () => {
    const reasons: [Partial<PointSpec>, RegExp | null][] = [
      [{}, null],
      [{ kinds: [{ deadlineNs: 5 }] }, null],
      [{ tiers: [{ discipline: 'sjf' }] }, /tier0 does not serve first come/],
      [{ tiers: [{ batch: { max: 2, waitNs: 0 } }] }, /tier0 computes in batches/],
      [{ tiers: [{ buffer: 3 }] }, /queue of tier0 is bounded/],
      [{ arrivals: { kind: 'single-stream' } }, /wait for answers/],
      [{ arrivals: { kind: 'multi-stream', streams: 2 } }, /wait for answers/],
      [{ timeoutNs: 5 }, /time out/],
      [{ kinds: [{ deadlineNs: 5 }], whenLate: 'drop' }, /turned away/],
      [{ links: [{ upBps: 1, propagationNs: 0, up: { isShared: true } }] }, /link0 is shared/],
      [{ links: [{ upBps: 1, propagationNs: 0, up: { buffer: 3 } }] }, /queue of link0 is bounded/],
    ];
    for (const [rest, reason] of reasons) {
      const why = whyEvents(buildPoint({ ...ONE, ...rest }));
      if (reason === null) assert.equal(why, null);
      else assert.match(why ?? '', reason);
    }
    assert.throws(() => runRecursion(buildPoint({ ...ONE, timeoutNs: 5 }), drawsOf(buildPoint(ONE)), {} as Records), /without feedback/);
  });
});

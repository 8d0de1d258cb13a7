/** Several end devices that see a request together: reckoned by hand, beside a naive reckoning, and beside the event engine where there is one. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import { runForkJoin } from '../../src/sim/engine/run-fork-join.ts';
import { whyEvents } from '../../src/sim/engine/why-events.ts';
import { offeredLoad } from '../../src/sim/plan/offered-load.ts';
import type { ForkPlan, PreparedPoint } from '../../src/sim/plan/plan.ts';
import { allocateRecords, type Records } from '../../src/sim/records/records.ts';
import { forkResult, summarizeFork } from '../../src/sim/summary/fork-summary.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import { buildPoint, drawsOf, type PointSpec } from './build-point.ts';
import { naiveForkJoin } from './naive-fork-join.ts';
import { feedForwardWorld, samplesOf } from './random-world.ts';

const ALONE: ForkPlan = { views: 1, timeoutNs: null, scoreBytes: 0, local: null };

function forked(spec: PointSpec, fork: ForkPlan): PreparedPoint {
  const point = buildPoint(spec);
  return { ...point, world: { ...point.world, fork } };
}

function runFork(point: PreparedPoint): Records {
  const records = allocateRecords(point.world, point.workload.requests);
  runForkJoin(point, drawsOf(point), records);
  return records;
}

const partsOf = (records: Records, r: number) =>
  Object.fromEntries(records.partNames.map((name, p) => [name, records.column(p)[r] as number]).filter(([, ns]) => ns !== 0));

/** Every request's latency is the sum of its parts. */
function checkSums(records: Records): void {
  for (let r = 0; r < records.requests; r++) {
    const sum = records.partsNs.reduce((total, part) => total + (part[r] as number), 0);
    assert.equal(sum, (records.finishNs[r] as number) - (records.arrivalNs[r] as number), `request ${r}`);
  }
}

/** Two samples that ask the cloud, computing 10 and 30 ns at the device; 40 bytes at a byte a nanosecond; 5 ns through the air. */
const TWO: PointSpec = {
  samples: [
    { computeNs: [10, 7], upBytes: [40] },
    { computeNs: [30, 7], upBytes: [40] },
  ],
  arrivals: { kind: 'timestamps', timesNs: Float64Array.of(100) },
  requests: 1,
  tiers: [{ isPerDevice: true }, {}],
  links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 5, isPerDevice: true }],
  answerBytes: 3,
};

describe('several end devices, by hand', () => {
  it('waits at the aggregator for the slower, whose way the latency is', () => {
    const records = runFork(forked(TWO, { ...ALONE, views: 2 }));
    // Both send at 130, when the second has computed; both maps are there at 175.
    assert.equal(records.finishNs[0], 100 + 30 + 40 + 5 + 7 + 3 + 5);
    assert.deepEqual(partsOf(records, 0), {
      tier0_compute: 30,
      tier1_compute: 7,
      link0_up_transmit: 40,
      link0_down_transmit: 3,
      propagation: 10,
    });
    assert.deepEqual([records.fork?.scoresNs[0], records.fork?.featuresNs[0], records.fork?.lateScores[0]], [20, 0, 0]);
  });
  it('goes on without the slower when its time is up, and joins maps for as long', () => {
    const records = runFork(forked(TWO, { ...ALONE, views: 2, timeoutNs: 12 }));
    // Decided at 122 with the first alone, whose map is there at 167; the second sends at 130 and is there at 175, before 179.
    assert.equal(records.finishNs[0], 175 + 7 + 3 + 5);
    assert.deepEqual(partsOf(records, 0), {
      tier0_compute: 30,
      tier1_compute: 7,
      link0_up_transmit: 40,
      link0_down_transmit: 3,
      propagation: 10,
    });
    assert.deepEqual([records.fork?.lateScores[0], records.fork?.lateFeatures[0], records.fork?.featuresNs[0]], [1, 0, 8]);
  });
  it('gives up maps that are late, and says so as a wait', () => {
    const records = runFork(forked(TWO, { ...ALONE, views: 2, timeoutNs: 6 }));
    // Decided at 116; the first map is there at 161 and the second, sent at 130, at 175: the cloud begins at 167.
    assert.equal(records.finishNs[0], 167 + 7 + 3 + 5);
    assert.deepEqual(partsOf(records, 0), {
      tier0_compute: 10,
      tier1_compute: 7,
      link0_up_transmit: 40,
      link0_down_transmit: 3,
      propagation: 10,
      fork_join_wait: 6 + 6,
    });
    assert.deepEqual([records.fork?.lateScores[0], records.fork?.lateFeatures[0], records.fork?.featuresNs[0]], [1, 1, 6]);
  });
  it('takes scores over the local network, and the word to send maps back', () => {
    const local = { bps: 8e9, propagationNs: 2 };
    const records = runFork(forked(TWO, { views: 2, timeoutNs: null, scoreBytes: 9, local }));
    assert.equal(records.finishNs[0], 100 + 30 + 9 + 2 + 2 + 40 + 5 + 7 + 3 + 5);
    assert.deepEqual(partsOf(records, 0), {
      tier0_compute: 30,
      local_scores_transmit: 9,
      tier1_compute: 7,
      link0_up_transmit: 40,
      link0_down_transmit: 3,
      propagation: 14,
    });
  });
  it('puts both maps on one lane where the site shares it', () => {
    const spec = { ...TWO, links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 5, isPerDevice: false }] };
    const records = runFork(forked(spec, { ...ALONE, views: 2 }));
    assert.equal(records.finishNs[0], 100 + 30 + 40 + 40 + 5 + 7 + 3 + 5);
    assert.equal(partsOf(records, 0)['link0_up_wait'], 40);
    assert.equal(records.fork?.featuresNs[0], 40);
  });
  it('answers locally what the aggregator is sure of, and lets late devices compute in vain', () => {
    const spec: PointSpec = {
      ...TWO,
      samples: [
        { computeNs: [10, null], upBytes: [] },
        { computeNs: [30, null], upBytes: [] },
      ],
    };
    const point = forked(spec, { ...ALONE, views: 2, timeoutNs: 6 });
    const records = runFork(point);
    assert.equal(records.finishNs[0], 116);
    assert.deepEqual(partsOf(records, 0), { tier0_compute: 10, fork_join_wait: 6 });
    assert.equal(records.busyNs[0], 40);
    assert.equal(records.serverCounts[0], 2);
  });
  it('joins above once: an edge exit repeats the test, and what goes on from there is one message', () => {
    const spec: PointSpec = {
      samples: [{ computeNs: [10, 4, 7], upBytes: [40, 20] }],
      arrivals: { kind: 'timestamps', timesNs: Float64Array.of(0) },
      requests: 1,
      tiers: [{ isPerDevice: true }, {}, {}],
      links: [
        { upBps: 8e9, downBps: null, propagationNs: 1 },
        { upBps: 8e9, downBps: null, propagationNs: 2 },
      ],
    };
    const records = runFork(forked(spec, { ...ALONE, views: 3 }));
    assert.equal(records.finishNs[0], 10 + 3 * 40 + 1 + 4 + 20 + 2 + 7 + 2 + 1);
    assert.equal(records.busyNs[3], 120);
    assert.equal(records.busyNs[4], 20);
  });
  it('lets a closed device ask again when it is answered', () => {
    const spec: PointSpec = { ...TWO, arrivals: { kind: 'single-stream' }, requests: 3 };
    const records = runFork(forked(spec, { ...ALONE, views: 2 }));
    assert.deepEqual([...records.arrivalNs], [0, 90, 180]);
    assert.deepEqual([...records.finishNs], [90, 180, 270]);
  });
});

describe('several end devices at one instant', () => {
  it('are taken by request, whether all scores were there or time was up', () => {
    // Both requests are decided at 21: the first, which came first, by its timeout; the second by its last scores.
    const spec: PointSpec = {
      samples: [
        { computeNs: [22, 1], upBytes: [3] },
        { computeNs: [4, 1], upBytes: [3] },
        { computeNs: [1, 1], upBytes: [3] },
        { computeNs: [16, 1], upBytes: [3] },
        { computeNs: [1, 1], upBytes: [3] },
      ],
      arrivals: { kind: 'timestamps', timesNs: Float64Array.of(0, 0) },
      requests: 2,
      tiers: [{ servers: 2 }, {}],
      links: [{ upBps: 8e9, downBps: null, propagationNs: 1 }],
    };
    const point = forked(spec, { ...ALONE, views: 2, timeoutNs: 20 });
    const records = runFork(point);
    assert.deepEqual([...records.finishNs], naiveForkJoin(point, drawsOf(point)).finishNs);
  });
});

describe('several end devices, told of', () => {
  it('as bytes, waits and late messages', () => {
    const point = forked(TWO, { ...ALONE, views: 2, timeoutNs: 6, scoreBytes: 9 });
    const summary = summarizeFork(point, runFork(point), 0);
    assert.ok(summary !== null && point.world.fork !== undefined);
    assert.deepEqual(forkResult(point.world.fork, [summary]), {
      ...{ devices: 2, device_bytes: 49, score_bytes: 9, feature_bytes: 40 },
      ...{ scores_join_ms: 6e-6, features_join_ms: 6e-6, late_scores_share: 0.5, late_features_share: 0.5 },
    });
  });
  it('as energy of all of them', () => {
    const spec = { ...TWO, tiers: [{ isPerDevice: true, powerW: 1e9 }, { powerW: 1e9 }] };
    const point = forked(spec, { ...ALONE, views: 2 });
    assert.equal(summarizeReplication(point, runFork(point)).energyJ, 10 + 30 + 7);
  });
  it('as load of a place that they share, and of places of their own', () => {
    const spec: PointSpec = { ...TWO, arrivals: { kind: 'periodic', periodNs: 200 }, requests: 4 };
    const own = offeredLoad(forked(spec, { ...ALONE, views: 2 }));
    assert.deepEqual(own, { tier0: 20 / 200, tier1: 7 / 200, link0_up: 40 / 200, link0_down: 3 / 200 });
    const shared = { ...spec, tiers: [{}, {}], links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 5 }] };
    const one = offeredLoad(forked(shared, { ...ALONE, views: 2 }));
    assert.deepEqual(one, { tier0: 40 / 200, tier1: 7 / 200, link0_up: 80 / 200, link0_down: 3 / 200 });
  });
  it('as what the recursion is not for', () => {
    assert.equal(whyEvents(forked(TWO, ALONE)), 'several devices see each request, and their messages wait for each other');
  });
});

/** Worlds of plain stations, every stay a nanosecond at least, so that no two things follow each other at one instant. */
const plainWorld = fc.integer({ min: 2, max: 3 }).chain((tiers) =>
  fc.record({
    spec: fc
      .record({
        tiers: fc.array(fc.record({ servers: fc.integer({ min: 1, max: 2 }), isPerDevice: fc.boolean() }), {
          minLength: tiers,
          maxLength: tiers,
        }),
        links: fc.array(
          fc.record({
            upBps: fc.constantFrom(4e9, 8e9),
            downBps: fc.constantFrom(null, 8e9),
            propagationNs: fc.integer({ min: 1, max: 30 }),
            isPerDevice: fc.boolean(),
          }),
          { minLength: tiers - 1, maxLength: tiers - 1 },
        ),
        samples: samplesOf(tiers),
        devices: fc.integer({ min: 1, max: 3 }),
        gapsNs: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 }),
      })
      .map(({ gapsNs, samples, ...rest }): PointSpec => {
        let now = 0;
        const timesNs = Float64Array.from(gapsNs, (gap) => (now += gap));
        return {
          ...rest,
          answerBytes: 4,
          // The first tier serves everybody, and so does the second whoever comes there.
          samples: samples.map(({ computeNs, upBytes }) => ({
            computeNs: computeNs.map((ns, t) => (t <= Math.min(1, upBytes.length) || ns !== null ? (ns ?? 0) + 1 : null)),
            upBytes: upBytes.map((bytes) => bytes + 1),
          })),
          arrivals: { kind: 'timestamps', timesNs },
          requests: timesNs.length,
        };
      }),
    fork: fc.record<ForkPlan>({
      views: fc.integer({ min: 1, max: 4 }),
      timeoutNs: fc.option(fc.integer({ min: 0, max: 80 })),
      scoreBytes: fc.integer({ min: 1, max: 20 }),
      local: fc.option(fc.record({ bps: fc.constantFrom(2e9, 8e9), propagationNs: fc.integer({ min: 1, max: 20 }) })),
    }),
  }),
);

describe('several end devices, in any world', () => {
  it('is what a naive reckoning of each station makes of it, request by request', () => {
    fc.assert(
      fc.property(plainWorld, ({ spec, fork }) => {
        const point = forked(spec, fork);
        const records = runFork(point);
        const naive = naiveForkJoin(point, drawsOf(point));
        assert.deepEqual([...records.finishNs], naive.finishNs);
        assert.deepEqual([...(records.fork as NonNullable<Records['fork']>).lateFeatures], naive.lateFeatures);
        assert.deepEqual([...(records.fork as NonNullable<Records['fork']>).lateScores], naive.lateScores);
        assert.deepEqual([...records.busyNs], naive.busyNs);
        checkSums(records);
      }),
      { numRuns: 400 },
    );
  });
  it('with one end device that waits for nobody is what the event engine makes of it, weather and all', () => {
    fc.assert(
      fc.property(feedForwardWorld, (spec) => {
        const { radio: _, samples, ...rest } = spec;
        // No stay without time: what follows at one instant may come in another order.
        const above = samples.map(({ computeNs, upBytes }) => ({
          computeNs: computeNs.map((ns, t) => (t === 0 || ns !== null ? (ns ?? 0) + 1 : null)),
          upBytes: upBytes.map((bytes) => bytes + 1),
        }));
        const point = forked({ ...rest, samples: above, answerBytes: (spec.answerBytes ?? 0) + 1 }, ALONE);
        const { fork: _fork, ...world } = point.world;
        const records = runFork(point);
        const events = allocateRecords(world, point.workload.requests);
        runEvents({ ...point, world }, drawsOf(point), events);
        assert.deepEqual([...records.finishNs], [...events.finishNs]);
        events.partNames.forEach((name, p) => {
          assert.deepEqual([...records.column(p)], [...events.column(p)], name);
        });
        assert.deepEqual([...records.busyNs], [...events.busyNs]);
        assert.deepEqual([...records.areaNs], [...events.areaNs]);
        assert.deepEqual([...records.serverCounts], [...events.serverCounts]);
        assert.equal(records.lastNs, events.lastNs);
        checkSums(records);
      }),
      { numRuns: 200 },
    );
  });
  it('adds up whatever troubles the lanes', () => {
    fc.assert(
      fc.property(feedForwardWorld, plainWorld, ({ radio: _, ...spec }, { fork }) => {
        if (spec.links?.length === 0) return;
        const samples = spec.samples.map(({ computeNs, upBytes }) => ({
          computeNs: computeNs.map((ns, t) => (t === 0 ? (ns ?? 0) : ns)),
          upBytes,
        }));
        checkSums(runFork(forked({ ...spec, samples }, fork)));
      }),
      { numRuns: 200 },
    );
  });
});

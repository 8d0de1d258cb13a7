import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Draws } from '../../src/sim/engine/draws.ts';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import { runPlanStepwise } from '../../src/sim/engine/run-plan.ts';
import type { Plan, PointPlan, PreparedPoint } from '../../src/sim/plan/plan.ts';
import { allocateRecords, type Records } from '../../src/sim/records/records.ts';
import { offlineArrivals, periodicArrivals, poissonArrivals, timestampArrivals } from '../../src/sim/world/arrivals.ts';
import { sampleOrder } from '../../src/sim/world/sample-order.ts';
import { buildLane, buildPoint, drawsOf, ONE_KIND, type PointSpec, type SampleSpec, TIER } from './build-point.ts';
import { samplesOf } from './random-world.ts';
import { reckon } from './recursion-oracle.ts';

function run(point: PreparedPoint, draws: Partial<Draws>): Records {
  const records = allocateRecords(point.world, point.workload.requests);
  runEvents(point, { ...drawsOf(point), ...draws }, records);
  return records;
}

const sequential = (point: PreparedPoint) => sampleOrder('sequential', point.workload.requests, point.itinerary.samples, 1, 0);

/** Latency is the sum of the parts, never less than the request's own service, and the clock never runs backwards. */
function assertLaws(records: Records): void {
  for (let r = 0; r < records.requests; r++) {
    const latency = (records.finishNs[r] as number) - (records.arrivalNs[r] as number);
    let sum = 0;
    let own = 0;
    records.partsNs.forEach((part, i) => {
      const value = part[r] as number;
      assert.ok(Number.isInteger(value) && value >= 0, `${records.partNames[i]} of request ${r} is ${value}`);
      sum += value;
      if (!records.partNames[i]?.endsWith('_wait')) own += value;
    });
    assert.equal(sum, latency, `parts of request ${r}`);
    assert.ok(latency >= own);
  }
}

const world = fc.integer({ min: 1, max: 3 }).chain((tiers) =>
  fc.record({
    tiers: fc.array(fc.record({ servers: fc.integer({ min: 1, max: 3 }), isPerDevice: fc.boolean() }), {
      minLength: tiers,
      maxLength: tiers,
    }),
    links: fc.array(
      fc.record({
        upBps: fc.constantFrom(1e9, 8e9, 3e9),
        downBps: fc.constantFrom(null, 8e9, 2e9),
        propagationNs: fc.integer({ min: 0, max: 30 }),
        isPerDevice: fc.boolean(),
      }),
      { minLength: tiers - 1, maxLength: tiers - 1 },
    ),
    samples: samplesOf(tiers),
    devices: fc.integer({ min: 1, max: 4 }),
    answerBytes: fc.integer({ min: 0, max: 20 }),
    gapsNs: fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 }),
  }),
);

describe('event engine', () => {
  it('agrees request by request with an independent recursion over random worlds', () => {
    fc.assert(
      fc.property(world, ({ gapsNs, ...spec }) => {
        let now = 0;
        const timesNs = Float64Array.from(gapsNs, (gap) => (now += gap));
        const requests = timesNs.length;
        const point = buildPoint({ ...spec, samples: spec.samples as SampleSpec[], arrivals: { kind: 'timestamps', timesNs }, requests });
        const arrivals = timestampArrivals(timesNs, requests, spec.devices);
        const samples = sequential(point);
        const records = run(point, { arrivals, samples });
        const oracle = reckon(point, arrivals, samples);
        assert.deepEqual([...records.finishNs], oracle.finishNs);
        oracle.waitNs.forEach((waits, s) => {
          assert.deepEqual([...(records.partsNs[2 * s] as Float64Array)], waits, `waits at ${records.stationNames[s]}`);
        });
        assertLaws(records);
      }),
      { numRuns: 400 },
    );
  });

  it('by hand: two pictures at once through edge, uplink and cloud', () => {
    const point = buildPoint({
      samples: [{ computeNs: [10, 5], upBytes: [3] }],
      arrivals: { kind: 'offline' },
      requests: 2,
      links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 100 }],
      answerBytes: 2,
    });
    const records = run(point, { arrivals: offlineArrivals(2, 1), samples: sequential(point) });
    // First: 10 edge, 3 up, 100, 5 cloud, 2 down, 100. Second waits 10 at the edge and is never caught up with again.
    assert.deepEqual([...records.finishNs], [220, 230]);
    assert.deepEqual(Object.fromEntries(records.partNames.map((name, i) => [name, (records.partsNs[i] as Float64Array)[1]])), {
      tier0_wait: 10,
      tier0_compute: 10,
      tier1_wait: 0,
      tier1_compute: 5,
      link0_up_wait: 0,
      link0_up_transmit: 3,
      link0_down_wait: 0,
      link0_down_transmit: 2,
      propagation: 200,
    });
  });

  it('frees a link when the last bit has left, not when it arrives', () => {
    const point = buildPoint({
      samples: [{ computeNs: [null, 0], upBytes: [10] }],
      arrivals: { kind: 'offline' },
      requests: 3,
      links: [{ upBps: 8e9, propagationNs: 1000 }],
    });
    const records = run(point, { arrivals: offlineArrivals(3, 1), samples: sequential(point) });
    assert.deepEqual([...records.finishNs], [2010, 2020, 2030]);
  });

  it('single-stream asks again when it is answered, on every device', () => {
    const point = buildPoint({
      samples: [{ computeNs: [7], upBytes: [] }],
      arrivals: { kind: 'single-stream' },
      requests: 5,
      devices: 2,
      tiers: [{ isPerDevice: true }],
    });
    const records = run(point, { arrivals: null, samples: sequential(point) });
    assert.deepEqual([...records.arrivalNs], [0, 0, 7, 7, 14]);
    assert.deepEqual([...records.device], [0, 1, 0, 1, 0]);
    assertLaws(records);
  });

  it('counts busy time from the first request after warm-up on', () => {
    const point = buildPoint({
      samples: [{ computeNs: [10], upBytes: [] }],
      arrivals: { kind: 'periodic', periodNs: 4 },
      requests: 3,
      warmup: 1,
    });
    const records = run(point, { arrivals: periodicArrivals(4, 3, 1), samples: sequential(point) });
    // Request 1 arrives at 4; 6 of request 0 are left then; all are served by 30.
    assert.equal(records.busyNs[0], 26);
  });
});

const PERIODIC: PointSpec = {
  samples: [{ computeNs: [3], upBytes: [] }],
  arrivals: { kind: 'periodic', periodNs: 5 },
  requests: 6,
  devices: 2,
  tiers: [{ isPerDevice: true }],
};

describe('arrivals', () => {
  it('periodic: first at 0, every device in step', () => {
    const arrivals = periodicArrivals(5, 6, 2);
    assert.deepEqual([...arrivals.timesNs], [0, 0, 5, 5, 10, 10]);
    assert.deepEqual([...arrivals.devices], [0, 1, 0, 1, 0, 1]);
    assert.deepEqual(
      [...run(buildPoint(PERIODIC), { arrivals, samples: sequential(buildPoint(PERIODIC)) }).finishNs],
      [3, 3, 8, 8, 13, 13],
    );
  });
  it('poisson: whole nanoseconds in order, at the rate asked for, from every device', () => {
    const n = 40_000;
    const { timesNs, devices } = poissonArrivals(5, n, 8, 1, 0);
    for (let i = 1; i < n; i++) assert.ok((timesNs[i] as number) >= (timesNs[i - 1] as number) && Number.isInteger(timesNs[i]));
    const rate = (n * 1e9) / (timesNs[n - 1] as number);
    assert.ok(Math.abs(rate - 40) < (5 * 40) / Math.sqrt(n), `${rate} a second`);
    for (let d = 0; d < 8; d++) {
      const own = devices.filter((device) => device === d).length;
      assert.ok(Math.abs(own - n / 8) < 5 * Math.sqrt(n / 8), `device ${d} sent ${own}`);
    }
  });
  it('poisson: a device keeps its times when others join', () => {
    const alone = poissonArrivals(5, 50, 1, 7, 3).timesNs;
    const { timesNs, devices } = poissonArrivals(5, 200, 3, 7, 3);
    const shared = [...timesNs].filter((_, i) => devices[i] === 0).slice(0, 20);
    assert.deepEqual(shared, [...alone].slice(0, 20));
  });
  it('shuffled: any stretch as long as the trace takes every sample once', () => {
    const order = sampleOrder('shuffled', 25, 10, 1, 0);
    assert.deepEqual(
      [...order.slice(7, 17)].sort((a, b) => a - b),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    );
    assert.notDeepEqual([...order.slice(0, 10)], [...sampleOrder('shuffled', 10, 10, 1, 1)]);
  });
});

/** Two samples of confidence 0.2 and 0.9, edge and cloud. */
const POINT: PointPlan = {
  policy: { name: 'deex', decisionThreshold: 0.5, targetThreshold: 0.8 },
  params: { p_d: 0.5 },
  isTargetSwept: false,
  exits: 3,
  classes: 2,
  world: {
    devices: 2,
    tiers: [
      { ...TIER, name: 'edge', isPerDevice: true },
      { ...TIER, name: 'cloud' },
    ],
    links: [{ name: 'edge-cloud', up: buildLane(1e7), down: null, propagationNs: 1e6 }],
    answerBytes: 0,
    timeoutNs: null,
    radio: null,
  },
  workload: {
    arrivals: { kind: 'poisson', ratePerS: 50 },
    requests: 500,
    warmup: { kind: 'count', requests: 50 },
    order: 'shuffled',
    kinds: [ONE_KIND],
    whenLate: 'keep',
  },
  recorded: {
    labels: Int32Array.of(0, 1),
    confidence: [1, 2, 3].map(() => Float64Array.of(0.2, 0.9)),
    prediction: [1, 2, 3].map(() => Int32Array.of(0, 1)),
    logits: null,
    coded: null,
  },
  tiers: [[1, 2], [3]].map((exits) => ({
    exits,
    slowdown: 1,
    segmentNs: [1, 2, 3].map((ms) => Float64Array.of(ms * 1e6, ms * 1e6)),
    branchNs: [1, 2].map(() => Float64Array.of(1e5, 1e5)),
    batchNs: null,
  })),
  payload: { kind: 'features', inputBytes: 3072, featureBytes: [1000, 500, 8], overheadBytes: 40 },
};

describe('a plan', () => {
  const other: PointPlan = { ...POINT, policy: { name: 'ordinary', targetThreshold: 0.5 }, params: { p_d: 0.5, p_tar: 0.5 } };
  const runs = (plan: Plan) => [...runPlanStepwise(plan)].filter((run) => run !== null);
  const plan: Plan = { seed: 1, replications: 3, until: null, batches: null, points: [POINT, other] };
  it('gives the same summaries twice, and other ones for another seed', () => {
    assert.equal(runs(plan).length, 2);
    assert.deepEqual(runs(plan), runs(plan));
    assert.notDeepEqual(runs(plan), runs({ ...plan, seed: 2 }));
  });
  it('shows every point the same arrivals and samples', () => {
    const seen: string[] = [];
    for (const _ of runPlanStepwise(
      { ...plan, replications: 1 },
      { onRecords: (_, __, ___, records) => seen.push(`${records.arrivalNs} ${records.sample}`) },
    ));
    assert.equal(seen.length, 2);
    assert.equal(new Set(seen).size, 1);
  });
  it('adding a replication leaves the earlier ones as they were', () => {
    assert.deepEqual(runs({ ...plan, replications: 4 })[1]?.replications.slice(0, 3), runs(plan)[1]?.replications);
  });
  it('can be stopped after any replication', () => {
    const steps = runPlanStepwise(plan);
    assert.deepEqual([steps.next().value, steps.next().value], [null, null]);
    assert.equal(steps.next().value?.replications.length, 3);
    steps.return();
  });
  it('counts the samples it has seen, once each', () => {
    const few = { ...POINT, workload: { ...POINT.workload, requests: 2, warmup: { kind: 'count', requests: 1 } as const } };
    assert.deepEqual(runs({ ...plan, replications: 1, points: [few] })[0]?.distinctSamples, 1);
    assert.deepEqual(runs({ ...plan, replications: 20, points: [few] })[0]?.distinctSamples, 2);
  });
  it('refuses to run past what the clock can count', () => {
    const slow = { ...POINT, workload: { ...POINT.workload, arrivals: { kind: 'poisson', ratePerS: 1e-7 } as const } };
    assert.throws(() => runs({ ...plan, replications: 1, points: [slow] }), /longer than 104 days/);
  });
});

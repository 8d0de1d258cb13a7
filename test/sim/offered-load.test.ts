/** The load offered to each part of the world, by hand. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { isStable, lambdaMax, offeredLoad } from '../../src/sim/plan/offered-load.ts';
import type { LanePlan, PreparedPoint, TierPlan } from '../../src/sim/plan/plan.ts';
import { buildPoint, type PointSpec, resultOf } from './build-point.ts';

const summarize = (point: PreparedPoint, replications = 2) => resultOf(point, replications);

const close = (actual: number | null | undefined, expected: number, tolerance = 1e-12) =>
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) <= tolerance * Math.abs(expected), `${actual}, not ${expected}`);

describe('stability', () => {
  const at = (ratePerS: number, kind: 'poisson' | 'offline' = 'poisson') =>
    buildPoint({
      samples: [{ computeNs: [10e6], upBytes: [] }],
      arrivals: kind === 'poisson' ? { kind, ratePerS } : { kind },
      requests: 200,
    });
  it('is lost at load 1, where percentiles are withheld and means stay', () => {
    assert.equal(summarize(at(99)).stable, true);
    const { stable, latency_ms, load } = summarize(at(100));
    assert.equal(stable, false);
    assert.deepEqual([latency_ms.p50, latency_ms.p90, latency_ms.p95, latency_ms.p99], [null, null, null, null]);
    assert.ok((latency_ms.mean as number) > 10 && (latency_ms.max as number) > (latency_ms.mean as number));
    assert.equal(load?.['tier0'], 1);
  });
  it('is never lost by offline and single-stream arrivals', () => {
    assert.equal(summarize(at(0, 'offline')).stable, true);
    assert.equal(offeredLoad(at(0, 'offline')), null);
  });
  it("counts a device's own part once a device, a shared part for all", () => {
    const point = buildPoint({
      samples: [{ computeNs: [10e6, 1e6], upBytes: [125] }],
      arrivals: { kind: 'poisson', ratePerS: 10 },
      requests: 10,
      devices: 4,
      tiers: [{ isPerDevice: true }, { servers: 2 }],
      links: [{ upBps: 1e6, downBps: null, propagationNs: 0 }],
    });
    const loads = offeredLoad(point) ?? {};
    for (const [part, load] of Object.entries({ tier0: 0.1, tier1: 0.02, link0_up: 0.04, link0_down: 0 })) {
      assert.ok(Math.abs((loads[part] as number) - load) < 1e-15, part);
    }
  });
  it('is lost at exactly 1, whatever the period', () => {
    for (let ms = 1; ms <= 500; ms++) {
      const point = buildPoint({
        samples: Array(7).fill({ computeNs: [ms * 1e6], upBytes: [] }),
        arrivals: { kind: 'periodic', periodNs: ms * 1e6 },
        requests: 5,
      });
      assert.equal(isStable(offeredLoad(point), point), false, `${ms} ms`);
    }
  });
  it('never shows a part busy for more than all the time', () => {
    const timesNs = Float64Array.of(0, 0);
    const point = buildPoint({
      samples: [
        { computeNs: [9e6], upBytes: [] },
        { computeNs: [1e6], upBytes: [] },
      ],
      arrivals: { kind: 'timestamps', timesNs },
      requests: 2,
      warmup: 1,
      devices: 2,
      tiers: [{ isPerDevice: true }],
    });
    assert.ok(Math.abs((summarize(point, 1).utilization['tier0'] as number) - 10 / 18) < 1e-12);
  });
  it('takes the rate of timestamps from their span', () => {
    const point = buildPoint({
      samples: [{ computeNs: [5e8], upBytes: [] }],
      arrivals: { kind: 'timestamps', timesNs: Float64Array.of(0, 1e9, 2e9) },
      requests: 3,
    });
    assert.deepEqual(offeredLoad(point), { tier0: 0.5 });
  });
});

/** 10 ms at the edge, then 1,250 bytes over 1 Mbit/s (10 ms) for half of them, 5 ms in the cloud; 40 requests a second. */
const offloading = (change: Partial<PointSpec> = {}, tiers: readonly Partial<TierPlan>[] = [{}, {}], up: Partial<LanePlan> = {}) =>
  buildPoint({
    samples: [
      { computeNs: [10e6, 5e6], upBytes: [1250], bestExit: 1 },
      { computeNs: [10e6], upBytes: [], bestExit: 1 },
    ],
    arrivals: { kind: 'poisson', ratePerS: 40 },
    requests: 100,
    tiers,
    links: [{ upBps: 1e6, downBps: 1e6, propagationNs: 0, up }],
    answerBytes: 125,
    ...change,
  });

describe('load of a varying world', () => {
  const loadOf = (point: PreparedPoint, part: string) => offeredLoad(point)?.[part];
  it('by hand, where nothing varies', () => {
    const loads = offeredLoad(offloading()) ?? {};
    for (const [part, load] of Object.entries({ tier0: 0.4, tier1: 0.1, link0_up: 0.2, link0_down: 0.02 })) close(loads[part], load);
  });
  it('takes the mean capacity of a link', () => {
    const chain = {
      rates: [1e6, 3e6],
      meanNs: [3e9, 1e9],
      next: [
        [0, 1],
        [1, 0],
      ],
    };
    close(loadOf(offloading({}, [{}, {}], { capacity: { kind: 'markov', chain } }), 'link0_up'), 0.2 / 1.5, 1e-6);
  });
  it('sends lost packets again: Gilbert and Elliott, a third of the time bad, lose a sixth', () => {
    const loss = { packetBytes: 1500, goodToBad: 0.1, badToGood: 0.2, lossInGood: 0, lossInBad: 0.5 };
    close(loadOf(offloading({}, [{}, {}], { loss }), 'link0_up'), 0.2 / (1 - 1 / 6));
    close(loadOf(offloading({}, [{}, {}], { loss: { ...loss, goodToBad: 0, lossInGood: 0.2 } }), 'link0_up'), 0.2 / 0.8);
  });
  it('works while it is up', () => {
    const outages = { kind: 'random', meanUpNs: 3e9, meanDownNs: 1e9 } as const;
    close(loadOf(offloading({}, [{ outages }, {}]), 'tier0'), 0.4 / 0.75);
    const windows = { kind: 'windows', fromNs: Float64Array.of(0), toNs: Float64Array.of(1e9) } as const;
    close(loadOf(offloading({}, [{ outages: windows }, {}]), 'tier0'), 0.4);
  });
  it('takes the mean rate of bursts: 10/s for three quarters of the time, 90/s else', () => {
    const chain = {
      rates: [10, 90],
      meanNs: [3e9, 1e9],
      next: [
        [0, 1],
        [1, 0],
      ],
    };
    close(loadOf(offloading({ arrivals: { kind: 'mmpp', chain } }), 'tier0'), 0.3);
  });
  it('reckons with full batches, each piece on as many as need it', () => {
    const point = buildPoint({
      samples: [
        { computeNs: [1e6], upBytes: [] },
        { computeNs: [1e6], upBytes: [] },
      ],
      arrivals: { kind: 'poisson', ratePerS: 1000 },
      requests: 10,
      tiers: [{ batch: { max: 8, waitNs: 0 } }],
      batchNs: { sizes: [1, 4, 8], timesNs: [1e6, 2e6, 3e6] },
    });
    // All need segment 1: a batch of 8 takes 3 ms, 0.375 ms a request.
    close(loadOf(point, 'tier0'), 0.375);
    // Branch 1, for the second sample only: batches of 4 take 2 ms more.
    const costs = { sizes: [1, 4, 8], segmentNs: [[1e6, 2e6, 3e6]], branchNs: [[1e6, 2e6, 3e6]] };
    const branched = {
      ...point,
      itinerary: { ...point.itinerary, branches: [Uint32Array.of(0, 1)] },
      tiers: point.tiers.map((tier) => ({ ...tier, slowdown: 2, batchNs: costs })),
    };
    close(loadOf(branched, 'tier0'), (2 * (3 + 2)) / 8);
  });
  it('is that of a server where requests share it', () => close(loadOf(offloading({}, [{ discipline: 'ps' }, {}]), 'tier0'), 0.4));
});

describe('parts that turn requests away', () => {
  const fast = { arrivals: { kind: 'poisson', ratePerS: 200 } } as const;
  it('are never unstable, and pass on no more than they serve', () => {
    const point = offloading(fast, [{ buffer: 3 }, {}]);
    const load = offeredLoad(point);
    close(load?.['tier0'], 2);
    close(load?.['link0_up'], 0.5);
    close(load?.['tier1'], 0.25);
    assert.equal(isStable(load, point), true);
    assert.equal(isStable(offeredLoad(offloading(fast)), offloading(fast)), false);
  });
  it('send answers of their own down where fallbacks answer', () => {
    const crowded = { arrivals: { kind: 'poisson', ratePerS: 800 } } as const;
    const [dropping, falling] = (['drop', 'local'] as const).map((whenFull) =>
      offeredLoad(
        offloading(crowded, [{ servers: 100 }, { buffer: 0, whenFull }], { isPerDevice: true, capacity: { kind: 'constant', bps: 1e9 } }),
      ),
    );
    // 400 a second reach the cloud, which serves 200; an answer takes 1 ms.
    close(dropping?.['tier1'], 2);
    close(dropping?.['link0_down'], 0.2);
    close(falling?.['link0_down'], 0.4);
  });
  it('is not so where the impatient overtake the others', () => {
    const urgent = (discipline: 'fifo' | 'priority', deadlines: readonly (number | null)[]) => {
      const point = buildPoint({
        samples: [{ computeNs: [3e6], upBytes: [] }],
        arrivals: { kind: 'poisson', ratePerS: 500 },
        requests: 10,
        kinds: deadlines.map((deadlineNs, priority) => ({ deadlineNs, priority })),
        whenLate: 'drop',
        tiers: [{ discipline }],
      });
      return isStable(offeredLoad(point), point);
    };
    assert.equal(urgent('fifo', [1e8, null]), true);
    assert.equal(urgent('priority', [1e8, null]), false);
    assert.equal(urgent('priority', [1e8, 1e9]), true);
  });
  it('may be so because requests come too late, as far as they have a deadline', () => {
    const late = (deadlines: readonly (number | null)[], whenLate: 'drop' | 'keep', tiers: readonly Partial<TierPlan>[] = [{}, {}]) => {
      const point = offloading({ ...fast, whenLate, kinds: deadlines.map((deadlineNs) => ({ deadlineNs })) }, tiers);
      return isStable(offeredLoad(point), point);
    };
    assert.equal(late([1e9], 'drop'), true);
    assert.equal(late([1e9], 'keep'), false);
    // Half of load 2 has all the time in the world.
    assert.equal(late([1e9, null], 'drop'), false);
    assert.equal(late([1e9, 1e9, null], 'drop'), true);
    // Nobody waits for a turn where all are served at once.
    assert.equal(late([1e9], 'drop', [{ discipline: 'ps' }, {}]), false);
  });
});

describe('the most requests a second', () => {
  it('is where the busiest part is full', () => {
    close(lambdaMax(offloading()), 100);
    close(lambdaMax(offloading({}, [{ servers: 10 }, {}])), 200);
    close(lambdaMax(offloading({ devices: 4 }, [{ isPerDevice: true }, { servers: 2 }], { isPerDevice: true })), 400);
  });
  it('is known for closed and offline arrivals, and absent where nothing takes time', () => {
    close(lambdaMax(offloading({ arrivals: { kind: 'single-stream' } })), 100);
    close(lambdaMax(offloading({ arrivals: { kind: 'offline' } })), 100);
    const still = buildPoint({ samples: [{ computeNs: [0], upBytes: [] }], arrivals: { kind: 'offline' }, requests: 1 });
    assert.equal(lambdaMax(still), null);
  });
  it('looks behind parts that turn requests away', () => {
    // The edge passes on 50 a second at most, and the cloud could serve 200.
    assert.equal(lambdaMax(offloading({}, [{ buffer: 0 }, {}])), null);
    assert.equal(lambdaMax(offloading({ links: [{ upBps: 1e9, propagationNs: 0 }] }, [{ buffer: 0 }, {}])), null);
    // Behind two edges it is 100 a second, and 5 ms become 15: full at 2/3 of 100 that offload, so at 133.
    const slow = offloading({ links: [{ upBps: 1e9, propagationNs: 0 }] }, [{ buffer: 0, servers: 2 }, {}]);
    const slower = {
      ...slow,
      itinerary: { ...slow.itinerary, computeNs: [slow.itinerary.computeNs[0] as Float64Array, Float64Array.of(15e6, 0)] },
    };
    close(lambdaMax(slower), 400 / 3);
  });
  it('scales load: at half of it the busiest part is half full', () => {
    const ms = fc.integer({ min: 1, max: 50 }).map((value) => value * 1e6);
    fc.assert(
      fc.property(ms, ms, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 4 }), (edgeNs, cloudNs, bytes, servers) => {
        const at = (ratePerS: number) =>
          buildPoint({
            samples: [{ computeNs: [edgeNs, cloudNs], upBytes: [bytes] }],
            arrivals: { kind: 'poisson', ratePerS },
            requests: 1,
            tiers: [{}, { servers }],
            links: [{ upBps: 1e6, propagationNs: 0 }],
          });
        const most = lambdaMax(at(1)) as number;
        const busiest = Math.max(...Object.values(offeredLoad(at(most / 2)) ?? {}));
        close(busiest, 0.5, 1e-9);
      }),
    );
  });
});

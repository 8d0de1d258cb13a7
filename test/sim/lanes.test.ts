/** What lanes do, by hand: varying capacity, opportunities, fair sharing, loss, jitter. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import type { CapacityPlan, LanePlan } from '../../src/sim/plan/plan.ts';
import type { Records } from '../../src/sim/records/records.ts';
import { lossyLane } from '../../src/sim/world/loss.ts';
import { BYTE_WORK, makeSupply } from '../../src/sim/world/supply.ts';
import { buildPoint, type PointSpec, recordsOf } from './build-point.ts';

const MS = 1e6;
const part = (records: Records, name: string) => Array.from(records.partsNs[records.partNames.indexOf(name)] as Float64Array);
const noStreams = {
  weather: () => assert.fail('nothing is drawn here'),
  outages: () => assert.fail('nothing is drawn here'),
};

/** Messages of so many bytes that come at these times [ms] to a lane, and when the last bit of each has left [ms]. */
function leaveMs(bytes: readonly number[], timesMs: readonly number[], up: Partial<LanePlan>, rest: Partial<PointSpec> = {}): number[] {
  const records = recordsOf(
    buildPoint({
      samples: bytes.map((size) => ({ computeNs: [null, 0], upBytes: [size] })),
      arrivals: { kind: 'timestamps', timesNs: Float64Array.from(timesMs, (ms) => ms * MS) },
      requests: timesMs.length,
      links: [{ upBps: 1, propagationNs: 0, up }],
      ...rest,
    }),
  );
  return Array.from(records.finishNs, (finish) => finish / MS);
}

const mahimahi = (...ms: number[]): CapacityPlan => ({
  kind: 'opportunities',
  timesNs: Float64Array.from(ms, (time) => time * MS),
  bytes: 1500,
  repeatNs: (ms[ms.length - 1] as number) * MS,
});

describe('steps', () => {
  const capacity: CapacityPlan = {
    kind: 'steps',
    startsNs: Float64Array.of(0, 10 * MS, 20 * MS),
    bps: Float64Array.of(8e6, 0, 4e6),
    repeatNs: null,
  };
  it('carry a message across their edges', () => {
    // 1,000 B a ms, then nothing, then 500 B a ms.
    assert.deepEqual(leaveMs([4000, 8000, 1000], [0, 1, 50], { capacity }), [4, 24, 52]);
  });
  it('begin again after their period', () => {
    const repeated = { ...capacity, repeatNs: 30 * MS };
    // 10,000 B and then 5,000 B a period.
    assert.deepEqual(leaveMs([15_000, 11_000], [0, 0], { capacity: repeated }), [30, 52]);
    assert.deepEqual(leaveMs([1000], [3_000_012], { capacity: repeated }), [3_000_022]);
  });
  it('are not kept while nobody is there', () => {
    const fast: CapacityPlan = { kind: 'steps', startsNs: Float64Array.of(0, 1000), bps: Float64Array.of(8e9, 16e9), repeatNs: 2000 };
    // A day of half a billion changes, in the same phase as at 0.
    for (const isShared of [false, true]) {
      assert.deepEqual(leaveMs([1000, 2000], [0, 86_400_000], { capacity: fast, isShared }), [0.001, 86_400_000.0015]);
    }
  });
  it('with one rate are a constant', () => {
    const steps: CapacityPlan = {
      kind: 'steps',
      startsNs: Float64Array.of(0, 7, 1e6),
      bps: Float64Array.of(3e6, 3e6, 3e6),
      repeatNs: null,
    };
    const bytes = [3072, 65536, 17, 0, 40960];
    const timesMs = [0, 1, 1, 400, 401];
    assert.deepEqual(leaveMs(bytes, timesMs, { capacity: steps }), leaveMs(bytes, timesMs, { capacity: { kind: 'constant', bps: 3e6 } }));
  });
});

describe('opportunities', () => {
  it('carry 1,500 bytes each', () => {
    assert.deepEqual(leaveMs([1500, 1501, 3000], [0, 0, 0], { capacity: mahimahi(1, 2, 3, 4, 5, 6) }), [1, 3, 5]);
  });
  it('at the instant of arrival are usable', () => {
    assert.deepEqual(leaveMs([1500], [2], { capacity: mahimahi(1, 2, 3) }), [2]);
  });
  it('leave what a message does not need to the next one waiting, or in that very instant', () => {
    assert.deepEqual(leaveMs([1000, 500, 1], [0, 0, 0], { capacity: mahimahi(5, 9) }), [5, 5, 9]);
    assert.deepEqual(leaveMs([1000, 500, 1], [0, 5, 5], { capacity: mahimahi(5, 9) }), [5, 5, 9]);
  });
  it('are lost where nobody waits', () => {
    assert.deepEqual(leaveMs([1000, 100], [0, 5.5], { capacity: mahimahi(5, 9) }), [5, 9]);
  });
  it('may be several in a millisecond', () => {
    assert.deepEqual(leaveMs([4500, 1500], [0, 0], { capacity: mahimahi(3, 3, 3, 8) }), [3, 8]);
  });
  it('wrap at the last value, where both rounds have one', () => {
    // 4, 10 | 14, 20 | 24, ...
    assert.deepEqual(leaveMs([1500, 1500, 1500, 1500, 1500], [0, 5, 11, 15, 21], { capacity: mahimahi(4, 10) }), [4, 10, 14, 20, 24]);
    // 0, 6 | 6, 12 | 12: the last of a round and the first of the next are both there.
    assert.deepEqual(leaveMs([3000, 1500], [1, 1], { capacity: mahimahi(0, 6) }), [6, 12]);
    assert.deepEqual(leaveMs([1500], [1_000_001], { capacity: mahimahi(4, 10) }), [1_000_004]);
  });
  it('are lost in an outage', () => {
    const outages = { kind: 'windows', fromNs: Float64Array.of(3 * MS), toNs: Float64Array.of(12 * MS) } as const;
    assert.deepEqual(leaveMs([1500, 1500], [0, 0], { capacity: mahimahi(2, 4, 10), outages }), [2, 12]);
  });
  it('carry nothing at once', () => {
    assert.deepEqual(leaveMs([0], [1], { capacity: mahimahi(5) }), [1]);
  });
  it('shared fairly go to all in equal parts', () => {
    // At 5 each gets 750; at 9 the first takes its last 250, the second the other 1,250 of which it needs 500.
    assert.deepEqual(leaveMs([1000, 1250], [0, 0], { capacity: mahimahi(5, 9, 20), isShared: true }), [9, 9]);
  });
});

describe('a fairly shared lane', () => {
  it('halves between two messages', () => {
    // 1 MB/s: until 1 ms alone (1,000 of 3,000 B), then each at half: the second (1,000 B) is through at 3 ms.
    const records = recordsOf(
      buildPoint({
        samples: [
          { computeNs: [null, 0], upBytes: [3000] },
          { computeNs: [null, 0], upBytes: [1000] },
        ],
        arrivals: { kind: 'timestamps', timesNs: Float64Array.of(0, MS) },
        requests: 2,
        links: [{ upBps: 8e6, propagationNs: 0, up: { isShared: true } }],
      }),
    );
    assert.deepEqual([...records.finishNs], [4 * MS, 3 * MS]);
    assert.deepEqual(part(records, 'link0_up_transmit'), [3 * MS, MS]);
    assert.deepEqual(part(records, 'link0_up_wait'), [MS, MS]);
    assert.equal(records.busyNs[2], 4 * MS);
  });
  it('of varying capacity carries as much as it can', () => {
    const capacity: CapacityPlan = { kind: 'steps', startsNs: Float64Array.of(0, 2 * MS), bps: Float64Array.of(8e6, 16e6), repeatNs: null };
    // 2,000 B until 2 ms, then 2,000 B a ms.
    assert.deepEqual(leaveMs([3000, 3000], [0, 0], { capacity, isShared: true }), [4, 4]);
  });
});

describe('a lossy lane', () => {
  it('sends each lost packet again: S / (1 - p) bytes on average', () => {
    const wire = lossyLane({ packetBytes: 1500, goodToBad: 0, badToGood: 1, lossInGood: 0.2, lossInBad: 0 }, randomStream(1, 0, 'test', 0));
    let sum = 0;
    for (let i = 0; i < 20_000; i++) sum += wire(15_000);
    // 200,000 packets, losses of each of variance p / (1 - p)^2: the mean has a deviation of 0.0012; four of them.
    assert.ok(Math.abs(sum / 20_000 / 15_000 - 1.25) < 0.005, `${sum}`);
  });
  it('in bursts likewise, by the share of time in each state', () => {
    const wire = lossyLane(
      { packetBytes: 1000, goodToBad: 0.05, badToGood: 0.2, lossInGood: 0, lossInBad: 0.5 },
      randomStream(1, 0, 'test', 0),
    );
    let sum = 0;
    for (let i = 0; i < 200_000; i++) sum += wire(1000);
    // A fifth of the packets are sent in the bad state: one in ten is lost.
    assert.ok(Math.abs(sum / 200e6 - 1 / 0.9) < 0.01, `${sum}`);
  });
  it('without loss is any other, and a lost packet takes its time', () => {
    const loss = { packetBytes: 1500, goodToBad: 0, badToGood: 1, lossInGood: 0, lossInBad: 0 };
    const capacity = { kind: 'constant', bps: 8e6 } as const;
    assert.deepEqual(leaveMs([4000, 10], [0, 1], { capacity, loss }), leaveMs([4000, 10], [0, 1], { capacity }));
    const [first] = leaveMs([1500], [0], { capacity, loss: { ...loss, lossInGood: 0.9 } }) as [number];
    assert.ok(first > 1.5 && Math.abs(first / 1.5 - Math.round(first / 1.5)) < 1e-9, `${first}`);
  });
});

describe('jitter', () => {
  const spec: PointSpec = {
    samples: [{ computeNs: [null, 0], upBytes: [1] }],
    arrivals: { kind: 'periodic', periodNs: 1000 },
    requests: 5000,
    links: [{ upBps: 8e9, propagationNs: 500, up: { jitter: { distribution: 'uniform', meanNs: 3000 } } }],
  };
  it('keeps the order and never shortens the way', () => {
    const records = recordsOf(buildPoint(spec));
    const finishNs = [...records.finishNs];
    assert.deepEqual(
      finishNs,
      finishNs.slice().sort((a, b) => a - b),
    );
    assert.ok(part(records, 'propagation').every((ns) => ns >= 1000 && ns <= 1000 + 6000 + 5000));
    assert.ok(new Set(part(records, 'propagation')).size > 100);
  });
  it('has the mean it says where messages are far apart', () => {
    for (const distribution of ['uniform', 'exponential'] as const) {
      const apart = {
        ...spec,
        arrivals: { kind: 'periodic', periodNs: 1e6 } as const,
        links: [{ upBps: 8e9, propagationNs: 500, up: { jitter: { distribution, meanNs: 3000 } } }],
      };
      const delays = part(recordsOf(buildPoint(apart)), 'propagation');
      const mean = delays.reduce((sum, ns) => sum + ns - 1000, 0) / delays.length;
      // A deviation of at most 3,000 / sqrt(5,000) = 42; four of them.
      assert.ok(Math.abs(mean - 3000) < 170, `${distribution} ${mean}`);
    }
  });
});

describe('a Markov-modulated lane', () => {
  const chain = {
    rates: [8e6, 0, 32e6],
    meanNs: [20 * MS, 5 * MS, 10 * MS],
    next: [
      [0, 0.5, 0.5],
      [1, 0, 0],
      [0.5, 0.5, 0],
    ],
  };
  it('has the same weather whatever is sent', () => {
    const make = () => {
      const stream = () => randomStream(1, 0, 'weather', 'x 0');
      return makeSupply({ kind: 'markov', chain }, null, { weather: stream, outages: noStreams.outages });
    };
    const busy = make();
    const idle = make();
    let nowNs = 0;
    while (nowNs < 2000 * MS) nowNs = busy.take(nowNs, 1000 * BYTE_WORK);
    assert.equal(busy.take(5000 * MS, 1e5 * BYTE_WORK), idle.take(5000 * MS, 1e5 * BYTE_WORK));
  });
  it('carries its mean in the long run', () => {
    const supply = makeSupply({ kind: 'markov', chain }, null, { ...noStreams, weather: () => randomStream(1, 0, 'weather', 'x 0') });
    // Visits 4 : 3 : 2 and more; stays 20, 5, 10.
    const total = supply.drain(0, 4e6 * MS) / (4e6 * MS);
    const visits = [1, 0.75, 0.5]; // v0 = v1 + v2 / 2, v1 = v0 / 2 + v2 / 2, v2 = v0 / 2
    const time = visits.map((share, i) => share * (chain.meanNs[i] as number));
    const expected = time.reduce((sum, ns, i) => sum + ns * (chain.rates[i] as number), 0) / time.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(total / expected - 1) < 0.01, `${total} ${expected}`);
  });
});

describe('supplies', () => {
  const capacity = fc.oneof(
    fc.record({
      kind: fc.constant('steps' as const),
      startsNs: fc.constant(Float64Array.of(0, 40, 55, 90)),
      bps: fc
        .array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 })
        .map((rates) => Float64Array.from(rates, (rate, i) => (i === 0 ? rate + 1 : rate) * 1e9)),
      repeatNs: fc.constant(120),
    }),
    fc.record({
      kind: fc.constant('opportunities' as const),
      timesNs: fc
        .array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 9 })
        .map((times) => Float64Array.from(times.sort((a, b) => a - b))),
      bytes: fc.constant(3),
      repeatNs: fc.constant(100),
    }),
  );
  it('peeking at a time and draining up to it agree with taking', () => {
    fc.assert(
      fc.property(capacity, fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 }), (plan, sizes) => {
        const taking = makeSupply(plan, null, noStreams);
        let nowNs = 0;
        let drained = 0;
        let taken = 0;
        for (const size of sizes) {
          const work = size * BYTE_WORK;
          assert.equal(taking.peek(nowNs, work), taking.peek(nowNs, work));
          const peeked = taking.peek(nowNs, work);
          nowNs = taking.take(nowNs, work);
          assert.equal(nowNs, peeked);
          taken += work;
        }
        drained = makeSupply(plan, null, noStreams).drain(0, nowNs);
        const after = makeSupply(plan, null, noStreams).drain(0, nowNs + 1);
        // Rounding to whole nanoseconds: each message may end half a one early or late.
        const slack = sizes.length * 10e9;
        assert.ok(drained <= taken + slack && after >= taken - slack, `${drained} ${taken} ${after}`);
      }),
    );
  });
});

/** What stations do, by hand: disciplines, rooms for waiting, batches, deadlines, outages, patience. Times are nanoseconds. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Records } from '../../src/sim/records/records.ts';
import { buildPoint, type PointSpec, recordsOf } from './build-point.ts';

const at = (...timesNs: number[]) => ({ kind: 'timestamps', timesNs: Float64Array.from(timesNs) }) as const;
const latencies = (records: Records) => Array.from(records.finishNs, (finish, r) => finish - (records.arrivalNs[r] as number));
const part = (records: Records, name: string) => Array.from(records.partsNs[records.partNames.indexOf(name)] as Float64Array);
const computing = (...timesNs: number[]) => timesNs.map((ns) => ({ computeNs: [ns], upBytes: [], exit: 2 }));

/** One server at one tier; samples in order. */
const oneTier = (rest: Partial<PointSpec> & Pick<PointSpec, 'samples' | 'arrivals' | 'requests'>) => recordsOf(buildPoint(rest));

describe('processor sharing', () => {
  it('gives two requests half a server each, and what one leaves to the other', () => {
    const records = oneTier({
      samples: computing(100, 60),
      arrivals: at(0, 20),
      requests: 2,
      tiers: [{ discipline: 'ps' }],
    });
    // Until 20: 20 of 100 done. Then each at 1/2: the second has its 60 at 140, the first 80 by then; 20 + 60 = 80 done, 20 left.
    assert.deepEqual([...records.finishNs], [160, 140]);
    assert.deepEqual(part(records, 'tier0_compute'), [100, 60]);
    assert.deepEqual(part(records, 'tier0_wait'), [60, 60]);
  });

  it('with two servers slows nobody down until a third comes', () => {
    const records = oneTier({ samples: computing(90), arrivals: at(0, 0, 30), requests: 3, tiers: [{ discipline: 'ps', servers: 2 }] });
    // From 30 on three share two: 60 left of each of the first at 2/3: done at 120; the third then has 60 of 90 and runs alone.
    assert.deepEqual([...records.finishNs], [120, 120, 150]);
  });

  it('conserves work: one place is empty when first come, first served would be', () => {
    const spec = fc.record({
      timesNs: fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 12 }),
      stays: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(spec, ({ timesNs, stays }) => {
        const base = {
          samples: computing(...stays),
          arrivals: at(...[...timesNs].sort((a, b) => a - b)),
          requests: timesNs.length,
        };
        const shared = oneTier({ ...base, tiers: [{ discipline: 'ps' }] });
        const fifo = oneTier(base);
        // Departures are rounded to whole nanoseconds, at most half a one each.
        assert.ok(Math.abs(Math.max(...shared.finishNs) - Math.max(...fifo.finishNs)) <= timesNs.length / 2);
        assert.ok(Math.abs((shared.busyNs[0] as number) - (fifo.busyNs[0] as number)) <= timesNs.length);
      }),
    );
  });
});

describe('who is next', () => {
  const tight = { samples: computing(100, 50, 20, 70), arrivals: at(0, 1, 2, 3), requests: 4 } as const;
  it('first come, first served', () => {
    assert.deepEqual([...oneTier(tight).finishNs], [100, 150, 170, 240]);
  });
  it('shortest job first, without interrupting anyone', () => {
    assert.deepEqual([...oneTier({ ...tight, tiers: [{ discipline: 'sjf' }] }).finishNs], [100, 170, 120, 240]);
  });
  it('the most urgent kind, first come, first served within it', () => {
    const point = buildPoint({ ...tight, tiers: [{ discipline: 'priority' }], kinds: [{ priority: 1 }, { priority: 0 }] });
    const records = recordsOf(point, { kinds: Uint8Array.of(0, 0, 1, 1) });
    assert.deepEqual([...records.finishNs], [100, 240, 120, 190]);
  });
  it('the earliest deadline', () => {
    const point = buildPoint({ ...tight, tiers: [{ discipline: 'edf' }], kinds: [{ deadlineNs: 500 }, { deadlineNs: 200 }, {}] });
    const records = recordsOf(point, { kinds: Uint8Array.of(0, 2, 0, 1) });
    // Deadlines: none, 502, 203.
    assert.deepEqual([...records.finishNs], [100, 240, 190, 170]);
  });
  it('with equal deadlines or one kind is first come, first served', () => {
    const fifo = oneTier(tight);
    for (const discipline of ['edf', 'priority'] as const) {
      const other = oneTier({ ...tight, tiers: [{ discipline }], kinds: [{ deadlineNs: 100 }] });
      assert.deepEqual([...other.finishNs], [...fifo.finishNs]);
    }
  });
});

describe('a queue with little room', () => {
  const burst = { samples: computing(100), arrivals: at(0, 0, 0, 150), requests: 4, tiers: [{ buffer: 1 }] } as const;
  it('loses who finds it full, at once', () => {
    const records = oneTier(burst);
    assert.deepEqual([...records.exit], [2, 2, 0, 2]);
    assert.deepEqual([...records.finishNs], [100, 200, 0, 300]);
  });
  it('with no room at all only serves', () => {
    assert.deepEqual([...oneTier({ ...burst, tiers: [{ buffer: 0 }] }).exit], [2, 0, 0, 2]);
  });
  it('counts those beyond the servers where all are served at once', () => {
    assert.deepEqual([...oneTier({ ...burst, tiers: [{ buffer: 1, discipline: 'ps' }] }).exit], [2, 2, 0, 0]);
  });

  const offload: PointSpec = {
    samples: [{ computeNs: [10, 100], upBytes: [100], bestExit: 1 }],
    arrivals: at(0, 0, 0),
    requests: 3,
    links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 50, up: { buffer: 1, whenFull: 'local' } }],
    answerBytes: 5,
  };
  it('at a lane answers at the device by the best exit so far', () => {
    const records = recordsOf(buildPoint({ ...offload, tiers: [{ servers: 3 }, {}] }));
    assert.deepEqual([...records.exit], [3, 3, 1]);
    assert.deepEqual([...records.finishNs], [10 + 100 + 50 + 100 + 5 + 50, 10 + 200 + 50 + 100 + 5 + 50, 10]);
  });
  it('at the cloud sends word down first', () => {
    const records = recordsOf(
      buildPoint({
        ...offload,
        links: [{ upBps: 8e12, downBps: 8e9, propagationNs: 50 }],
        tiers: [{ servers: 3 }, { buffer: 1, whenFull: 'local' }],
      }),
    );
    // All land at 10 + 0 + 50; the third is refused there, 5 ns down and 50 through the air.
    assert.deepEqual([...records.exit], [3, 3, 1]);
    assert.equal(records.finishNs[2], 60 + 5 + 50);
  });
  it('loses who has been tested nowhere', () => {
    const records = recordsOf(buildPoint({ ...offload, samples: [{ computeNs: [10, 100], upBytes: [100] }], tiers: [{ servers: 3 }, {}] }));
    assert.deepEqual([...records.exit], [3, 3, 0]);
  });
});

describe('a batch', () => {
  const batched = (rest: Partial<PointSpec> = {}): PointSpec => ({
    samples: computing(100),
    arrivals: at(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    requests: 10,
    tiers: [{ batch: { max: 4, waitNs: 0 } }],
    batchNs: { sizes: [1, 2, 4], timesNs: [100, 120, 160] },
    ...rest,
  });
  it('takes what waits when a server is free, up to its size', () => {
    const records = recordsOf(buildPoint(batched()));
    assert.deepEqual([...records.finishNs], [160, 160, 160, 160, 320, 320, 320, 320, 440, 440]);
    assert.equal(records.busyNs[0], 440);
  });
  it('between recorded sizes takes a time in between, alone the time of its sample', () => {
    const records = recordsOf(buildPoint(batched({ arrivals: at(0, 1, 2, 3), requests: 4 })));
    assert.deepEqual([...records.finishNs], [100, 240, 240, 240]);
  });
  it('waits for company as long as it may', () => {
    const waiting = { tiers: [{ batch: { max: 4, waitNs: 50 } }], requests: 4 };
    assert.deepEqual([...recordsOf(buildPoint(batched({ ...waiting, arrivals: at(0, 10, 60, 70) }))).finishNs], [170, 170, 290, 290]);
    // The fourth fills the batch at 30.
    assert.deepEqual([...recordsOf(buildPoint(batched({ ...waiting, arrivals: at(0, 10, 20, 30) }))).finishNs], [190, 190, 190, 190]);
  });
  it('of one is first come, first served', () => {
    const timesNs = at(0, 3, 3, 150, 151, 400);
    const fifo = recordsOf(buildPoint(batched({ arrivals: timesNs, requests: 6, tiers: [{}] })));
    assert.deepEqual(
      [...recordsOf(buildPoint(batched({ arrivals: timesNs, requests: 6, tiers: [{ batch: { max: 1, waitNs: 0 } }] }))).finishNs],
      [...fifo.finishNs],
    );
  });
  it('gathers for a free server whatever the buffer; behind a busy one only the buffer has room', () => {
    const apart = batched({
      arrivals: { kind: 'periodic', periodNs: 1000 },
      requests: 5,
      tiers: [{ buffer: 0, batch: { max: 2, waitNs: 0 } }],
    });
    assert.deepEqual([...recordsOf(buildPoint(apart)).exit], [2, 2, 2, 2, 2]);
    const full = batched({ tiers: [{ buffer: 1, batch: { max: 4, waitNs: 0 } }], arrivals: at(0, 0, 0, 0, 0, 0, 10, 20, 500, 500) });
    // Four gather and a fifth waits; when they are computed at 160, who waits goes on; two more came in vain.
    assert.deepEqual([...recordsOf(buildPoint(full)).exit], [2, 2, 2, 2, 2, 0, 0, 0, 2, 2]);
  });
  it('runs on every free server', () => {
    const records = recordsOf(buildPoint(batched({ tiers: [{ servers: 2, batch: { max: 4, waitNs: 0 } }] })));
    assert.deepEqual([...records.finishNs], [160, 160, 160, 160, 160, 160, 160, 160, 280, 280]);
  });
});

describe('a deadline', () => {
  const late: PointSpec = { samples: computing(100), arrivals: at(0, 0, 0), requests: 3, kinds: [{ deadlineNs: 150 }] };
  it('is only counted unless the scenario says otherwise', () => {
    assert.deepEqual(latencies(recordsOf(buildPoint(late))), [100, 200, 300]);
  });
  it('loses who is too late when the turn comes', () => {
    const records = recordsOf(buildPoint({ ...late, whenLate: 'drop' }));
    assert.deepEqual([...records.exit], [2, 2, 0]);
    assert.deepEqual([...records.finishNs], [100, 200, 200]);
    assert.deepEqual(part(records, 'tier0_wait'), [0, 100, 200]);
  });
  it('lets the best exit so far answer', () => {
    const records = recordsOf(
      buildPoint({
        samples: [{ computeNs: [10, 1], upBytes: [100], bestExit: 1 }],
        arrivals: at(0, 0, 0),
        requests: 3,
        kinds: [{ deadlineNs: 150 }],
        whenLate: 'local',
        links: [{ upBps: 8e9, propagationNs: 0 }],
      }),
    );
    // The second has its turn at the cloud at 210, the third on the lane.
    assert.deepEqual([...records.exit], [3, 1, 1]);
    assert.deepEqual([...records.finishNs], [111, 210, 210]);
  });
});

describe('at one instant', () => {
  it('those turned back enter the lane down by number, whatever order the queue had', () => {
    const records = recordsOf(
      buildPoint({
        samples: [
          { computeNs: [null, 100], upBytes: [0], bestExit: 1 },
          { computeNs: [null, 30], upBytes: [0], bestExit: 1 },
          { computeNs: [null, 20], upBytes: [0], bestExit: 1 },
          { computeNs: [null, 10], upBytes: [0], bestExit: 1 },
        ].map((sample) => ({ ...sample, computeNs: [0, sample.computeNs[1] as number] })),
        arrivals: at(0, 0, 0, 0),
        requests: 4,
        kinds: [{ deadlineNs: 50 }],
        whenLate: 'local',
        tiers: [{ servers: 4 }, { discipline: 'sjf' }],
        links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 0 }],
        answerBytes: 7,
      }),
    );
    // The first is computed from 0 to 100; then the queue gives up 3, 2, 1, and all four answers go down in the order 0, 1, 2, 3.
    assert.deepEqual([...records.exit], [3, 1, 1, 1]);
    assert.deepEqual([...records.finishNs], [107, 114, 121, 128]);
  });
});

describe('an outage', () => {
  const outages = { kind: 'windows', fromNs: Float64Array.of(50, 300), toNs: Float64Array.of(80, 310) } as const;
  it('holds up work under way and whoever waits', () => {
    const records = oneTier({ samples: computing(100), arrivals: at(0, 0, 290), requests: 3, tiers: [{ outages }] });
    assert.deepEqual([...records.finishNs], [130, 230, 400]);
  });
  it('of a link likewise', () => {
    const records = recordsOf(
      buildPoint({
        samples: [{ computeNs: [0, 0], upBytes: [100] }],
        arrivals: at(0, 60),
        requests: 2,
        links: [{ upBps: 8e9, propagationNs: 7, up: { outages } }],
      }),
    );
    assert.deepEqual([...records.finishNs], [130 + 14, 230 + 14]);
  });
  it('strikes at random as often and as long as it should', () => {
    const spec: PointSpec = {
      samples: computing(1e6),
      arrivals: { kind: 'offline' },
      requests: 40_000,
      tiers: [{ outages: { kind: 'random', meanUpNs: 30e6, meanDownNs: 10e6 } }],
    };
    const endNs = Math.max(...recordsOf(buildPoint(spec)).finishNs);
    // About 1,333 failures of mean 10 ms: the sum has a deviation of 10 ms sqrt(2 x 1,333) or 2.7 %; seed 1, four of them allowed.
    assert.ok(Math.abs(endNs / (40_000e6 * (4 / 3)) - 1) < 0.11 / 4, `${endNs}`);
  });
});

describe("a device's patience", () => {
  const spec: PointSpec = {
    samples: [{ computeNs: [10, 100], upBytes: [100], bestExit: 1 }],
    arrivals: at(0, 0, 400),
    requests: 3,
    links: [{ upBps: 8e9, downBps: 8e9, propagationNs: 50 }],
    answerBytes: 5,
    timeoutNs: 350,
  };
  it('ends in an answer by the best exit so far; the offload goes on unheeded', () => {
    const records = recordsOf(buildPoint(spec));
    // 10 + 100 + 50 + 100 + 5 + 50 = 315; the second leaves at 20, its message at 210, it would be back at 415.
    assert.deepEqual([...records.exit], [3, 1, 3]);
    assert.deepEqual([...records.finishNs], [315, 20 + 350, 400 + 315]);
    assert.deepEqual(part(records, 'timeout'), [0, 350, 0]);
    assert.equal(part(records, 'link0_up_wait')[1], 0);
  });
  it('takes an answer that comes in the very instant', () => {
    const records = recordsOf(buildPoint({ ...spec, timeoutNs: 305 }));
    assert.equal(records.exit[0], 3);
  });
  it('loses who has been tested nowhere', () => {
    assert.deepEqual([...recordsOf(buildPoint({ ...spec, samples: [{ computeNs: [10, 100], upBytes: [100] }] })).exit], [3, 0, 3]);
  });
});

describe('closed arrivals', () => {
  it('of several streams ask again when the last answer is there', () => {
    const records = recordsOf(
      buildPoint({ samples: computing(10, 20, 30), arrivals: { kind: 'multi-stream', streams: 3 }, requests: 7, devices: 1 }),
    );
    assert.deepEqual([...records.arrivalNs], [0, 0, 0, 60, 60, 60, 120]);
    assert.deepEqual([...records.finishNs], [10, 30, 60, 70, 90, 120, 130]);
  });
  it('of one stream are a single stream', () => {
    const base = { samples: computing(10, 20, 30), requests: 9, devices: 2 };
    const single = recordsOf(buildPoint({ ...base, arrivals: { kind: 'single-stream' } }));
    const multi = recordsOf(buildPoint({ ...base, arrivals: { kind: 'multi-stream', streams: 1 } }));
    assert.deepEqual([...multi.finishNs], [...single.finishNs]);
  });
  it('go on after a request was lost', () => {
    const records = recordsOf(
      buildPoint({ samples: computing(10), arrivals: { kind: 'multi-stream', streams: 3 }, requests: 6, tiers: [{ buffer: 0 }] }),
    );
    assert.deepEqual([...records.exit], [2, 0, 0, 2, 0, 0]);
    assert.deepEqual([...records.arrivalNs], [0, 0, 0, 10, 10, 10]);
  });
});

describe('what stations count', () => {
  it('is work apart from standing still, where no request tells of it', () => {
    const outages = { kind: 'windows', fromNs: Float64Array.of(50), toNs: Float64Array.of(1050) } as const;
    for (const [batch, workNs] of [
      [{ max: 1, waitNs: 0 }, 0],
      [{ max: 2, waitNs: 0 }, 200],
    ] as const) {
      const records = oneTier({
        samples: computing(100),
        arrivals: at(0, 2000),
        requests: 2,
        tiers: [{ outages, batch }],
        batchNs: { sizes: [1], timesNs: [100] },
      });
      assert.deepEqual([records.workNs[0], records.busyNs[0]], [workNs, 1200]);
    }
  });
  it('is the number present over time', () => {
    const records = oneTier({ samples: computing(100, 50), arrivals: at(0, 20), requests: 2 });
    assert.equal(records.areaNs[0], 100 + 130);
  });
});

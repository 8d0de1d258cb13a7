import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { latencyQuantiles, QUANTILES } from '../../src/sim/summary/latency-quantiles.ts';
import { queueLengths, WINDOWS } from '../../src/sim/summary/queue-lengths.ts';
import { nearestRank } from '../../src/stats/nearest-rank.ts';
import { buildPoint, type PointSpec, recordsOf } from './build-point.ts';
import { feedForwardWorld } from './random-world.ts';

const THREE: PointSpec = { samples: [{ computeNs: [10], upBytes: [] }], arrivals: { kind: 'offline' }, requests: 3 };

const close = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual}, not ${expected}`);

describe('queue lengths', () => {
  it('fall by one whenever one of three is served', () => {
    const point = buildPoint(THREE);
    const { window_s, stations } = queueLengths(point, recordsOf(point)) ?? { window_s: 0, stations: {} };
    close(window_s * WINDOWS, 30e-9);
    const [{ mean, most }] = Object.values(stations) as [{ mean: readonly number[]; most: readonly number[] }];
    assert.deepEqual([mean.length, most.length], [WINDOWS, WINDOWS]);
    close(mean[0] as number, 3);
    close(mean[WINDOWS - 1] as number, 1);
    close(mean.reduce((sum, value) => sum + value, 0) / WINDOWS, 2);
    assert.deepEqual([most[0], most[WINDOWS - 1]], [3, 1]);
  });

  it('have the mean that the engine keeps, and never exceed who is there', () => {
    let told = 0;
    fc.assert(
      fc.property(feedForwardWorld, (spec) => {
        const point = buildPoint(spec);
        const records = recordsOf(point);
        const queues = queueLengths(point, records);
        if (queues === null) return;
        told++;
        for (const [name, { mean, most }] of Object.entries(queues.stations)) {
          const areaNs = records.areaNs[records.stationNames.indexOf(name)] as number;
          close(mean.reduce((sum, value) => sum + value, 0) / WINDOWS, areaNs / records.lastNs);
          for (const [w, value] of mean.entries())
            assert.ok(value <= (most[w] as number) + 1e-9 && (most[w] as number) <= records.requests);
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(told > 100, `${told} worlds were told`);
  });
});

describe('latency quantiles', () => {
  it('are the least and the nearest ranks at equal steps, of requests after warm-up', () => {
    const point = buildPoint({ ...THREE, requests: 1000, warmup: { kind: 'count', requests: 200 } });
    const { answered, latency_ms } = latencyQuantiles(point, recordsOf(point)) ?? { answered: 0, latency_ms: [] };
    const sorted = Array.from({ length: 800 }, (_, index) => (201 + index) * 10);
    assert.equal(answered, 800);
    assert.equal(latency_ms.length, QUANTILES + 1);
    assert.equal(latency_ms[0], 2010e-6);
    for (const rank of [1, 100, 190, 200]) {
      assert.equal(latency_ms[rank], nearestRank(Float64Array.from(sorted), (rank * 100) / QUANTILES) / 1e6);
    }
  });
});

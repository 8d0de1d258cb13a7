/** The engine and its summaries against queueing theory; the formulas are those of sim verify. The seed is 1 throughout. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import type { PreparedPoint } from '../../src/sim/plan/plan.ts';
import { allocateRecords } from '../../src/sim/records/records.ts';
import { poissonArrivals } from '../../src/sim/world/arrivals.ts';
import { mmc } from '../../src/verify/theory/erlang.ts';
import { mg1 } from '../../src/verify/theory/mg1.ts';
import { momentsOf } from '../../src/verify/theory/moments.ts';
import { buildPoint, drawsOf, resultOf } from './build-point.ts';

const REPLICATIONS = 10;

const simulate = (point: PreparedPoint) => resultOf(point, REPLICATIONS);

/** M/G/1 mean wait. */
const pollaczekKhinchine = (ratePerS: number, serviceS: readonly number[]) => mg1(ratePerS, momentsOf(serviceS)).wait;

function assertInside(expectedMs: number, interval: readonly [number, number] | null): void {
  assert.ok(
    interval !== null && interval[0] <= expectedMs && expectedMs <= interval[1],
    `theory ${expectedMs} ms lies outside ${interval}`,
  );
}

const exponential = (meanNs: number, n: number) => {
  const stream = randomStream(1, 0, 'test-service', 0);
  return Array.from({ length: n }, () => Math.round(-Math.log(1 - stream()) * meanNs));
};

describe('queueing theory', () => {
  for (const load of [0.3, 0.6, 0.8]) {
    it(`M/D/1 at load ${load}: the mean lies in the printed interval`, () => {
      const result = simulate(
        buildPoint({
          samples: [{ computeNs: [10e6], upBytes: [] }],
          arrivals: { kind: 'poisson', ratePerS: 100 * load },
          requests: 60_000,
          warmup: 10_000,
        }),
      );
      assertInside(10 + 1000 * pollaczekKhinchine(100 * load, [0.01]), result.latency_ms.mean_ci95);
    });
  }

  it('M/D/1 as an uplink: 3,072 bytes at 5.85 Mbit/s', () => {
    const result = simulate(
      buildPoint({
        samples: [{ computeNs: [null, 0], upBytes: [3072] }],
        arrivals: { kind: 'poisson', ratePerS: 140 },
        requests: 60_000,
        warmup: 10_000,
        links: [{ upBps: 5.85e6, propagationNs: 25e6 }],
      }),
    );
    const transmitS = (3072 * 8) / 5.85e6;
    assertInside(1000 * (transmitS + 0.05 + pollaczekKhinchine(140, [transmitS])), result.latency_ms.mean_ci95);
  });

  it('M/G/1 with exponential service agrees with Pollaczek and Khinchine', () => {
    const serviceNs = exponential(10e6, 20_000);
    const result = simulate(
      buildPoint({
        samples: serviceNs.map((ns) => ({ computeNs: [ns], upBytes: [] })),
        arrivals: { kind: 'poisson', ratePerS: 50 },
        requests: 65_000,
        warmup: 5_000,
        order: 'shuffled',
      }),
    );
    const serviceS = serviceNs.map((ns) => ns / 1e9);
    const meanS = serviceS.reduce((sum, s) => sum + s, 0) / serviceS.length;
    assertInside(1000 * (meanS + pollaczekKhinchine(50, serviceS)), result.latency_ms.mean_ci95);
  });

  it('M/M/3 agrees with Erlang C', () => {
    const serviceNs = exponential(10e6, 20_000);
    const meanS = serviceNs.reduce((sum, ns) => sum + ns, 0) / serviceNs.length / 1e9;
    const result = simulate(
      buildPoint({
        samples: serviceNs.map((ns) => ({ computeNs: [ns], upBytes: [] })),
        arrivals: { kind: 'poisson', ratePerS: 210 },
        requests: 65_000,
        warmup: 5_000,
        order: 'shuffled',
        tiers: [{ servers: 3 }],
      }),
    );
    assertInside(1000 * (meanS + mmc(210, meanS, 3).wait), result.latency_ms.mean_ci95);
  });

  it("utilisation agrees with the offered load, and Little's law holds over the run", () => {
    const point = buildPoint({
      samples: [{ computeNs: [10e6], upBytes: [] }],
      arrivals: { kind: 'poisson', ratePerS: 60 },
      requests: 50_000,
    });
    const arrivals = poissonArrivals(60, 50_000, 1, 1, 0);
    const records = allocateRecords(point.world, 50_000);
    runEvents(point, { ...drawsOf(point), arrivals }, records);
    // Area under the number in the system, from its own steps and not from the latencies.
    const steps = [...Array.from(records.arrivalNs, (t) => [t, 1] as const), ...Array.from(records.finishNs, (t) => [t, -1] as const)].sort(
      (a, b) => a[0] - b[0],
    );
    let area = 0;
    let inside = 0;
    let last = 0;
    for (const [t, step] of steps) {
      area += inside * (t - last);
      inside += step;
      last = t;
    }
    const total = records.finishNs.reduce((sum, finish, r) => sum + finish - (records.arrivalNs[r] as number), 0);
    assert.equal(area, total);
    const result = resultOf(point, 1);
    assert.ok(Math.abs((result.utilization['tier0'] as number) - 0.6) < 0.01, `${result.utilization['tier0']}`);
    assert.ok(Math.abs((result.load?.['tier0'] as number) - 0.6) < 1e-12);
  });
});

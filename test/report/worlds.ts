/** Results of every kind the reports must cope with, by name. */
import type { PointResult, Result } from '../../src/sim/summary/result.ts';
import { fixture, sweptFixture, WORLD } from './fixture.ts';

const EVERYONE = ['deex', 'ordinary', 'all-edge', 'all-cloud'] as const;
const BANDWIDTHS = [1.1, 5.85];

export const PAPER = {
  name: 'paper',
  paper: 'full',
  uplinkMbps: null,
  ratePerS: null,
  replications: 1,
  slowdown: 1,
  thresholds: [...WORLD.thresholds, 1.01],
} as const;

/** `links.edge-cloud.up.bandwidth` over two values, crossed with whatever `thresholds` hold. */
export function bandwidthSweep(thresholds: readonly number[]): Result {
  return sweptFixture(
    BANDWIDTHS.map((uplinkMbps) => ({
      uplinkMbps,
      thresholds,
      ...(thresholds.length === 1 ? { target: 0.9 } : {}),
      params: { 'links.edge-cloud.up.bandwidth': `${uplinkMbps} Mbit/s` },
    })),
  );
}

/** `workload.devices` from 1 to 12, the uplink shared and full from 10 on. */
export function deviceSweep(): Result {
  return sweptFixture(
    [1, 2, 4, 6, 8, 10, 12].map((devices) => ({
      thresholds: [0.8],
      target: 0.9,
      ratePerS: 2 * devices,
      params: { 'workload.devices': devices },
    })),
  );
}

/** The point when all of its requests are lost. */
export function unanswered(point: PointResult): PointResult {
  const nothing = <Figures extends object>(figures: Figures) =>
    Object.fromEntries(Object.keys(figures).map((key) => [key, null])) as { [Key in keyof Figures]: null };
  return {
    ...point,
    completed: 0,
    dropped: point.requests,
    latency_ms: nothing(point.latency_ms),
    breakdown_ms: nothing(point.breakdown_ms),
    accuracy: null,
    accuracy_ci95: null,
    exits: point.exits.map(({ exit }) => ({ exit, share: null, accuracy: null })),
    confusion: point.confusion.map((row) => row.map(() => 0)),
  };
}

/** The result with its points changed. */
export function changed(result: Result, change: (point: PointResult) => PointResult): Result {
  return { ...result, points: result.points.map(change) };
}

/** Full queues lose a tenth and let earlier exits stand in, some are late, radios drain batteries, alarms among routine pictures. */
export function crowded(result: Result): Result {
  return changed(result, (point) => ({
    ...point,
    completed: point.requests * 0.9,
    dropped: point.requests * 0.1,
    fallback_share: 0.05,
    deadline_missed_share: 0.123,
    energy_j_mean: 1.5,
    kinds: ['alarm', 'routine'].map((name) => ({
      name,
      requests: point.requests / 2,
      completed: point.requests * 0.45,
      latency_ms: { mean: point.latency_ms.mean, p50: point.latency_ms.p50, p95: point.latency_ms.p95, p99: point.latency_ms.p99 },
      deadline_missed_share: name === 'alarm' ? 0.246 : null,
    })),
  }));
}

export const WORLDS: Readonly<Record<string, Result>> = {
  'all policies': fixture({ policies: EVERYONE }),
  'unstable from p_d 0.9 on': fixture({ ratePerS: 16 }),
  'unstable cloud': fixture({ uplinkMbps: 1.1, ratePerS: 3, policies: EVERYONE }),
  'unstable up to p_d 0.5': fixture({ slowdown: 40, ratePerS: 14, uplinkMbps: 50, policies: EVERYONE }),
  'unstable throughout': fixture({ uplinkMbps: 0.1 }),
  'one replication': fixture({ replications: 1 }),
  'one policy, a thousand thresholds': fixture({
    policies: ['deex'],
    thresholds: Array.from({ length: 1001 }, (_, index) => index / 1000),
  }),
  'everything stays': fixture({ policies: ['deex'], thresholds: [0, 0.02, 0.04, 0.06, 0.08] }),
  'ordinary with its own target': fixture({ target: 0.8, policies: EVERYONE }),
  'nothing swept': fixture({ thresholds: [0.8], policies: EVERYONE }),
  'only levels': fixture({ policies: ['all-edge', 'all-cloud'] }),
  'no deex': fixture({ policies: ['ordinary', 'all-cloud'] }),
  'the paper': fixture(PAPER),
  'the paper, cat and dog': fixture({ ...PAPER, paper: 'binary', classes: 2, thresholds: [0.5, 0.55, 0.7, 0.85, 1, 1.01] }),
  devices: deviceSweep(),
  'bandwidth and p_d': bandwidthSweep(WORLD.thresholds),
  'two bandwidths': bandwidthSweep([0.8]),
  crowded: crowded(fixture({ policies: EVERYONE })),
  'crowded, nothing swept': crowded(fixture({ thresholds: [0.8], policies: EVERYONE })),
  'nothing answered from p_d 0.8 on': changed(fixture({ policies: EVERYONE }), (point) =>
    Number(point.params['p_d'] ?? 0) >= 0.8 ? unanswered(point) : point,
  ),
  'nothing answered at all': changed(fixture({ policies: EVERYONE }), unanswered),
  'nothing answered, nothing swept': changed(fixture({ thresholds: [0.8], policies: EVERYONE }), unanswered),
  'the paper, unanswered': changed(fixture(PAPER), unanswered),
  'no points': { ...fixture(), points: [], crossing: null },
};

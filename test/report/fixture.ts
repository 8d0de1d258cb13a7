/**
 * Result documents made by formula, plausible enough to draw and to reason about: three exits, an edge, a link, a cloud.
 *
 * Queues follow M/M/1 below a load of one and grow with the length of the run above it. Nothing here is measured.
 */
import type { AnsweredPoint } from '../../src/report/answered.ts';
import type { PointResult, Result } from '../../src/sim/summary/result.ts';

export interface FixtureWorld {
  readonly name: string;
  readonly thresholds: readonly number[];
  readonly policies: readonly ('deex' | 'ordinary' | 'all-edge' | 'all-cloud')[];
  /** Fixed target of ordinary early exit; null runs it along p_d. */
  readonly target: number | null;
  /** Requests a second; null is single-stream. */
  readonly ratePerS: number | null;
  /** Uplink [Mbit/s]; null is one machine without a network. */
  readonly uplinkMbps: number | null;
  readonly payloadBytes: number;
  readonly rttMs: number;
  /** Factor on the edge's compute times. */
  readonly slowdown: number;
  readonly replications: number;
  readonly classes: 2 | 10;
  readonly paper: 'full' | 'binary' | null;
  /** Further params of every point, as an outer sweep leaves them. */
  readonly params: Readonly<Record<string, number | string>>;
}

/** A result in which every point answers something. */
export interface FixtureResult extends Result {
  readonly points: readonly AnsweredPoint[];
}

export const WORLD: FixtureWorld = {
  name: '4g',
  thresholds: Array.from({ length: 21 }, (_, index) => Number((index * 0.05).toFixed(2))),
  policies: ['deex', 'ordinary'],
  target: null,
  ratePerS: 5,
  uplinkMbps: 5.85,
  payloadBytes: 65_536,
  rttMs: 70,
  slowdown: 4,
  replications: 10,
  classes: 10,
  paper: null,
  params: {},
};

/** Compute times [ms] at slowdown 1. */
const SEGMENTS = [0.6, 1.2, 1.4] as const;
const BRANCHES = [0.15, 0.15] as const;

/** A result whose crossing follows from its points, as the simulator finds it. */
export function fixture(change: Partial<FixtureWorld> = {}): FixtureResult {
  const world = { ...WORLD, ...change };
  const points = world.policies.flatMap((policy) => policyPoints(policy, world));
  return resultOf(world, points);
}

/** The points of several worlds in one document, as a sweep over more than p_d writes it. */
export function sweptFixture(worlds: readonly Partial<FixtureWorld>[]): FixtureResult {
  const full = worlds.map((change) => ({ ...WORLD, ...change }));
  return resultOf(
    full[0] ?? WORLD,
    full.flatMap((world) => world.policies.flatMap((policy) => policyPoints(policy, world))),
  );
}

function resultOf(world: FixtureWorld, points: readonly AnsweredPoint[]): FixtureResult {
  return {
    schema: 'sim.result/1',
    engine: '0.1.0',
    scenario: { name: world.name, sha256: '0'.repeat(64), resolved: resolvedOf(world) },
    trace: { sha256: '1'.repeat(64), samples: 10_000 },
    seed: 1,
    replications: world.replications,
    digest: '2'.repeat(64),
    points,
    crossing: crossingOf(points),
    comparison: [],
  };
}

function policyPoints(policy: FixtureWorld['policies'][number], world: FixtureWorld): readonly AnsweredPoint[] {
  const { thresholds, params, target } = world;
  switch (policy) {
    case 'deex':
      return thresholds.map((p_d) => point(policy, { p_d, p_tar: 0.8, ...params }, deexExits(kept(p_d, world)), world));
    case 'ordinary':
      if (target !== null) return [point(policy, { p_tar: target, ...params }, ordinaryExits(target, world), world)];
      return thresholds.map((p_d) => point(policy, { p_d, p_tar: p_d, ...params }, ordinaryExits(p_d, world), world));
    case 'all-edge':
      return [point(policy, params, deexExits(1), world)];
    case 'all-cloud':
      return [point(policy, params, deexExits(0), world)];
  }
}

interface ExitFigures {
  readonly share: number;
  readonly accuracy: number | null;
}

/** Share of samples whose confidence at exit 1 reaches a threshold. */
function kept(threshold: number, { classes }: FixtureWorld): number {
  const least = 1 / classes;
  if (threshold <= least) return 1;
  return threshold > 1 ? 0 : 1 - 0.95 * ((threshold - least) / (1 - least)) ** 1.8;
}

function deexExits(share: number): readonly ExitFigures[] {
  return [
    { share: 0, accuracy: null },
    { share, accuracy: share === 0 ? null : 0.7 + 0.27 * (1 - share) ** 0.8 },
    { share: 1 - share, accuracy: share === 1 ? null : 0.74 + 0.17 * (1 - share) },
  ];
}

function ordinaryExits(threshold: number, world: FixtureWorld): readonly ExitFigures[] {
  const first = kept(threshold, world) * (threshold > 1 ? 0 : 1);
  const second = (1 - first) * 0.45 * kept(threshold, world) ** 0.3;
  const third = 1 - first - second;
  return [
    { share: first, accuracy: first === 0 ? null : 0.62 + 0.33 * (1 - first) ** 0.8 },
    { share: second, accuracy: second === 0 ? null : 0.66 + 0.25 * (1 - first) },
    { share: third, accuracy: third === 0 ? null : 0.7 + 0.21 * (1 - first) },
  ];
}

function point(policy: string, params: PointResult['params'], exits: readonly ExitFigures[], world: FixtureWorld): AnsweredPoint {
  const { ratePerS, uplinkMbps, payloadBytes, rttMs, slowdown, replications } = world;
  const [first, second, third] = exits.map(({ share }) => share) as [number, number, number];
  const branches = policy === 'deex' ? [1, second] : policy === 'ordinary' ? [1, 1 - first] : policy === 'all-edge' ? [0, 1] : [0, 0];
  const beyondFirst = policy === 'ordinary' ? 1 - first : second;
  const edge =
    slowdown * (SEGMENTS[0] + BRANCHES[0] * (branches[0] as number) + beyondFirst * SEGMENTS[1] + BRANCHES[1] * (branches[1] as number));
  const rest = policy === 'ordinary' ? SEGMENTS[2] : SEGMENTS[1] + SEGMENTS[2];
  const cloud = third * rest * 0.3;
  const send = uplinkMbps === null ? 0 : (payloadBytes * 8) / uplinkMbps / 1000;
  const answer = uplinkMbps === null ? 0 : (104 * 8) / uplinkMbps / 1000;
  const rate = (ratePerS ?? 0) / 1000;
  const load = { edge: rate * edge, cloud: rate * cloud, 'edge-cloud_up': rate * third * send, 'edge-cloud_down': rate * third * answer };
  const machine = edge + third * rest * slowdown;
  const breakdown: Readonly<Record<string, number>> =
    uplinkMbps === null
      ? { machine_wait: 0, machine_compute: machine }
      : {
          edge_wait: wait(load.edge, edge),
          edge_compute: edge,
          cloud_wait: wait(load.cloud, cloud),
          cloud_compute: cloud,
          'edge-cloud_up_wait': third * wait(load['edge-cloud_up'], send),
          'edge-cloud_up_transmit': third * send,
          'edge-cloud_down_wait': 0,
          'edge-cloud_down_transmit': third * answer,
          propagation: third * rttMs,
        };
  const mean = Object.values(breakdown).reduce((sum, part) => sum + part, 0);
  const slowest = Math.max(edge, cloud, third * send, third * answer);
  const lambdaMax = uplinkMbps === null ? 1000 / machine : slowest === 0 ? null : 1000 / slowest;
  const stable = ratePerS === null || Object.values(load).every((value) => value < 1);
  const accuracy = exits.reduce((sum, exit) => sum + exit.share * (exit.accuracy ?? 0), 0);
  const percentile = (factor: number): number | null => (stable ? mean * factor : null);
  const utilization =
    uplinkMbps === null ? { machine: 1 } : Object.fromEntries(Object.entries(load).map(([key, value]) => [key, Math.min(1, value)]));
  return {
    policy,
    params,
    replications,
    precision: null,
    warmup: 500,
    requests: 10_000 * replications,
    completed: 10_000 * replications,
    dropped: 0,
    fallback_share: 0,
    deadline_missed_share: null,
    stable,
    latency_ms: {
      mean,
      mean_ci95: replications > 1 ? [mean * 0.98, mean * 1.02] : null,
      p50: percentile(0.8),
      p90: percentile(1.8),
      p95: percentile(2.2),
      p99: percentile(3),
      mean_ci95_batch_means: null,
      batch_means_correlation: null,
      p50_ci95: null,
      p90_ci95: null,
      p95_ci95: stable && replications > 1 ? [mean * 2.1, mean * 2.3] : null,
      p99_ci95: null,
      max: mean * 5,
    },
    breakdown_ms: breakdown,
    accuracy,
    accuracy_ci95: [accuracy - 0.007, accuracy + 0.007],
    offload_share: third,
    exits: exits.map(({ share, accuracy: right }, index) => ({ exit: index + 1, share, accuracy: right })),
    utilization,
    load: ratePerS === null ? null : load,
    lambda_max_per_s: lambdaMax,
    queue_mean: Object.fromEntries(Object.keys(load).map((key) => [key, 0.1])),
    energy_j_mean: null,
    kinds: [],
    confusion: confusionOf(accuracy, world),
  };
}

/** Mean wait of M/M/1 [ms]; of a run of some minutes where the load is one or more. */
function wait(load: number, service: number): number {
  return load < 1 ? (service * load) / (1 - load) : 20_000 * (load - 1) + 10_000;
}

/** Every class as often, recalls spread by a tenth about the accuracy. */
function confusionOf(accuracy: number, { classes }: FixtureWorld): readonly (readonly number[])[] {
  return Array.from({ length: classes }, (_, label) => {
    const right = Math.round(1000 * Math.min(1, accuracy + 0.1 * (label / (classes - 1) - 0.5)));
    return Array.from({ length: classes }, (_, predicted) => (predicted === label ? right : (1000 - right) / (classes - 1)));
  });
}

function crossingOf(points: readonly AnsweredPoint[]): Result['crossing'] {
  for (const { policy, params, exits } of points) {
    const [, before, last] = exits;
    if (policy !== 'deex' || typeof before?.accuracy !== 'number' || typeof last?.accuracy !== 'number') continue;
    if (before.accuracy >= last.accuracy) return { p_cross: params['p_d'] as number, kept_share: before.share };
  }
  return null;
}

function resolvedOf({ name, ratePerS, uplinkMbps, rttMs, paper, slowdown }: FixtureWorld): unknown {
  const exits = uplinkMbps === null ? { machine: { exits: [1, 2, 3] } } : { edge: { exits: [1, 2], slowdown }, cloud: { exits: [3] } };
  return {
    name,
    model: 'b-alexnet-cifar10',
    ...(paper === null ? {} : { paper }),
    workload: { devices: 1, arrivals: ratePerS === null ? { process: 'single-stream' } : { process: 'poisson', rate: `${ratePerS}/s` } },
    tiers: exits,
    links:
      uplinkMbps === null
        ? {}
        : { 'edge-cloud': { rtt: `${rttMs} ms`, up: { bandwidth: `${uplinkMbps} Mbit/s` }, down: { bandwidth: '13 Mbit/s' } } },
    offload: { payload: 'features', codec: 'f32' },
  };
}

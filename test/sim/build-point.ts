/** Small worlds for tests: a prepared point from a few numbers, without scenario, model or trace, and its replications. */

import type { Draws } from '../../src/sim/engine/draws.ts';
import { runEvents } from '../../src/sim/engine/run-events.ts';
import { randomStream } from '../../src/sim/kernel/random-stream.ts';
import { lambdaMax, offeredLoad } from '../../src/sim/plan/offered-load.ts';
import type {
  ArrivalsPlan,
  Itinerary,
  KindPlan,
  LanePlan,
  PreparedPoint,
  RadioPlan,
  TierPlan,
  WarmupPlan,
  WorkloadPlan,
  WorldPlan,
} from '../../src/sim/plan/plan.ts';
import { allocateRecords, type Records } from '../../src/sim/records/records.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { type PointRun, summarizePoint } from '../../src/sim/summary/summarize-point.ts';
import { offlineArrivals, periodicArrivals, poissonArrivals, timestampArrivals } from '../../src/sim/world/arrivals.ts';
import { drawKinds } from '../../src/sim/world/kinds.ts';
import { sampleOrder } from '../../src/sim/world/sample-order.ts';

export interface SampleSpec {
  /** Compute time at each tier [ns]; null where the request takes no server. */
  readonly computeNs: readonly (number | null)[];
  /** Bytes up each link it crosses, from the first. */
  readonly upBytes: readonly number[];
  readonly exit?: number;
  readonly isCorrect?: boolean;
  /** Exit that answers where the one above cannot; 0: none. */
  readonly bestExit?: number;
}

function buildItinerary(tiers: number, samples: readonly SampleSpec[]): Itinerary {
  const n = samples.length;
  return {
    samples: n,
    exit: Uint8Array.from(samples, ({ exit, upBytes }) => exit ?? (upBytes.length > 0 ? 3 : 2)),
    isOffloaded: Uint8Array.from(samples, ({ exit, upBytes }) => ((exit ?? (upBytes.length > 0 ? 3 : 2)) === 3 ? 1 : 0)),
    confidence: new Float64Array(n).fill(0.5),
    prediction: new Int32Array(n),
    label: Int32Array.from(samples, ({ isCorrect }) => (isCorrect === false ? 1 : 0)),
    topTier: Uint8Array.from(samples, ({ upBytes }) => upBytes.length),
    isServed: Array.from({ length: tiers }, (_, t) =>
      Uint8Array.from(samples, ({ computeNs }) => (typeof computeNs[t] === 'number' ? 1 : 0)),
    ),
    computeNs: Array.from({ length: tiers }, (_, t) => Float64Array.from(samples, ({ computeNs }) => computeNs[t] ?? 0)),
    upBytes: Array.from({ length: tiers - 1 }, (_, l) => Float64Array.from(samples, ({ upBytes }) => upBytes[l] ?? 0)),
    firstSegment: Array.from({ length: tiers }, (_, t) => Uint8Array.from(samples, ({ computeNs }) => (computeNs[t] == null ? 0 : 1))),
    lastSegment: Array.from({ length: tiers }, (_, t) => Uint8Array.from(samples, ({ computeNs }) => (computeNs[t] == null ? 0 : 1))),
    branches: Array.from({ length: tiers }, () => new Uint32Array(n)),
    bestExit: Array.from({ length: tiers }, () => Uint8Array.from(samples, ({ bestExit }) => bestExit ?? 0)),
    firstTestNs: new Float64Array(n),
  };
}

export interface PointSpec {
  readonly samples: readonly SampleSpec[];
  readonly arrivals: ArrivalsPlan;
  readonly requests: number;
  readonly warmup?: number | WarmupPlan;
  readonly order?: WorkloadPlan['order'];
  readonly kinds?: readonly Partial<KindPlan>[];
  readonly whenLate?: WorkloadPlan['whenLate'];
  readonly devices?: number;
  readonly tiers?: readonly Partial<TierPlan>[];
  readonly links?: readonly LinkSpec[];
  readonly answerBytes?: number;
  readonly timeoutNs?: number;
  readonly radio?: RadioPlan;
  /** Time of a whole batch of so many [ns], at every tier. */
  readonly batchNs?: { readonly sizes: readonly number[]; readonly timesNs: readonly number[] };
}

export interface LinkSpec {
  /** Constant capacity, unless `up` says another. */
  readonly upBps: number;
  readonly downBps?: number | null;
  readonly propagationNs: number;
  readonly isPerDevice?: boolean;
  readonly up?: Partial<LanePlan>;
  readonly down?: Partial<LanePlan>;
}

/** A lane of constant capacity and no trouble, but for what `rest` says. */
export function buildLane(bps: number, isPerDevice = false, rest: Partial<LanePlan> = {}): LanePlan {
  return {
    capacity: { kind: 'constant', bps },
    isPerDevice,
    isShared: false,
    loss: null,
    jitter: null,
    buffer: null,
    whenFull: 'drop',
    outages: null,
    ...rest,
  };
}

/** A server, first come first served, from a queue without bound. */
export const TIER: TierPlan = {
  name: 'tier',
  servers: 1,
  isPerDevice: false,
  discipline: 'fifo',
  buffer: null,
  whenFull: 'drop',
  batch: { max: 1, waitNs: 0 },
  outages: null,
  powerW: null,
};

export const ONE_KIND: KindPlan = { name: 'all', share: 1, priority: 0, deadlineNs: null };

export function buildPoint(spec: PointSpec): PreparedPoint {
  const links = spec.links ?? [];
  const tiers: NonNullable<PointSpec['tiers']> = spec.tiers ?? Array.from({ length: links.length + 1 }, () => ({}));
  const world: WorldPlan = {
    devices: spec.devices ?? 1,
    tiers: tiers.map((tier, t) => ({ ...TIER, name: `tier${t}`, ...tier })),
    links: links.map(({ upBps, downBps, propagationNs, isPerDevice, up, down }, l) => ({
      name: `link${l}`,
      up: buildLane(upBps, isPerDevice ?? false, up),
      down: downBps == null ? null : buildLane(downBps, isPerDevice ?? false, down),
      propagationNs,
    })),
    answerBytes: spec.answerBytes ?? 0,
    timeoutNs: spec.timeoutNs ?? null,
    radio: spec.radio ?? null,
  };
  const itinerary = buildItinerary(tiers.length, spec.samples);
  const exits = 3;
  const each = <T>(value: T): T[] => Array.from({ length: exits }, () => value);
  const batchNs = spec.batchNs === undefined ? null : { sizes: spec.batchNs.sizes, segmentNs: [spec.batchNs.timesNs], branchNs: [] };
  const { kinds } = spec;
  return {
    world,
    workload: {
      arrivals: spec.arrivals,
      requests: spec.requests,
      warmup: typeof spec.warmup === 'object' ? spec.warmup : { kind: 'count', requests: spec.warmup ?? 0 },
      order: spec.order ?? 'sequential',
      kinds: (kinds ?? [{}]).map((kind, i) => ({ ...ONE_KIND, name: `kind${i}`, share: 1 / (kinds?.length ?? 1), ...kind })),
      whenLate: spec.whenLate ?? 'keep',
    },
    itinerary,
    choice: { kind: 'only' },
    recorded: {
      labels: itinerary.label,
      confidence: each(itinerary.confidence),
      prediction: each(itinerary.prediction),
      logits: null,
      coded: null,
    },
    tiers: tiers.map(() => ({ exits: [1], slowdown: 1, segmentNs: [], branchNs: [], batchNs })),
    exits,
    classes: 2,
  };
}

/** What chance decides in one replication of a point with seed 1. */
export function drawsOf(point: PreparedPoint, replication = 0): Draws {
  const { arrivals, requests, order, kinds } = point.workload;
  const { devices } = point.world;
  const stream = (purpose: string, entity: string) => randomStream(1, replication, purpose, entity);
  const shares = kinds.map(({ share }) => share);
  return {
    arrivals: drawArrivals(arrivals, requests, devices, replication),
    samples: sampleOrder(order, requests, point.itinerary.samples, 1, replication),
    kinds: kinds.length === 1 ? null : drawKinds(shares, requests, stream('kinds', '0')),
    stream,
  };
}

/** Every request of one replication with seed 1. */
export function recordsOf(point: PreparedPoint, draws: Partial<Draws> = {}): Records {
  const records = allocateRecords(point.world, point.workload.requests);
  runEvents(point, { ...drawsOf(point), ...draws }, records);
  return records;
}

/** Runs a point `replications` times with seed 1. */
export function runReplications(point: PreparedPoint, replications: number): PointRun {
  const summaries = Array.from({ length: replications }, (_, replication) => {
    const records = allocateRecords(point.world, point.workload.requests);
    runEvents(point, drawsOf(point, replication), records);
    return summarizeReplication(point, records);
  });
  return {
    replications: summaries,
    load: offeredLoad(point),
    lambdaMaxPerS: lambdaMax(point),
    distinctSamples: point.itinerary.samples,
    precision: null,
  };
}

function drawArrivals(arrivals: ArrivalsPlan, requests: number, devices: number, replication: number) {
  switch (arrivals.kind) {
    case 'poisson':
      return poissonArrivals(arrivals.ratePerS, requests, devices, 1, replication);
    case 'timestamps':
      return timestampArrivals(arrivals.timesNs, requests, devices);
    case 'periodic':
      return periodicArrivals(arrivals.periodNs, requests, devices);
    case 'single-stream':
    case 'multi-stream':
      return null;
    default:
      return offlineArrivals(requests, devices);
  }
}

/** The result of a point run `replications` times with seed 1. */
export function resultOf(point: PreparedPoint, replications: number): PointResult {
  return summarizePoint({ policy: { name: 'all-edge' }, params: {}, ...point }, runReplications(point, replications));
}

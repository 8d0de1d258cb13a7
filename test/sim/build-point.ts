/** Small worlds for tests: a prepared point from a few numbers, without scenario, model or trace, and its replications. */

import { runEvents } from '../../src/sim/engine/run-events.ts';
import { offeredLoad } from '../../src/sim/plan/offered-load.ts';
import type { ArrivalsPlan, Itinerary, PreparedPoint, WorldPlan } from '../../src/sim/plan/plan.ts';
import { allocateRecords } from '../../src/sim/records/records.ts';
import { summarizeReplication } from '../../src/sim/summary/replication-summary.ts';
import type { PointResult } from '../../src/sim/summary/result.ts';
import { type PointRun, summarizePoint } from '../../src/sim/summary/summarize-point.ts';
import { offlineArrivals, poissonArrivals, timestampArrivals } from '../../src/sim/world/arrivals.ts';
import { sampleOrder } from '../../src/sim/world/sample-order.ts';

export interface SampleSpec {
  /** Compute time at each tier [ns]; null where the request takes no server. */
  readonly computeNs: readonly (number | null)[];
  /** Bytes up each link it crosses, from the first. */
  readonly upBytes: readonly number[];
  readonly exit?: number;
  readonly isCorrect?: boolean;
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
  };
}

export interface PointSpec {
  readonly samples: readonly SampleSpec[];
  readonly arrivals: ArrivalsPlan;
  readonly requests: number;
  readonly warmup?: number;
  readonly order?: 'shuffled' | 'sequential';
  readonly devices?: number;
  readonly tiers?: readonly { readonly servers?: number; readonly isPerDevice?: boolean }[];
  readonly links?: readonly {
    readonly upBps: number;
    readonly downBps?: number | null;
    readonly propagationNs: number;
    readonly isPerDevice?: boolean;
  }[];
  readonly answerBytes?: number;
}

export function buildPoint(spec: PointSpec): PreparedPoint {
  const links = spec.links ?? [];
  const tiers: NonNullable<PointSpec['tiers']> = spec.tiers ?? Array.from({ length: links.length + 1 }, () => ({}));
  const world: WorldPlan = {
    devices: spec.devices ?? 1,
    tiers: tiers.map(({ servers, isPerDevice }, t) => ({ name: `tier${t}`, servers: servers ?? 1, isPerDevice: isPerDevice ?? false })),
    links: links.map(({ upBps, downBps, propagationNs, isPerDevice }, l) => ({
      name: `link${l}`,
      up: { bandwidthBps: upBps, isPerDevice: isPerDevice ?? false },
      down: downBps === null || downBps === undefined ? null : { bandwidthBps: downBps, isPerDevice: isPerDevice ?? false },
      propagationNs,
    })),
    answerBytes: spec.answerBytes ?? 0,
  };
  return {
    world,
    workload: { arrivals: spec.arrivals, requests: spec.requests, warmup: spec.warmup ?? 0, order: spec.order ?? 'sequential' },
    itinerary: buildItinerary(tiers.length, spec.samples),
    exits: 3,
    classes: 2,
  };
}

/** Runs a point `replications` times with seed 1. */
export function runReplications(point: PreparedPoint, replications: number): PointRun {
  const { arrivals, requests, order } = point.workload;
  const { devices } = point.world;
  const summaries = Array.from({ length: replications }, (_, replication) => {
    const records = allocateRecords(point.world, requests);
    const samples = sampleOrder(order, requests, point.itinerary.samples, 1, replication);
    runEvents(point, { arrivals: drawArrivals(arrivals, requests, devices, replication), samples }, records);
    return summarizeReplication(point, records);
  });
  return { replications: summaries, load: offeredLoad(point), distinctSamples: point.itinerary.samples };
}

function drawArrivals(arrivals: ArrivalsPlan, requests: number, devices: number, replication: number) {
  switch (arrivals.kind) {
    case 'poisson':
      return poissonArrivals(arrivals.ratePerS, requests, devices, 1, replication);
    case 'timestamps':
      return timestampArrivals(arrivals.timesNs, requests, devices);
    default:
      return offlineArrivals(requests, devices);
  }
}

/** The result of a point run `replications` times with seed 1. */
export function resultOf(point: PreparedPoint, replications: number): PointResult {
  return summarizePoint({ policy: { name: 'all-edge' }, params: {}, ...point }, runReplications(point, replications));
}

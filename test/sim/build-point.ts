/** Small worlds for tests: a point of a plan from a few numbers, without scenario, model or trace. */

import type { ArrivalsPlan, Itinerary, PointPlan, WorldPlan } from '../../src/sim/plan/plan.ts';

export interface SampleSpec {
  /** Compute time at each tier [ns]; null where the request takes no server. */
  readonly computeNs: readonly (number | null)[];
  /** Bytes up each link it crosses, from the first. */
  readonly upBytes: readonly number[];
  readonly exit?: number;
  readonly isCorrect?: boolean;
}

export function buildItinerary(tiers: number, samples: readonly SampleSpec[]): Itinerary {
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

export function buildPoint(spec: PointSpec): PointPlan {
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
    policy: 'test',
    params: {},
    world,
    workload: { arrivals: spec.arrivals, requests: spec.requests, warmup: spec.warmup ?? 0, order: spec.order ?? 'sequential' },
    itinerary: buildItinerary(tiers.length, spec.samples),
    exits: 3,
    classes: 2,
  };
}

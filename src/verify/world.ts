/**
 * Worlds of the verification: a point the engine can run, from a few numbers, without scenario, model or recording.
 *
 * Tier t holds segment and exit t + 1; no branch is run. A row of the tables is a sample of the trace.
 */

import type { ArrivalsPlan, Itinerary, KindPlan, LanePlan, LinkPlan, PreparedPoint, TierPlan, WorkloadPlan } from '../sim/plan/plan.ts';

/** What a row of the tables asks of the world. */
export interface Demand {
  /** Compute time at each tier [ns]; null where no server is taken. Arrays [rows]. */
  readonly computeNs: readonly (Float64Array | null)[];
  /** Bytes on each link; null: it is not crossed. Arrays [rows]. */
  readonly upBytes?: readonly Float64Array[];
  /** Highest tier of each row; default the last. */
  readonly topTier?: Uint8Array;
}

export interface WorldSpec {
  readonly demand: Demand;
  readonly arrivals: ArrivalsPlan;
  readonly requests: number;
  /** First requests left out. */
  readonly warmup?: number;
  readonly order?: WorkloadPlan['order'];
  readonly devices?: number;
  readonly tiers?: readonly Partial<TierPlan>[];
  readonly links?: readonly LinkSpec[];
  readonly answerBytes?: number;
  readonly timeoutNs?: number;
  readonly kinds?: readonly KindPlan[];
  readonly whenLate?: WorkloadPlan['whenLate'];
  /** Time of a whole batch at the last tier [ns], by its size from 1. */
  readonly batchNs?: readonly number[];
}

export interface LinkSpec {
  readonly up: Partial<LanePlan>;
  readonly down?: Partial<LanePlan> | null;
  readonly propagationNs?: number;
}

const ROUTINE: KindPlan = { name: 'routine', share: 1, priority: 0, deadlineNs: null };

const LANE: LanePlan = {
  capacity: { kind: 'constant', bps: 8e6 },
  isPerDevice: false,
  isShared: false,
  loss: null,
  jitter: null,
  outages: null,
  buffer: null,
  whenFull: 'drop',
};

const TIER: Omit<TierPlan, 'name'> = {
  servers: 1,
  isPerDevice: false,
  discipline: 'fifo',
  batch: { max: 1, waitNs: 0 },
  outages: null,
  powerW: null,
  buffer: null,
  whenFull: 'drop',
};

export function makePoint(spec: WorldSpec): PreparedPoint {
  const { demand, batchNs } = spec;
  const samples = rowsOf(demand);
  const tiers = demand.computeNs.length;
  const links = (spec.links ?? []).map(
    ({ up, down = null, propagationNs = 0 }, l): LinkPlan => ({
      name: `link${l}`,
      up: { ...LANE, ...up },
      down: down === null ? null : { ...LANE, ...down },
      propagationNs,
    }),
  );
  return {
    world: {
      devices: spec.devices ?? 1,
      tiers: Array.from({ length: tiers }, (_, t) => ({ name: `tier${t}`, ...TIER, ...spec.tiers?.[t] })),
      links,
      answerBytes: spec.answerBytes ?? 0,
      timeoutNs: spec.timeoutNs ?? null,
      radio: null,
    },
    workload: {
      arrivals: spec.arrivals,
      requests: spec.requests,
      warmup: { kind: 'count', requests: spec.warmup ?? 0 },
      order: spec.order ?? 'random',
      kinds: spec.kinds ?? [ROUTINE],
      whenLate: spec.whenLate ?? 'keep',
    },
    itinerary: makeItinerary(demand, samples, tiers),
    choice: { kind: 'only' },
    recorded: { labels: new Int32Array(samples), confidence: [], prediction: [], logits: null, coded: null },
    tiers: Array.from({ length: tiers }, (_, t) => ({
      exits: [t + 1],
      slowdown: 1,
      segmentNs: [],
      branchNs: [],
      batchNs:
        batchNs === undefined || t < tiers - 1
          ? null
          : {
              sizes: batchNs.map((_, i) => i + 1),
              segmentNs: Array.from({ length: tiers }, (_, k) => (k === t ? batchNs : batchNs.map(() => 0))),
              branchNs: Array.from({ length: tiers - 1 }, () => batchNs.map(() => 0)),
            },
    })),
    exits: tiers,
    classes: 2,
  };
}

function rowsOf({ computeNs, upBytes = [] }: Demand): number {
  const column = [...computeNs, ...upBytes].find((values) => values !== null);
  if (column === undefined || column === null) throw new RangeError('makePoint needs a column of times or bytes');
  return column.length;
}

function makeItinerary({ computeNs, upBytes = [], topTier }: Demand, samples: number, tiers: number): Itinerary {
  const top = topTier ?? new Uint8Array(samples).fill(tiers - 1);
  const reaches = (t: number) => Uint8Array.from(top, (highest) => (highest >= t ? 1 : 0));
  const served = computeNs.map((column, t) => (column === null ? new Uint8Array(samples) : reaches(t)));
  const segments = served.map((isServed, t) => isServed.map((is) => is * (t + 1)));
  return {
    samples,
    exit: top.map((highest) => highest + 1),
    isOffloaded: top.map((highest) => (tiers > 1 && highest === tiers - 1 ? 1 : 0)),
    confidence: new Float64Array(samples).fill(1),
    prediction: new Int32Array(samples),
    label: new Int32Array(samples),
    topTier: top,
    isServed: served,
    computeNs: computeNs.map((column, t) =>
      (column ?? new Float64Array(samples)).map((ns, i) => Math.round(ns) * (served[t]?.[i] as number)),
    ),
    upBytes: upBytes.map((column, l) => column.map((value, i) => ((top[i] as number) > l ? value : 0))),
    firstSegment: segments,
    lastSegment: segments,
    branches: served.map(() => new Uint32Array(samples)),
    bestExit: served.map((_, t) => new Uint8Array(samples).fill(t + 1)),
    firstTestNs: new Float64Array(samples),
  };
}

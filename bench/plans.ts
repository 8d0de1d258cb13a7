/** The bench's workload in the simulator's own terms: plans as a scenario would compile to, for the functions that `simulate` calls. */

import type { ArrivalsPlan, LanePlan, Plan, PointPlan, TierCosts, TierPlan, WorkloadPlan } from '../src/sim/plan/plan.ts';
import {
  DECISION_THRESHOLD,
  PAYLOAD_BYTES,
  PROPAGATION_NS,
  RATE_PER_S,
  SWEEP_REQUESTS,
  SWEEP_THRESHOLDS,
  type TraceColumns,
  UPLINK_BPS,
} from './workload.ts';

/** What the draws of the bench's Poisson arrivals are named by. */
export const SEED = 1;

export function poissonLaw(devices: number): ArrivalsPlan {
  return { kind: 'poisson', ratePerS: RATE_PER_S / devices };
}

function tier(name: string, isPerDevice: boolean): TierPlan {
  return {
    name,
    servers: 1,
    isPerDevice,
    discipline: 'fifo',
    buffer: null,
    whenFull: 'drop',
    batch: { max: 1, waitNs: 0 },
    outages: null,
    powerW: null,
  };
}

function lane(bps: number): LanePlan {
  return {
    capacity: { kind: 'constant', bps },
    isPerDevice: false,
    isShared: false,
    loss: null,
    jitter: null,
    buffer: null,
    whenFull: 'drop',
    outages: null,
  };
}

function workload(arrivals: ArrivalsPlan, requests: number): WorkloadPlan {
  return {
    arrivals,
    requests,
    warmup: { kind: 'count', requests: 0 },
    order: 'sequential',
    kinds: [{ name: 'all', share: 1, priority: 0, deadlineNs: null }],
    whenLate: 'keep',
  };
}

function costs(exits: readonly number[], segmentNs: readonly Float64Array[], samples: number): TierCosts {
  const none = new Float64Array(samples);
  return { exits, slowdown: 1, segmentNs, branchNs: segmentNs.slice(1).map(() => none), batchNs: null };
}

export interface PointSettings {
  readonly arrivals: ArrivalsPlan;
  readonly requests: number;
  readonly decisionThreshold?: number;
  /** Each has an edge of its own where there are several; the uplink is one. */
  readonly devices?: number;
}

/**
 * Edge, uplink, cloud under the DEEx. Exits 1 and 2 are at the edge, exit 3 in the cloud; branches cost nothing, and of the segments in the
 * cloud only the last does.
 */
export function workloadPoint(trace: TraceColumns, settings: PointSettings): PointPlan {
  const { confidence, edge1, edge2, cloud } = trace;
  const { arrivals, requests, decisionThreshold = DECISION_THRESHOLD, devices = 1 } = settings;
  const samples = confidence.length;
  const zero = new Float64Array(samples);
  const noClass = new Int32Array(samples);
  return {
    policy: { name: 'deex', decisionThreshold, targetThreshold: 0 },
    params: { p_d: decisionThreshold },
    isTargetSwept: false,
    world: {
      devices,
      tiers: [tier('edge', devices > 1), tier('cloud', false)],
      links: [{ name: 'edge-cloud', up: lane(UPLINK_BPS), down: null, propagationNs: PROPAGATION_NS }],
      answerBytes: 0,
      timeoutNs: null,
      radio: null,
    },
    workload: workload(arrivals, requests),
    recorded: {
      labels: noClass,
      confidence: [confidence, confidence, confidence],
      prediction: [noClass, noClass, noClass],
      coded: null,
    },
    tiers: [costs([1, 2], [edge1, edge2, zero], samples), costs([3], [zero, zero, cloud], samples)],
    payload: { kind: 'features', inputBytes: PAYLOAD_BYTES, featureBytes: [PAYLOAD_BYTES, PAYLOAD_BYTES], overheadBytes: 0 },
    exits: 3,
    classes: 2,
  };
}

/** A chain of tiers, each with a segment of 1 ms, that every request crosses from end to end, and back without a stop. */
export function chainPoint(trace: TraceColumns, tiers: number, requests: number): PointPlan {
  const base = workloadPoint(trace, { arrivals: poissonLaw(1), requests });
  const samples = trace.confidence.length;
  const exits = tiers + 1;
  const [values, classes] = [trace.confidence, base.recorded.labels];
  const bytes = PAYLOAD_BYTES / 3;
  return {
    ...base,
    policy: { name: 'all-cloud' },
    params: { tiers },
    world: {
      ...base.world,
      tiers: Array.from({ length: tiers }, (_, t) => tier(`tier-${t + 1}`, false)),
      links: Array.from({ length: tiers - 1 }, (_, l) => ({
        name: `link-${l + 1}`,
        up: lane(UPLINK_BPS),
        down: null,
        propagationNs: PROPAGATION_NS,
      })),
    },
    recorded: {
      labels: classes,
      confidence: Array.from({ length: exits }, () => values),
      prediction: Array.from({ length: exits }, () => classes),
      coded: null,
    },
    // The lowest tier holds exits 1 and 2, every tier above it one more.
    tiers: Array.from({ length: tiers }, (_, t) =>
      costs(
        t === 0 ? [1, 2] : [t + 2],
        Array.from({ length: exits }, () => trace.edge1),
        samples,
      ),
    ),
    payload: {
      kind: 'features',
      inputBytes: bytes,
      featureBytes: Array.from({ length: exits - 1 }, () => bytes),
      overheadBytes: 0,
    },
    exits,
  };
}

export function planOf(points: readonly PointPlan[], replications = 1): Plan {
  return { seed: SEED, replications, until: null, batches: null, points };
}

/** Two calibrations of the first exit: as drawn, and squared. */
function calibrations(trace: TraceColumns): readonly TraceColumns[] {
  return [trace, { ...trace, confidence: trace.confidence.map((value) => value * value) }];
}

/** Every threshold under both calibrations, 10,000 requests a run. */
export function sweepPoints(trace: TraceColumns, arrivals: ArrivalsPlan, thresholds: readonly number[] = SWEEP_THRESHOLDS): PointPlan[] {
  return calibrations(trace).flatMap((columns) => {
    const point = workloadPoint(columns, { arrivals, requests: SWEEP_REQUESTS });
    return thresholds.map((p_d) => ({ ...point, policy: { name: 'deex', decisionThreshold: p_d, targetThreshold: 0 }, params: { p_d } }));
  });
}

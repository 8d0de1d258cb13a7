/**
 * The plan: a scenario in the frozen, numeric form the engine reads. It knows no YAML, no files and no models.
 *
 * Every field is plain data. Units stand in the names: Ns nanoseconds, Bps bits per second, Bytes bytes.
 */

export type { CapacityPlan, MarkovPlan } from '../world/capacity.ts';

/** Servers of one tier. */
export interface TierPlan {
  readonly name: string;
  /** Servers at each place, >= 1. */
  readonly servers: number;
  /** Whether every device has servers of its own, or all share one place. */
  readonly isPerDevice: boolean;
}

/** One direction of a link. */
export interface LanePlan {
  readonly bandwidthBps: number;
  readonly isPerDevice: boolean;
}

/** The link between tier i and tier i+1. */
export interface LinkPlan {
  readonly name: string;
  readonly up: LanePlan;
  /** null: answers take no time to transmit. */
  readonly down: LanePlan | null;
  /** Half the round-trip time, each way; does not occupy the link. */
  readonly propagationNs: number;
}

/** The network a point runs in. */
export interface WorldPlan {
  readonly devices: number;
  /** In order, from where requests arise; at least one. */
  readonly tiers: readonly TierPlan[];
  /** links[i] joins tiers[i] and tiers[i + 1]. */
  readonly links: readonly LinkPlan[];
  /** Bytes of an answer on every down link, overhead included. */
  readonly answerBytes: number;
}

export type ArrivalsPlan =
  /** Open: exponential gaps, each device on its own. */
  | { readonly kind: 'poisson'; readonly ratePerS: number }
  /** Open: a request every `periodNs`, the first at 0, each device in step. */
  | { readonly kind: 'periodic'; readonly periodNs: number }
  /** Closed: a device asks again when it is answered. */
  | { readonly kind: 'single-stream' }
  /** All requests at 0. */
  | { readonly kind: 'offline' }
  /** Open: recorded times [ns], non-decreasing, over all devices, dealt to them in turn. */
  | { readonly kind: 'timestamps'; readonly timesNs: Float64Array };

export interface WorkloadPlan {
  readonly arrivals: ArrivalsPlan;
  /** Requests per replication, all devices together. */
  readonly requests: number;
  /** First requests left out of every figure, < requests. */
  readonly warmup: number;
  readonly order: 'shuffled' | 'sequential';
}

/** What a policy makes of each sample: where it computes, what it ships, what it answers. All arrays are [samples]. */
export interface Itinerary {
  readonly samples: number;
  /** Exit that answers, 1..N. */
  readonly exit: Uint8Array;
  /** 1 where the policy sends the request on to exit N. */
  readonly isOffloaded: Uint8Array;
  /** Confidence at the exit that answers. */
  readonly confidence: Float64Array;
  /** Class answered. */
  readonly prediction: Int32Array;
  /** True class. */
  readonly label: Int32Array;
  /** Index of the highest tier reached. */
  readonly topTier: Uint8Array;
  /** Per tier: 1 where the request takes a server there. */
  readonly isServed: readonly Uint8Array[];
  /** Per tier: compute time of the whole stay [ns], slowdown included. */
  readonly computeNs: readonly Float64Array[];
  /** Per link: bytes on the way up, overhead included; 0 where it is not crossed. */
  readonly upBytes: readonly Float64Array[];
}

/** A policy by its numbers. */
export type PolicyPlan =
  | { readonly name: 'deex'; readonly decisionThreshold: number; readonly targetThreshold: number }
  | { readonly name: 'ordinary'; readonly targetThreshold: number }
  | { readonly name: 'all-edge' }
  | { readonly name: 'all-cloud' };

/** Recorded outcomes of every exit, arrays [samples]. */
export interface RecordedExits {
  readonly labels: Int32Array;
  /** Per exit 1..N. */
  readonly confidence: readonly Float64Array[];
  /** Per exit 1..N. */
  readonly prediction: readonly Int32Array[];
}

/** One tier as a request's walk through the exits sees it. */
export interface TierCosts {
  /** Exits held by the tier, ascending. */
  readonly exits: readonly number[];
  readonly slowdown: number;
  /** Recorded times [ns] of every segment 1..N on this tier's machine, each [samples]. */
  readonly segmentNs: readonly Float64Array[];
  /** Recorded times [ns] of every branch 1..N-1, each [samples]. */
  readonly branchNs: readonly Float64Array[];
}

export interface PayloadPlan {
  readonly kind: 'features' | 'input';
  readonly inputBytes: number;
  /** Bytes of segment k's output, k = 1..N-1. */
  readonly featureBytes: readonly number[];
  /** Added to every message. */
  readonly overheadBytes: number;
}

/** One point: one policy at one setting of the sweep. Recordings, world and workload are shared between points. */
export interface PointPlan {
  readonly policy: PolicyPlan;
  readonly params: Readonly<Record<string, number | string>>;
  /** Whether p_tar in `params` is a swept value and not the policy's own. */
  readonly isTargetSwept: boolean;
  readonly world: WorldPlan;
  readonly workload: WorkloadPlan;
  readonly recorded: RecordedExits;
  readonly tiers: readonly TierCosts[];
  readonly payload: PayloadPlan;
  /** Number of exits N. */
  readonly exits: number;
  /** Number of classes. */
  readonly classes: number;
}

/** A point with its samples walked through: made when the point is run and dropped after it, since a sweep may have many points. */
export interface PreparedPoint extends Pick<PointPlan, 'world' | 'workload' | 'exits' | 'classes'> {
  readonly itinerary: Itinerary;
}

export interface Plan {
  readonly seed: number;
  readonly replications: number;
  readonly points: readonly PointPlan[];
}

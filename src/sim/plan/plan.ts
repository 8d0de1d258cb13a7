/**
 * The plan: a scenario in the frozen, numeric form the engine reads. It knows no YAML, no files and no models.
 *
 * Every field is plain data. Units stand in the names: Ns nanoseconds, Bps bits per second, Bytes bytes.
 */

import type { Choice } from '../policies/policy.ts';
import type { CapacityPlan, MarkovPlan } from '../world/capacity.ts';
import type { JitterPlan, LossPlan, OutagePlan, RadioPlan } from '../world/laws.ts';
import type { AdaptivePlan } from './adaptive-plan.ts';

export type { CapacityPlan, JitterPlan, LossPlan, MarkovPlan, OutagePlan, RadioPlan };

/** A queue's room. */
export interface BufferPlan {
  /** How many may wait at one place; null: any number. */
  readonly buffer: number | null;
  /** A request that finds no room is lost, or answered by the best exit tested so far. */
  readonly whenFull: 'drop' | 'local';
}

/** Servers of one tier. */
export interface TierPlan extends BufferPlan {
  readonly name: string;
  /** Servers at each place, >= 1. */
  readonly servers: number;
  /** Whether every device has servers of its own, or all share one place. */
  readonly isPerDevice: boolean;
  /** Who is served next; all but ps finish what they began. */
  readonly discipline: 'fifo' | 'ps' | 'priority' | 'sjf' | 'edf';
  /** Largest batch, and how long its oldest request may wait for it to fill. */
  readonly batch: { readonly max: number; readonly waitNs: number };
  readonly outages: OutagePlan | null;
  /** Power while a server computes [W]; null: not counted. */
  readonly powerW: number | null;
}

/** One direction of a link. */
export interface LanePlan extends BufferPlan {
  readonly capacity: CapacityPlan;
  readonly isPerDevice: boolean;
  /** Whether messages share the lane equally, or take it one after the other. */
  readonly isShared: boolean;
  readonly loss: LossPlan | null;
  readonly jitter: JitterPlan | null;
  readonly outages: OutagePlan | null;
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
  /** From leaving the first tier until the best exit tested so far answers instead; null: wait for ever. */
  readonly timeoutNs: number | null;
  /** null: radio energy is not counted. */
  readonly radio: RadioPlan | null;
}

export type ArrivalsPlan =
  /** Open: exponential gaps, each device on its own. */
  | { readonly kind: 'poisson'; readonly ratePerS: number }
  /** Open: a request every `periodNs`, the first at 0, each device in step. */
  | { readonly kind: 'periodic'; readonly periodNs: number }
  /** Open: Poisson whose rate [requests/s] follows a chain, each device on its own. */
  | { readonly kind: 'mmpp'; readonly chain: MarkovPlan }
  /** Closed: a device asks again when it is answered. */
  | { readonly kind: 'single-stream' }
  /** Closed: a device asks `streams` at once, and again when all of them are answered. */
  | { readonly kind: 'multi-stream'; readonly streams: number }
  /** All requests at 0. */
  | { readonly kind: 'offline' }
  /** Open: recorded times [ns], non-decreasing, over all devices, dealt to them in turn. */
  | { readonly kind: 'timestamps'; readonly timesNs: Float64Array };

/** What is left out of every figure: the first requests, those that arrive before a time, or as many as MSER-5 says. */
export type WarmupPlan =
  | { readonly kind: 'count'; readonly requests: number }
  | { readonly kind: 'time'; readonly untilNs: number }
  | { readonly kind: 'mser-5' };

/** A kind of request, such as alarms among routine pictures. */
export interface KindPlan {
  readonly name: string;
  /** Share of the requests, drawn for each; all shares sum to 1. */
  readonly share: number;
  /** The smallest is served first under `priority`. */
  readonly priority: number;
  /** From arrival; null: none. */
  readonly deadlineNs: number | null;
  /** Least share of right answers that it asks for, 0..1; absent: any. */
  readonly minAccuracy?: number;
}

export interface WorkloadPlan {
  readonly arrivals: ArrivalsPlan;
  /** Requests per replication, all devices together. */
  readonly requests: number;
  readonly warmup: WarmupPlan;
  /** `random` draws with replacement. */
  readonly order: 'shuffled' | 'sequential' | 'random';
  /** At least one. */
  readonly kinds: readonly KindPlan[];
  /** What happens to a request whose deadline has passed when its turn for a server or a lane comes. */
  readonly whenLate: 'keep' | 'drop' | 'local';
}

/** One of the few ways on which a rule leads samples through the exits, the same for all who take it. Columns are [samples]. */
export interface WayFacts {
  /** Exit that answers, 1..N; 0: the request is given up. */
  readonly exit: number;
  readonly isOffloaded: boolean;
  /** Index of the highest tier reached. */
  readonly topTier: number;
  readonly answers: { readonly prediction: Int32Array };
  /** Per tier: the last segment run there, 0 where none is. */
  readonly lastSegment: readonly number[];
  /** Per tier: compute time of the whole stay [ns], slowdown included. */
  readonly computeNs: readonly Float64Array[];
  /** Per link: bytes on the way up, overhead included; 0 where it is not crossed. */
  readonly upBytes: readonly Float64Array[];
  /** Per link: the same where they are alike for all samples; null where each has its own. */
  readonly upBytesEach: readonly (number | null)[];
}

/** The way of each sample. */
export interface WaysTaken {
  /** Index into `ways` [samples]. */
  readonly wayOf: Uint8Array;
  /** null where nobody takes it. */
  readonly ways: readonly (WayFacts | null)[];
  /** Samples that take each way. */
  readonly counts: Int32Array;
  /** The same object wherever the ways are the same, whoever takes them. */
  readonly among: object;
}

/**
 * What the rules of a policy make of each sample: where it computes, what it ships, what it answers. All arrays are [rows]: every sample
 * under the first rule, then every sample under the second, ..
 */
export interface Itinerary {
  /** Rows: samples of the trace x rules of the policy. */
  readonly samples: number;
  /** Exit that answers, 1..N; 0: the policy gives the request up. */
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
  /** Per tier: first and last segment run there, 0 where none is. */
  readonly firstSegment: readonly Uint8Array[];
  readonly lastSegment: readonly Uint8Array[];
  /** Per tier: bit k-1 is set where branch k is run there. */
  readonly branches: readonly Uint32Array[];
  /** Per tier: the most confident exit tested up to and at that tier, 0 where none is. */
  readonly bestExit: readonly Uint8Array[];
  /** Compute time at the first tier up to and with the first branch tested there [ns], slowdown included; 0 where none is. */
  readonly firstTestNs: Float64Array;
  /** The same in short: rows are samples, and each is what its way is; absent or null where that is not so. */
  readonly byWay?: WaysTaken | null;
}

export interface DeexPlan {
  readonly decisionThreshold: number;
  readonly targetThreshold: number;
  /** Absent: no. */
  readonly hasFallback?: boolean;
}

export interface OrdinaryPlan {
  readonly targetThreshold: number;
  /** Absent: no. */
  readonly isBestOfAll?: boolean;
}

/** DEEx or ordinary early exit, as other policies make use of them. */
export type FixedPlan = ({ readonly kind: 'deex' } & DeexPlan) | ({ readonly kind: 'ordinary' } & OrdinaryPlan);

/** A policy that a user brings: where its code is, and what it is given. */
export interface CustomPlan {
  readonly name: 'custom';
  /** What results call it. */
  readonly label: string;
  /** Its place among the scenario's policies, from 0. */
  readonly entry: number;
  /** Absolute path of the module, and the hash of what is in it. */
  readonly file: string;
  readonly sha256: string;
  readonly params: Readonly<Record<string, number | string | boolean>>;
}

/** A policy by its numbers. */
export type PolicyPlan =
  | ({ readonly name: 'deex' } & DeexPlan)
  | ({ readonly name: 'ordinary' } & OrdinaryPlan)
  | { readonly name: 'random'; readonly share: number }
  /** One threshold for all exits, or one for each exit 1..N-1. */
  | { readonly name: 'entropy'; readonly thresholds: number | readonly number[]; readonly isNormalised: boolean }
  | { readonly name: 'margin'; readonly threshold: number }
  /** T of each exit 1..N-1. */
  | { readonly name: 'calibrated'; readonly rule: FixedPlan; readonly temperatures: readonly number[] }
  | { readonly name: 'oracle'; readonly among: 'all' | 'deex' }
  /** The rule with the threshold that was found best for the trace. */
  | { readonly name: 'best-fixed'; readonly rule: FixedPlan }
  | { readonly name: 'all-edge' }
  | { readonly name: 'all-cloud' }
  | CustomPlan
  | AdaptivePlan;

/** Recorded outcomes of every exit, arrays [samples]. */
export interface RecordedExits {
  readonly labels: Int32Array;
  /** Per exit 1..N. */
  readonly confidence: readonly Float64Array[];
  /** Per exit 1..N. */
  readonly prediction: readonly Int32Array[];
  /** Per exit 1..N: row-major [samples x classes]; null where the trace holds confidences only. */
  readonly logits: readonly Float32Array[] | null;
  /** What exits answer behind a payload whose codec changes it; null where the codec changes nothing. */
  readonly coded: readonly CodedExit[] | null;
}

/** Answers of one exit when what left at exit `from` (0: the picture) was coded and decoded, arrays [samples]. */
export interface CodedExit {
  readonly from: number;
  readonly exit: number;
  readonly confidence: Float64Array;
  readonly prediction: Int32Array;
  /** Row-major [samples x classes]. */
  readonly logits: Float32Array;
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
  /** Times of whole batches; null where the tier takes requests one at a time. */
  readonly batchNs: BatchCosts | null;
}

/** Recorded time of a whole batch [ns], by its size. */
export interface BatchCosts {
  /** Ascending, from 1. */
  readonly sizes: readonly number[];
  /** segmentNs[k - 1][i]: segment k on a batch of sizes[i]. */
  readonly segmentNs: readonly (readonly number[])[];
  readonly branchNs: readonly (readonly number[])[];
}

export interface PayloadPlan {
  readonly kind: 'features' | 'input';
  /** Bytes of a picture as it is sent; one number for all samples, or each its own [samples]. */
  readonly inputBytes: number | Float64Array;
  /** Bytes of segment k's output as it is sent, k = 1..N-1. */
  readonly featureBytes: readonly number[];
  /** Added to every message. */
  readonly overheadBytes: number;
}

/** What a policy may know of the network beforehand: recordings of other samples than those that are reported. */
export interface ProfilePlan {
  readonly recorded: RecordedExits;
  readonly tiers: readonly TierCosts[];
  readonly payload: PayloadPlan;
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
  /** Absent where the policy asks for none. */
  readonly profile?: ProfilePlan;
  /** Number of exits N. */
  readonly exits: number;
  /** Number of classes. */
  readonly classes: number;
}

/** A point with its samples walked through: made when the point is run and dropped after it, since a sweep may have many points. */
export interface PreparedPoint extends Pick<PointPlan, 'world' | 'workload' | 'recorded' | 'tiers' | 'exits' | 'classes'> {
  readonly itinerary: Itinerary;
  /** How a request comes to its row. */
  readonly choice: Choice;
}

/** When enough replications have been run: the 95 % interval of a figure is within a share of it on either side. */
export interface StoppingPlan {
  readonly figure: 'mean' | 'p50' | 'p90' | 'p95' | 'p99';
  /** Half-width / figure, above 0. */
  readonly within: number;
  /** Replications at most. */
  readonly most: number;
}

export interface Plan {
  readonly seed: number;
  /** Exactly so many, or the fewest where `until` says when to stop. */
  readonly replications: number;
  readonly until: StoppingPlan | null;
  /** Batches of one long run whose means give its interval; null: none. */
  readonly batches: number | null;
  readonly points: readonly PointPlan[];
}

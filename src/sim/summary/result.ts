/**
 * The result document of one scenario: what `--json` prints and result.json holds.
 *
 * Names and meanings are a contract with users' scripts: grow by adding. No clock time, host or path may enter, so that the
 * same seed gives the same bytes.
 */

import type { ForkResult } from './fork-summary.ts';

export type Interval = readonly [low: number, high: number];

/**
 * Latency over the answered requests after warm-up [ms]; null where none was answered. Percentiles p50..p99 are nearest-rank, null also
 * when the point is unstable.
 */
export interface LatencyMs {
  readonly mean: number | null;
  /** Student-t over replications; null with one replication. */
  readonly mean_ci95: Interval | null;
  /** By batch means over one long run; null unless the scenario asks for `batches`. */
  readonly mean_ci95_batch_means: Interval | null;
  /** Lag-1 correlation of the batches' means; far above 0, batches are too short for that interval. Null without batches. */
  readonly batch_means_correlation: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** Student-t over replications; null with one replication or where the percentile is withheld. */
  readonly p50_ci95: Interval | null;
  readonly p90_ci95: Interval | null;
  readonly p95_ci95: Interval | null;
  readonly p99_ci95: Interval | null;
  readonly max: number | null;
}

/** One kind of request, where a scenario has several. */
export interface KindResult {
  readonly name: string;
  readonly requests: number;
  readonly completed: number;
  /** Over the completed ones [ms]; percentiles as in LatencyMs. */
  readonly latency_ms: {
    readonly mean: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
    readonly p99: number | null;
  };
  /** Share of them lost or answered after their deadline; null without a deadline. */
  readonly deadline_missed_share: number | null;
}

export interface ExitShare {
  /** 1..N. */
  readonly exit: number;
  /** Share of the answered requests that are answered here, 0..1; null where none is answered anywhere. */
  readonly share: number | null;
  /** Share of those that are right; null when none is answered here. */
  readonly accuracy: number | null;
}

/** How well a figure is known where a scenario runs replications until it is known well enough. */
export interface Precision {
  readonly figure: 'mean' | 'p50' | 'p90' | 'p95' | 'p99';
  /** Half-width of the 95 % interval / figure, as asked for. */
  readonly within: number;
  /** The same as reached; null where the figure is withheld or has no interval. */
  readonly reached: number | null;
}

/** One policy at one setting of the sweep. */
export interface PointResult {
  readonly policy: string;
  /** Swept values and thresholds in force, `p_d` first among them. */
  readonly params: Readonly<Record<string, number | string>>;
  /** Replications run for this point. */
  readonly replications: number;
  /** Null unless the scenario says `until`. */
  readonly precision: Precision | null;
  /** Requests left out at the start of a replication, on average. */
  readonly warmup: number;
  /** Requests counted = completed + dropped. */
  readonly requests: number;
  readonly completed: number;
  readonly dropped: number;
  /** Share of the requests answered by an exit below the one the policy chose, because a queue was full or late or an answer was. */
  readonly fallback_share: number;
  /** Of the requests that have a deadline, the share lost or answered after it; null where none has one. */
  readonly deadline_missed_share: number | null;
  readonly stable: boolean;
  readonly latency_ms: LatencyMs;
  /** Mean share of the latency spent in each part [ms]; parts sum to the mean. Null where nothing was answered. */
  readonly breakdown_ms: Readonly<Record<string, number | null>>;
  /** Share of the answers that are right; null where nothing was answered. */
  readonly accuracy: number | null;
  /** Wilson over the distinct samples answered; null where there are none. */
  readonly accuracy_ci95: Interval | null;
  /** Share of the requests that the policy sends on to exit N, answered or not. */
  readonly offload_share: number;
  readonly exits: readonly ExitShare[];
  /** Share of the time each part is busy, 0..1, averaged over its servers. */
  readonly utilization: Readonly<Record<string, number>>;
  /** Offered load of each part, 0.. ; >= 1 is unstable; null for closed and offline arrivals. */
  readonly load: Readonly<Record<string, number>> | null;
  /** Most requests a second of all devices together that every part can carry under this policy; null where nothing limits them. */
  readonly lambda_max_per_s: number | null;
  /** Mean number of requests at each part, waiting or served, over the whole run. */
  readonly queue_mean: Readonly<Record<string, number>>;
  /** Energy of a request: computing where `power` is given, the device's radio where `radio` is [J]; null where neither is. */
  readonly energy_j_mean: number | null;
  /** One entry a kind of request; empty where there is one kind only. */
  readonly kinds: readonly KindResult[];
  /** Only where several end devices see each request. */
  readonly fork_join?: ForkResult;
  /** Answers by true class (row) and predicted class (column) [classes x classes]. */
  readonly confusion: readonly (readonly number[])[];
}

/** A difference; null where one side has no such figure. */
export interface Difference {
  readonly difference: number | null;
  readonly ci95: Interval | null;
}

/** Policy minus baseline at the same setting, paired by those replications that both ran, under common random numbers. */
export interface PairedDifference {
  readonly policy: string;
  readonly baseline: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly latency_ms_mean: Difference;
  readonly latency_ms_p95: Difference;
  /** Its interval is null where every replication took the same samples. */
  readonly accuracy: Difference;
}

/** DEEx only: the smallest swept p_d at which exit N-1 is at least as accurate on what it keeps as exit N on what it gets. */
export interface Crossing {
  readonly p_cross: number;
  /** Share of requests kept at exits below N there. */
  readonly kept_share: number;
}

export interface Result {
  readonly schema: 'sim.result/1';
  /** Version of the engine. */
  readonly engine: string;
  readonly scenario: { readonly name: string; readonly sha256: string; readonly resolved: unknown };
  readonly trace: { readonly sha256: string; readonly samples: number };
  readonly seed: number;
  /** As the scenario says, a point's fewest where it says `until`. */
  readonly replications: number;
  /** SHA-256 of `points` in canonical JSON (RFC 8785), hexadecimal. */
  readonly digest: string;
  readonly points: readonly PointResult[];
  readonly crossing: Crossing | null;
  readonly comparison: readonly PairedDifference[];
}

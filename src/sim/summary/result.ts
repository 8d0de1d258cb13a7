/**
 * The result document of one scenario: what `--json` prints and result.json holds.
 *
 * Names and meanings are a contract with users' scripts: grow by adding. No clock time, host or path may enter, so that the
 * same seed gives the same bytes.
 */

export type Interval = readonly [low: number, high: number];

/** Latency over the requests after warm-up [ms]; percentiles p50..p99 are nearest-rank, null when the point is unstable. */
export interface LatencyMs {
  readonly mean: number;
  /** Student-t over replications; null with one replication. */
  readonly mean_ci95: Interval | null;
  /** By batch means over one long run; null unless the scenario asks for `batches`. */
  readonly mean_ci95_batch_means: Interval | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  /** Student-t over replications; null with one replication or where the percentile is withheld. */
  readonly p50_ci95: Interval | null;
  readonly p90_ci95: Interval | null;
  readonly p95_ci95: Interval | null;
  readonly p99_ci95: Interval | null;
  readonly max: number;
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
  /** Share of requests lost or answered after their deadline; null without a deadline. */
  readonly deadline_missed_share: number | null;
}

export interface ExitShare {
  /** 1..N. */
  readonly exit: number;
  /** Share of requests answered here, 0..1. */
  readonly share: number;
  /** Share of those that are right; null when none is answered here. */
  readonly accuracy: number | null;
}

/** One policy at one setting of the sweep. */
export interface PointResult {
  readonly policy: string;
  /** Swept values and thresholds in force, `p_d` first among them. */
  readonly params: Readonly<Record<string, number | string>>;
  /** Replications run for this point. */
  readonly replications: number;
  /** Requests left out at the start of a replication, on average. */
  readonly warmup: number;
  /** Requests counted = completed + dropped. */
  readonly requests: number;
  readonly completed: number;
  readonly dropped: number;
  /** Share of the requests answered by an exit below the one the policy chose, because a queue was full or late or an answer was. */
  readonly fallback_share: number;
  /** Share of the requests lost or answered after their deadline; null where there is no deadline. */
  readonly deadline_missed_share: number | null;
  readonly stable: boolean;
  readonly latency_ms: LatencyMs;
  /** Mean share of the latency spent in each part [ms]; parts sum to the mean. */
  readonly breakdown_ms: Readonly<Record<string, number>>;
  readonly accuracy: number;
  /** Wilson over the distinct samples counted. */
  readonly accuracy_ci95: Interval;
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
  /** Requests by true class (row) and predicted class (column) [classes x classes]. */
  readonly confusion: readonly (readonly number[])[];
}

/** Policy minus baseline at the same setting, paired by replication under common random numbers. */
export interface PairedDifference {
  readonly policy: string;
  readonly baseline: string;
  readonly params: Readonly<Record<string, number | string>>;
  readonly latency_ms_mean: { readonly difference: number; readonly ci95: Interval | null };
  readonly latency_ms_p95: { readonly difference: number | null; readonly ci95: Interval | null };
  readonly accuracy: { readonly difference: number; readonly ci95: Interval | null };
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
  readonly replications: number;
  /** SHA-256 of `points` in canonical JSON (RFC 8785), hexadecimal. */
  readonly digest: string;
  readonly points: readonly PointResult[];
  readonly crossing: Crossing | null;
  readonly comparison: readonly PairedDifference[];
}

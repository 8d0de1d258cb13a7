/** One point of a scenario, from the summaries of its replications. */

import { mean } from '../../stats/moments.ts';
import { meanInterval } from '../../stats/student-t.ts';
import { wilson } from '../../stats/wilson.ts';
import { isStable, type Load } from '../plan/offered-load.ts';
import type { PointPlan } from '../plan/plan.ts';
import { policyLabel } from '../plan/policy-label.ts';
import { partNames, stationNames } from '../records/records.ts';
import { type ForkSummary, forkResult } from './fork-summary.ts';
import type { LatencySummary } from './latency-summary.ts';
import type { KindSummary, ReplicationSummary } from './replication-summary.ts';
import type { Interval, KindResult, LatencyMs, PointResult, Precision } from './result.ts';

/** Nanoseconds in a millisecond. Means are taken in nanoseconds first: their sums are exact. */
const MS = 1e6;

/** What running a point in its replications gave. */
export interface PointRun {
  readonly replications: readonly ReplicationSummary[];
  /** Offered load of each part; null for closed and offline arrivals. */
  readonly load: Load | null;
  /** Most requests a second that every part can carry; null where nothing limits them. */
  readonly lambdaMaxPerS: number | null;
  /** Samples of the trace that were counted and answered at least once. */
  readonly distinctSamples: number;
  /** Null unless replications went on until a figure was known well enough. */
  readonly precision: Precision | null;
}

/**
 * Means and percentiles are averaged over replications, counts are sums, `max` is the largest of all. A replication in which nothing was
 * answered has no latency to average, and where that is so in all, the figure is null.
 */
export function summarizePoint(
  point: Pick<PointPlan, 'policy' | 'params' | 'world' | 'workload' | 'exits' | 'classes'>,
  { replications, load, lambdaMaxPerS, distinctSamples, precision }: PointRun,
): PointResult {
  const { exits, classes, workload } = point;
  const total = (pick: (r: ReplicationSummary) => number) => totalOf(replications, pick);
  const average = (pick: (r: ReplicationSummary) => number) => mean(replications.map(pick));
  const [requests, completed] = [total((r) => r.requests), total((r) => r.completed)];
  const stable = isStable(load, point);
  const parts = partNames(point.world);
  const perStation = (pick: (r: ReplicationSummary) => readonly number[]) =>
    Object.fromEntries(stationNames(point.world).map((name, i) => [name, average((r) => pick(r)[i] as number)]));
  const share = (count: number, of: number) => (of === 0 ? null : count / of);
  const accuracy = share(
    total((r) => r.correct),
    completed,
  );
  return {
    policy: policyLabel(point.policy),
    params: point.params,
    replications: replications.length,
    precision,
    warmup: average((r) => r.warmup),
    requests,
    completed,
    dropped: requests - completed,
    fallback_share: total((r) => r.fellBack) / requests,
    deadline_missed_share: share(
      total((r) => r.missed),
      total((r) => r.due),
    ),
    stable,
    latency_ms: latencyMs(replications, stable),
    breakdown_ms: Object.fromEntries(parts.map((name, i) => [name, inMs(meanOfAny(replications.map((r) => r.partMeansNs[i] as number)))])),
    accuracy,
    accuracy_ci95: accuracy === null ? null : wilson(accuracy, distinctSamples),
    offload_share: total((r) => r.offloaded) / requests,
    exits: Array.from({ length: exits }, (_, i) => {
      const answered = total((r) => r.answeredAt[i] as number);
      const right = total((r) => r.correctAt[i] as number);
      return { exit: i + 1, share: share(answered, completed), accuracy: share(right, answered) };
    }),
    utilization: perStation((r) => r.utilization),
    load,
    lambda_max_per_s: lambdaMaxPerS,
    queue_mean: perStation((r) => r.queueMean),
    energy_j_mean: replications.some(({ energyJ }) => energyJ === null) ? null : average((r) => r.energyJ as number),
    kinds:
      workload.kinds.length === 1
        ? []
        : workload.kinds.map(({ name }, k) =>
            kindResult(
              name,
              replications.map((r) => r.kinds[k] as KindSummary),
              stable,
            ),
          ),
    ...(point.world.fork === undefined
      ? {}
      : {
          fork_join: forkResult(
            point.world.fork,
            replications.map(({ fork }) => fork as ForkSummary),
          ),
        }),
    confusion: Array.from({ length: classes }, (_, label) =>
      Array.from({ length: classes }, (_, prediction) => total((r) => r.confusion[label * classes + prediction] as number)),
    ),
  };
}

function totalOf(replications: readonly ReplicationSummary[], pick: (r: ReplicationSummary) => number): number {
  let sum = 0;
  for (const replication of replications) sum += pick(replication);
  return sum;
}

/** Figures and intervals over replications; percentiles of an unstable point depend on how long one looks, and are withheld. */
function latencyMs(replications: readonly ReplicationSummary[], stable: boolean): LatencyMs {
  const values = (pick: (r: LatencySummary) => number) => replications.map(pick);
  const percentile = (pick: (r: LatencySummary) => number) => (stable ? inMs(meanOfAny(values(pick))) : null);
  const spread = (pick: (r: LatencySummary) => number) => (stable ? intervalOfAny(values(pick)) : null);
  const means = values((r) => r.meanNs);
  const batches = replications[0]?.batchMeans ?? null;
  const longest = values((r) => r.maxNs).filter((value) => !Number.isNaN(value));
  return {
    mean: inMs(meanOfAny(means)),
    mean_ci95: intervalOfAny(means),
    mean_ci95_batch_means: batches === null ? null : [batches.interval[0] / MS, batches.interval[1] / MS],
    batch_means_correlation: batches?.correlation ?? null,
    p50: percentile((r) => r.p50Ns),
    p90: percentile((r) => r.p90Ns),
    p95: percentile((r) => r.p95Ns),
    p99: percentile((r) => r.p99Ns),
    p50_ci95: spread((r) => r.p50Ns),
    p90_ci95: spread((r) => r.p90Ns),
    p95_ci95: spread((r) => r.p95Ns),
    p99_ci95: spread((r) => r.p99Ns),
    max: longest.length === 0 ? null : longest.reduce((most, value) => (value > most ? value : most)) / MS,
  };
}

function kindResult(name: string, replications: readonly KindSummary[], stable: boolean): KindResult {
  const total = (pick: (r: KindSummary) => number) => replications.reduce((sum, r) => sum + pick(r), 0);
  const figure = (pick: (r: KindSummary) => number) => inMs(meanOfAny(replications.map(pick)));
  const due = total((r) => r.due);
  return {
    name,
    requests: total((r) => r.requests),
    completed: total((r) => r.completed),
    latency_ms: {
      mean: figure((r) => r.meanNs),
      p50: stable ? figure((r) => r.p50Ns) : null,
      p95: stable ? figure((r) => r.p95Ns) : null,
      p99: stable ? figure((r) => r.p99Ns) : null,
    },
    deadline_missed_share: due === 0 ? null : total((r) => r.missed) / due,
  };
}

/** Mean of those values that are any; null where none is. */
function meanOfAny(values: readonly number[]): number | null {
  const any = values.filter((value) => !Number.isNaN(value));
  return any.length === 0 ? null : mean(any);
}

/** Interval of a mean of nanoseconds, in milliseconds. */
function intervalOfAny(valuesNs: readonly number[]): Interval | null {
  const interval = meanInterval(valuesNs.filter((value) => !Number.isNaN(value)));
  return interval === null ? null : [interval[0] / MS, interval[1] / MS];
}

function inMs(ns: number | null): number | null {
  return ns === null ? null : ns / MS;
}

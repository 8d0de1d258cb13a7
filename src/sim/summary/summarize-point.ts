/** One point of a scenario, from the summaries of its replications. */

import { mean } from '../../stats/moments.ts';
import { meanInterval } from '../../stats/student-t.ts';
import { wilson } from '../../stats/wilson.ts';
import { isStable, type Load } from '../plan/offered-load.ts';
import type { PointPlan } from '../plan/plan.ts';
import { partNames, stationNames } from '../records/records.ts';
import type { ReplicationSummary } from './replication-summary.ts';
import type { PointResult } from './result.ts';

const MS = 1e-6;

/** What running a point in all its replications gave. */
export interface PointRun {
  readonly replications: readonly ReplicationSummary[];
  /** Offered load of each part; null for closed and offline arrivals. */
  readonly load: Load | null;
  /** Samples of the trace that were counted at least once. */
  readonly distinctSamples: number;
}

/** Means and percentiles are averaged over replications, counts are sums, `max` is the largest of all. */
export function summarizePoint(
  point: Pick<PointPlan, 'policy' | 'params' | 'world' | 'exits' | 'classes'>,
  { replications, load, distinctSamples }: PointRun,
): PointResult {
  const { exits, classes } = point;
  const total = (pick: (r: ReplicationSummary) => number) => replications.reduce((sum, r) => sum + pick(r), 0);
  const average = (pick: (r: ReplicationSummary) => number) => mean(replications.map(pick));
  const stable = isStable(load);
  const requests = total((r) => r.requests);
  const percentile = (pick: (r: ReplicationSummary) => number) => (stable ? average(pick) * MS : null);
  const share = total((r) => r.correct) / requests;
  const parts = partNames(point.world);
  const stations = stationNames(point.world);
  const confusion = Array.from({ length: classes }, (_, label) =>
    Array.from({ length: classes }, (_, prediction) => total((r) => r.confusion[label * classes + prediction] as number)),
  );
  const interval = meanInterval(replications.map((r) => r.meanNs * MS));
  return {
    policy: point.policy.name,
    params: point.params,
    replications: replications.length,
    warmup: 0,
    fallback_share: 0,
    deadline_missed_share: null,
    lambda_max_per_s: null,
    queue_mean: {},
    kinds: [],
    requests,
    completed: requests,
    dropped: 0,
    stable,
    latency_ms: {
      mean: average((r) => r.meanNs) * MS,
      mean_ci95: interval,
      mean_ci95_batch_means: null,
      p50: percentile((r) => r.p50Ns),
      p90: percentile((r) => r.p90Ns),
      p95: percentile((r) => r.p95Ns),
      p99: percentile((r) => r.p99Ns),
      p50_ci95: null,
      p90_ci95: null,
      p95_ci95: null,
      p99_ci95: null,
      max: replications.reduce((most, r) => (r.maxNs > most ? r.maxNs : most), 0) * MS,
    },
    breakdown_ms: Object.fromEntries(parts.map((name, i) => [name, average((r) => r.partMeansNs[i] as number) * MS])),
    accuracy: share,
    accuracy_ci95: wilson(share, distinctSamples),
    offload_share: total((r) => r.offloaded) / requests,
    exits: Array.from({ length: exits }, (_, i) => {
      const answered = total((r) => r.answeredAt[i] as number);
      return {
        exit: i + 1,
        share: answered / requests,
        accuracy: answered === 0 ? null : total((r) => r.correctAt[i] as number) / answered,
      };
    }),
    utilization: Object.fromEntries(stations.map((name, i) => [name, average((r) => r.utilization[i] as number)])),
    load,
    energy_j_mean: null,
    confusion,
  };
}

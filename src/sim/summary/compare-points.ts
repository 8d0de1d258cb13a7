/** Paired differences between policies at the same setting: common random numbers cancel what both saw alike. */

import { mean } from '../../stats/moments.ts';
import { meanInterval } from '../../stats/student-t.ts';
import type { ReplicationSummary } from './replication-summary.ts';
import type { Interval, PairedDifference, PointResult } from './result.ts';

/** A point with the replications it came from. */
export interface PointWithReplications {
  readonly result: PointResult;
  readonly replications: readonly ReplicationSummary[];
}

/**
 * Every policy minus `ordinary` (or, where a scenario has none, minus its first policy) at the same swept setting.
 *
 * Policies without a threshold are compared at every setting of the baseline that agrees with theirs.
 */
export function comparePoints(points: readonly PointWithReplications[]): PairedDifference[] {
  const baselineName = points.some(({ result }) => result.policy === 'ordinary') ? 'ordinary' : points[0]?.result.policy;
  const baselines = points.filter(({ result }) => result.policy === baselineName);
  return points
    .filter(({ result }) => result.policy !== baselineName)
    .flatMap((point) =>
      baselines
        .filter((baseline) => agree(point.result.params, baseline.result.params))
        .map((baseline) => pairedDifference(point, baseline)),
    );
}

/** Whether two settings agree in every swept key that both have; p_tar is a policy's own. */
function agree(a: PointResult['params'], b: PointResult['params']): boolean {
  return Object.keys(a).every((key) => key === 'p_tar' || !(key in b) || a[key] === b[key]);
}

/** Swept values of the baseline, without the threshold that is its own. */
function withoutTarget({ p_tar: _, ...params }: PointResult['params']): PointResult['params'] {
  return params;
}

function pairedDifference(point: PointWithReplications, baseline: PointWithReplications): PairedDifference {
  const paired = (pick: (r: ReplicationSummary) => number): { difference: number; ci95: Interval | null } => {
    const differences = point.replications.map((r, i) => pick(r) - pick(baseline.replications[i] as ReplicationSummary));
    return { difference: mean(differences), ci95: meanInterval(differences) };
  };
  const isStable = point.result.stable && baseline.result.stable;
  return {
    policy: point.result.policy,
    baseline: baseline.result.policy,
    params: { ...withoutTarget(baseline.result.params), ...point.result.params },
    latency_ms_mean: paired((r) => r.meanNs * 1e-6),
    latency_ms_p95: isStable ? paired((r) => r.p95Ns * 1e-6) : { difference: null, ci95: null },
    accuracy: paired((r) => r.correct / r.requests),
  };
}

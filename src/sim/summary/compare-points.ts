/** Paired differences between policies at the same setting: common random numbers cancel what both saw alike. */

import { meanDifference, ofSameSamples, pairReplications } from './pair-replications.ts';
import type { ReplicationSummary } from './replication-summary.ts';
import type { PairedDifference, PointResult } from './result.ts';

/** A point with the replications it came from. */
export interface PointWithReplications {
  readonly result: PointResult;
  readonly replications: readonly ReplicationSummary[];
  /** Whether its p_tar is a swept value and not the policy's own. */
  readonly isTargetSwept: boolean;
}

/**
 * Every policy minus `ordinary` (or, where a scenario has none, minus its first policy) at the same swept setting.
 *
 * Policies without a threshold are compared at every setting of the baseline that agrees with theirs.
 */
export function comparePoints(points: readonly PointWithReplications[]): PairedDifference[] {
  const baselineName = points.some(({ result }) => result.policy === 'ordinary') ? 'ordinary' : points[0]?.result.policy;
  const baselines = points.filter(({ result }) => result.policy === baselineName).map((point) => ({ point, setting: settingOf(point) }));
  return points
    .filter(({ result }) => result.policy !== baselineName)
    .flatMap((point) => {
      const setting = settingOf(point);
      return baselines.filter((baseline) => agree(setting, baseline.setting)).map((baseline) => pairedDifference(point, baseline.point));
    });
}

/** Whether two settings agree in every key that both have; a p_tar of a policy's own is no setting of the sweep. */
function agree(ours: PointResult['params'], theirs: PointResult['params']): boolean {
  for (const key in ours) if (key in theirs && ours[key] !== theirs[key]) return false;
  return true;
}

/** What tells a point from others of its policy in the sweep. */
function settingOf({ result: { params }, isTargetSwept }: PointWithReplications): PointResult['params'] {
  const { p_tar: _, ...others } = params;
  return isTargetSwept ? params : others;
}

function pairedDifference(point: PointWithReplications, baseline: PointWithReplications): PairedDifference {
  const isStable = point.result.stable && baseline.result.stable;
  const paired = (pick: (r: ReplicationSummary) => number) =>
    meanDifference(pairReplications(point.replications, baseline.replications, pick));
  return {
    policy: point.result.policy,
    baseline: baseline.result.policy,
    params: { ...settingOf(baseline), ...point.result.params },
    latency_ms_mean: paired((r) => r.meanNs / 1e6),
    latency_ms_p95: isStable ? paired((r) => r.p95Ns / 1e6) : { difference: null, ci95: null },
    accuracy: ofSameSamples(paired((r) => r.correct / r.completed)),
  };
}

/** Differences between two settings, replication by replication: both saw the same requests. */

import { meanDifference, pairReplications } from '../../sim/summary/pair-replications.ts';
import type { ReplicationSummary } from '../../sim/summary/replication-summary.ts';
import type { Interval } from '../../sim/summary/result.ts';
import type { Figure } from './objective.ts';

const FIGURES: Readonly<Record<Figure, (replication: ReplicationSummary) => number>> = {
  mean: ({ meanNs }) => meanNs / 1e6,
  p50: ({ p50Ns }) => p50Ns / 1e6,
  p90: ({ p90Ns }) => p90Ns / 1e6,
  p95: ({ p95Ns }) => p95Ns / 1e6,
  p99: ({ p99Ns }) => p99Ns / 1e6,
  lost: ({ requests, completed }) => 1 - completed / requests,
  missed: ({ due, missed }) => missed / due,
  accuracy: ({ correct, completed }) => correct / completed,
  energy: ({ energyJ }) => energyJ ?? Number.NaN,
};

/** One minus the other, as far as both go; without those where one has no such figure. */
export function pairedDifferences(one: readonly ReplicationSummary[], other: readonly ReplicationSummary[], figure: Figure): number[] {
  return pairReplications(one, other, FIGURES[figure]);
}

/** Mean difference and its 95 % interval, Student-t over the pairs. */
export function pairedDifference(
  one: readonly ReplicationSummary[],
  other: readonly ReplicationSummary[],
  figure: Figure,
): { readonly figure: Figure; readonly difference: number | null; readonly ci95: Interval | null } {
  return { figure, ...meanDifference(pairedDifferences(one, other, figure)) };
}

/** Two points held against each other replication by replication: both saw the same requests, so that chance cancels. */

import { mean } from '../../stats/moments.ts';
import { meanInterval } from '../../stats/student-t.ts';
import type { ReplicationSummary } from './replication-summary.ts';
import type { Difference } from './result.ts';

/** One minus the other, as far as both go; without those in which one side has no such figure. */
export function pairReplications(
  ours: readonly ReplicationSummary[],
  theirs: readonly ReplicationSummary[],
  pick: (replication: ReplicationSummary) => number,
): number[] {
  const common = ours.slice(0, theirs.length);
  return common.map((r, i) => pick(r) - pick(theirs[i] as ReplicationSummary)).filter((difference) => !Number.isNaN(difference));
}

/** Mean difference and its 95 % interval, Student-t over the pairs. */
export function meanDifference(differences: readonly number[]): Difference {
  return { difference: differences.length === 0 ? null : mean(differences), ci95: meanInterval(differences) };
}

/** Where every replication took the same samples, the same were right: their spread says nothing of other samples. */
export function ofSameSamples({ difference, ci95 }: Difference): Difference {
  return { difference, ci95: ci95 !== null && ci95[0] === ci95[1] ? null : ci95 };
}

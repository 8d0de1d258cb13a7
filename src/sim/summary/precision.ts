/** When enough replications have been run. */

import { relativeHalfWidth } from '../../stats/relative-half-width.ts';
import type { StoppingPlan } from '../plan/plan.ts';
import type { LatencySummary } from './latency-summary.ts';
import type { Precision } from './result.ts';

const FIGURES = {
  mean: ({ meanNs }: LatencySummary) => meanNs,
  p50: ({ p50Ns }: LatencySummary) => p50Ns,
  p90: ({ p90Ns }: LatencySummary) => p90Ns,
  p95: ({ p95Ns }: LatencySummary) => p95Ns,
  p99: ({ p99Ns }: LatencySummary) => p99Ns,
} as const;

/**
 * How well the figure is known after the replications so far, those that answered nothing left out.
 *
 * @param isStable whether the point is; the percentiles of one that is not are withheld
 */
export function precisionOf({ figure, within }: StoppingPlan, replications: readonly LatencySummary[], isStable: boolean): Precision {
  const values = replications.map(FIGURES[figure]).filter((value) => !Number.isNaN(value));
  return { figure, within, reached: isStable || figure === 'mean' ? relativeHalfWidth(values) : null };
}

/**
 * Whether a point with so many replications is done: it has the fewest wanted, and its figure is known well enough, is withheld, or
 * never was there; or it has the most allowed.
 */
export function isDone(
  { replications: fewest, until }: { readonly replications: number; readonly until: StoppingPlan | null },
  replications: readonly LatencySummary[],
  isStable: () => boolean,
): boolean {
  const run = replications.length;
  if (run < fewest) return false;
  if (until === null || run >= until.most) return true;
  const stable = isStable();
  if (!stable && until.figure !== 'mean') return true;
  if (run > 1 && replications.every(({ meanNs }) => Number.isNaN(meanNs))) return true;
  const { reached } = precisionOf(until, replications, stable);
  return reached !== null && reached <= until.within;
}

/** Replications that a point runs at most. */
export function mostReplications({ replications, until }: { readonly replications: number; readonly until: StoppingPlan | null }): number {
  return until === null ? replications : Math.max(replications, until.most);
}

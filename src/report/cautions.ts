/** What a reader should know before trusting an interval; pure, from points to sentences. */

import type { PointResult } from '../sim/summary/result.ts';
import { formatDecimals, formatSetting } from './format-number.ts';

/** From this correlation of neighbouring batches on their means are no independent values. @see Law and Carson, Operations Research 27 (1979) */
const MOST_CORRELATED = 0.4;

/** Sentences on precision that was asked for and not reached, and on batches that are too short. */
export function cautions(points: readonly PointResult[]): readonly string[] {
  return [...missedPrecision(points), ...shortBatches(points)];
}

function missedPrecision(points: readonly PointResult[]): readonly string[] {
  const missed = points.filter(({ precision }) => precision !== null && precision.reached !== null && precision.reached > precision.within);
  const [first] = missed;
  if (first === undefined || first.precision === null) return [];
  const { figure, within } = first.precision;
  const worst = missed.reduce((a, b) => ((b.precision?.reached ?? 0) > (a.precision?.reached ?? 0) ? b : a));
  const count = missed.length === 1 ? '1 point' : `${missed.length} points`;
  return [
    `The ${figure} of ${count} of ${points.length} is not known within ${percent(within)} after the most replications allowed ` +
      `(${first.replications}); least well that of ${nameOf(worst)}: within ${percent(worst.precision?.reached ?? 0)}.`,
  ];
}

function shortBatches(points: readonly PointResult[]): readonly string[] {
  const correlated = points.map(({ latency_ms }) => latency_ms.batch_means_correlation ?? 0).filter((value) => value > MOST_CORRELATED);
  if (correlated.length === 0) return [];
  const most = correlated.reduce((a, b) => Math.max(a, b));
  const count = correlated.length === 1 ? '1 point' : `${correlated.length} points`;
  return [
    `Neighbouring batches of ${count} correlate (up to ${formatDecimals(most, 2)}), so intervals by batch means are too narrow there: run ` +
      'longer or in fewer batches.',
  ];
}

function nameOf({ policy, params }: PointResult): string {
  const [swept] = Object.entries(params);
  return swept === undefined ? policy : `${policy} at ${swept[0]} ${formatSetting(swept[1])}`;
}

/** `2%`, `2.04%`. */
function percent(share: number): string {
  return `${formatDecimals(share * 100, 2).replace(/\.?0+$/, '')}%`;
}

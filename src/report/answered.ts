/** Points at which something was answered: those that have a latency and an accuracy to draw, to compare and to speak of. */

import type { ExitShare, Interval, LatencyMs, PointResult } from '../sim/summary/result.ts';

/** A point whose figures are there; percentiles may still be withheld. */
export interface AnsweredPoint extends PointResult {
  readonly latency_ms: LatencyMs & { readonly mean: number; readonly max: number };
  readonly breakdown_ms: Readonly<Record<string, number>>;
  readonly accuracy: number;
  readonly accuracy_ci95: Interval;
  readonly exits: readonly (ExitShare & { readonly share: number })[];
}

/** Whether any request was answered; a figure of nothing is null in the result. */
export function isAnswered(point: PointResult): point is AnsweredPoint {
  return point.latency_ms.mean !== null;
}

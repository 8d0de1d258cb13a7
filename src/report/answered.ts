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

/** 95 % interval of the mean latency [ms]: over replications, else by the batches of one long run. */
export function intervalOfMean({ latency_ms }: PointResult): Interval | null {
  return latency_ms.mean_ci95 ?? latency_ms.mean_ci95_batch_means;
}

/** Share of the requests that get a right answer: accuracy, less what is lost. */
export function rightShare({ accuracy, completed, requests }: AnsweredPoint): number {
  return completed === requests ? accuracy : (accuracy * completed) / requests;
}

/** Whether any request was answered; a figure of nothing is null in the result. */
export function isAnswered(point: PointResult): point is AnsweredPoint {
  return point.latency_ms.mean !== null;
}

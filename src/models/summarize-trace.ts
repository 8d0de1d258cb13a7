/**
 * What a trace and its timings amount to, in a few numbers.
 *
 * Knows traces and timings; how they are printed is the command's matter.
 */
import { median, quantiles } from './quantiles.ts';
import type { Timing, Trace } from './trace.ts';

/** One exit over all samples. */
export interface ExitSummary {
  readonly exit: number;
  /** Share of right predictions, in 0..1. */
  readonly accuracy: number;
  /** Confidence at p5, p25, p50, p75, p95. */
  readonly confidence: readonly number[];
}

export const CONFIDENCE_PERCENTS = [5, 25, 50, 75, 95];

/** One timing over all samples. */
export interface TimingSummary {
  readonly name: string;
  /** Median time [us] of each segment 1..N. */
  readonly segmentUs: readonly number[];
  /** Median time [us] of each branch 1..N-1. */
  readonly branchUs: readonly number[];
  /**
   * Time of a request that stays over that of one that goes on, by medians:
   * (s1 + b1 + ... + s(N-1) + b(N-1)) / (s1 + b1 + s2 + ... + sN). Above 1 a request that stays costs more compute.
   */
  readonly stayOverGo: number;
}

/** Share of predictions [samples] that are right, in 0..1. */
export function accuracyOf(prediction: Int32Array, labels: Int32Array): number {
  return prediction.reduce((right, predicted, i) => right + (predicted === labels[i] ? 1 : 0), 0) / prediction.length;
}

/** Accuracy and confidence of every exit. */
export function summarizeExits({ exits, labels, prediction, confidence }: Trace): ExitSummary[] {
  return Array.from({ length: exits }, (_, k) => ({
    exit: k + 1,
    accuracy: accuracyOf(prediction[k] as Int32Array, labels),
    confidence: quantiles(confidence[k] as Float64Array, CONFIDENCE_PERCENTS),
  }));
}

/** Number of samples of each class [classes]. */
export function countLabels({ classes, labels }: Trace): number[] {
  const counts = Array.from({ length: classes }, () => 0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}

/** Median time of every piece, and what staying costs against going on. */
export function summarizeTiming({ name, segmentNs, branchNs }: Timing): TimingSummary {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const segmentUs = segmentNs.map((times) => median(times) / 1000);
  const branchUs = branchNs.map((times) => median(times) / 1000);
  const stay = sum(segmentUs.slice(0, -1)) + sum(branchUs);
  const go = sum(segmentUs) + (branchUs[0] ?? 0);
  return { name, segmentUs, branchUs, stayOverGo: stay / go };
}

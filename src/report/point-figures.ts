/**
 * The handful of figures by which one point is told in tables and comparisons; pure, a digest of the result's point.
 */
import type { Interval, PointResult } from '../sim/summary/result.ts';
import { intervalOfMean } from './answered.ts';
import { busiestPart } from './parts.ts';

export interface PointFigures {
  readonly stable: boolean;
  /** Null where nothing was answered, and so is accuracy. */
  readonly latency_ms_mean: number | null;
  readonly latency_ms_mean_ci95: Interval | null;
  /** Null when the point is unstable. */
  readonly latency_ms_p95: number | null;
  readonly accuracy: number | null;
  readonly offload_share: number;
  /** Key of the part that works hardest, as in `load`. */
  readonly busiest: string | null;
  /** Its name in words. */
  readonly busiest_title: string | null;
  /** Its offered load; the share of time it is busy where arrivals are closed and have no load. */
  readonly busiest_load: number | null;
  readonly busiest_load_is: 'load' | 'utilization' | null;
  /** Share of the requests that got no answer. */
  readonly lost_share: number;
  /** Of the requests that have a deadline; null where none has one. */
  readonly deadline_missed_share: number | null;
  /** Null where no energy is counted. */
  readonly energy_j_mean: number | null;
}

export function pointFigures(point: PointResult): PointFigures {
  const busiest = busiestPart(point);
  return {
    stable: point.stable,
    latency_ms_mean: point.latency_ms.mean,
    latency_ms_mean_ci95: intervalOfMean(point),
    latency_ms_p95: point.latency_ms.p95,
    accuracy: point.accuracy,
    offload_share: point.offload_share,
    busiest: busiest?.key ?? null,
    busiest_title: busiest?.title ?? null,
    busiest_load: busiest?.value ?? null,
    busiest_load_is: busiest?.kind ?? null,
    lost_share: point.dropped / point.requests,
    deadline_missed_share: point.deadline_missed_share,
    energy_j_mean: point.energy_j_mean,
  };
}

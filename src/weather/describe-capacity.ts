/** A recorded link in the figures a reader asks for first. */

import { nearestRank } from '../stats/nearest-rank.ts';
import { type RecordedCapacity, rateWindows, recordedNs } from './rate-windows.ts';

/** People feel seconds, not milliseconds [ns]. */
const WINDOW_NS = 1e9;
/** Below this a link hardly moves anything [bit/s]. */
const NEAR_DEAD_BPS = 1e5;
const SPARK_COLUMNS = 72;
const SPARKS = ' ▁▂▃▄▅▆▇█';

export const RATE_PERCENTS = [1, 5, 25, 50, 75, 95, 99] as const;

export interface CapacityFigures {
  readonly durationNs: number;
  /** Over the recording, once. */
  readonly meanBps: number;
  /** Nearest-rank percentiles of the mean rate in windows of 1 s [bit/s], as `RATE_PERCENTS`. */
  readonly percentilesBps: readonly number[];
  /** Number of those windows. */
  readonly windows: number;
  /** Share of those windows below 0.1 Mbit/s. */
  readonly nearDeadShare: number;
  /** Mean rates of up to 72 equal parts from 0 (blank) to the highest of them. */
  readonly sparkline: string;
  /** Rate that the sparkline's full block stands for [bit/s]. */
  readonly sparkTopBps: number;
}

export function describeCapacity(capacity: RecordedCapacity): CapacityFigures {
  const durationNs = recordedNs(capacity);
  const rates = rateWindows(capacity, WINDOW_NS);
  const sorted = Float64Array.from(rates).sort();
  const parts = rateWindows(capacity, Math.max(WINDOW_NS, durationNs / SPARK_COLUMNS));
  const top = Math.max(...parts);
  return {
    durationNs,
    meanBps: rateWindows(capacity, durationNs)[0] as number,
    percentilesBps: RATE_PERCENTS.map((percent) => nearestRank(sorted, percent)),
    windows: rates.length,
    nearDeadShare: rates.filter((rate) => rate < NEAR_DEAD_BPS).length / rates.length,
    sparkline: Array.from(parts, (rate) => SPARKS[rate === 0 ? 0 : Math.ceil((rate / top) * (SPARKS.length - 1))]).join(''),
    sparkTopBps: top,
  };
}

/** Latencies of a set of requests, condensed: mean, exact percentiles, largest. */

import { selectRanks } from '../../stats/select-ranks.ts';

const PERCENTS = [50, 90, 95, 99];

/** All NaN where there are none [ns]. */
export interface LatencySummary {
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** Latencies with what adds them up [ns]. */
export interface Latencies {
  readonly valuesNs: Float64Array;
  /** Added up in their order. */
  readonly sumNs: number;
  readonly maxNs: number;
}

/** @param valuesNs whole nanoseconds */
export function addUp(valuesNs: Float64Array): Latencies {
  let sumNs = 0;
  let maxNs = 0;
  for (let i = 0; i < valuesNs.length; i++) {
    const latency = valuesNs[i] as number;
    sumNs += latency;
    if (latency > maxNs) maxNs = latency;
  }
  return { valuesNs, sumNs, maxNs };
}

export function summarizeLatencies({ valuesNs, sumNs, maxNs }: Latencies): LatencySummary {
  const n = valuesNs.length;
  const none = Number.NaN;
  if (n === 0) return { meanNs: none, p50Ns: none, p90Ns: none, p95Ns: none, p99Ns: none, maxNs: none };
  const [p50Ns, p90Ns, p95Ns, p99Ns] = selectRanks(valuesNs, PERCENTS) as [number, number, number, number];
  return { meanNs: sumNs / n, p50Ns, p90Ns, p95Ns, p99Ns, maxNs };
}

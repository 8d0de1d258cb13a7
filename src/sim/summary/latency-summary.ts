/** Latencies of a set of requests, condensed: mean, exact percentiles, largest. */

import { nearestRank } from '../../stats/nearest-rank.ts';

/** All NaN where there are none [ns]. */
export interface LatencySummary {
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** @param latenciesNs whole nanoseconds; sorted in place */
export function summarizeLatencies(latenciesNs: Float64Array): LatencySummary {
  const n = latenciesNs.length;
  const none = Number.NaN;
  if (n === 0) return { meanNs: none, p50Ns: none, p90Ns: none, p95Ns: none, p99Ns: none, maxNs: none };
  let sumNs = 0;
  for (const latency of latenciesNs) sumNs += latency;
  latenciesNs.sort();
  return {
    meanNs: sumNs / n,
    p50Ns: nearestRank(latenciesNs, 50),
    p90Ns: nearestRank(latenciesNs, 90),
    p95Ns: nearestRank(latenciesNs, 95),
    p99Ns: nearestRank(latenciesNs, 99),
    maxNs: latenciesNs[n - 1] as number,
  };
}

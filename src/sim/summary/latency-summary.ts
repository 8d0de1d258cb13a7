/** Latencies of a set of requests, condensed: mean, exact percentiles, largest. */

import { selectRanks } from '../../stats/select-ranks.ts';

/** All NaN where there are none [ns]. */
export interface LatencySummary {
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** @param latenciesNs whole nanoseconds */
export function summarizeLatencies(latenciesNs: Float64Array): LatencySummary {
  const n = latenciesNs.length;
  const none = Number.NaN;
  if (n === 0) return { meanNs: none, p50Ns: none, p90Ns: none, p95Ns: none, p99Ns: none, maxNs: none };
  let sumNs = 0;
  let maxNs = 0;
  for (let i = 0; i < n; i++) {
    const latency = latenciesNs[i] as number;
    sumNs += latency;
    if (latency > maxNs) maxNs = latency;
  }
  const [p50Ns, p90Ns, p95Ns, p99Ns] = selectRanks(latenciesNs, [50, 90, 95, 99]) as [number, number, number, number];
  return { meanNs: sumNs / n, p50Ns, p90Ns, p95Ns, p99Ns, maxNs };
}

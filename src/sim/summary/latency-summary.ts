/** Latencies of a set of requests, condensed: mean, exact percentiles, largest. */

import { selectRanks } from '../../stats/select-ranks.ts';

const PERCENTS = [50, 90, 95, 99, 100];

/** All NaN where there are none [ns]. */
export interface LatencySummary {
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
}

/** @param valuesNs whole nanoseconds @param sumNs of them all, where it is known */
export function summarizeLatencies(valuesNs: Float64Array, sumNs: number = addUp(valuesNs)): LatencySummary {
  const none = Number.NaN;
  if (valuesNs.length === 0) return { meanNs: none, p50Ns: none, p90Ns: none, p95Ns: none, p99Ns: none, maxNs: none };
  const [p50Ns, p90Ns, p95Ns, p99Ns, maxNs] = selectRanks(valuesNs, PERCENTS) as [number, number, number, number, number];
  return { meanNs: sumNs / valuesNs.length, p50Ns, p90Ns, p95Ns, p99Ns, maxNs };
}

function addUp(valuesNs: Float64Array): number {
  let sumNs = 0;
  for (let i = 0; i < valuesNs.length; i++) sumNs += valuesNs[i] as number;
  return sumNs;
}

/** How the latencies of one replication are distributed: exact quantiles at fixed steps. */

import { selectRanks } from '../../stats/select-ranks.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { firstCounted } from './warmup.ts';

/** Quantiles, at equal steps up to the largest latency. */
export const QUANTILES = 200;

const PERCENTS = Array.from({ length: QUANTILES }, (_, index) => ((index + 1) * 100) / QUANTILES);

export interface LatencyQuantiles {
  /** Requests counted and answered. */
  readonly answered: number;
  /** The smallest latency, then the nearest-rank quantiles at 0.5 %, 1 %, .. 100 % [ms]. */
  readonly latency_ms: readonly number[];
}

/** Null where nothing was answered. @throws NothingCounted where the warm-up leaves no request */
export function latencyQuantiles({ workload }: PreparedPoint, records: Records): LatencyQuantiles | null {
  const { requests, latencyNs, exit } = records;
  const latenciesNs = new Float64Array(requests);
  let answered = 0;
  let leastNs = Number.POSITIVE_INFINITY;
  for (let r = firstCounted(workload.warmup, records); r < requests; r++) {
    if (exit[r] === 0) continue;
    const ownNs = latencyNs[r] as number;
    if (ownNs < leastNs) leastNs = ownNs;
    latenciesNs[answered++] = ownNs;
  }
  if (answered === 0) return null;
  const quantilesNs = selectRanks(latenciesNs.subarray(0, answered), PERCENTS);
  return { answered, latency_ms: [leastNs, ...quantilesNs].map((ns) => ns / 1e6) };
}

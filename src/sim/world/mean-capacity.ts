/** What a lane carries on average in the long run; whether a queue before it stays finite depends on this alone. */

import type { CapacityPlan } from './capacity.ts';
import { meanRate } from './markov.ts';

/**
 * Mean capacity in the long run [bit/s].
 *
 * Steps that repeat count as their average over one period; steps that do not, as their last rate, which holds for ever.
 *
 * @example meanBps({ kind: 'opportunities', timesNs: Float64Array.of(0, 1e6, 2e6), bytes: 1500, repeatNs: 2e6 }) // 18e6
 */
export function meanBps(capacity: CapacityPlan): number {
  switch (capacity.kind) {
    case 'constant':
      return capacity.bps;
    case 'steps':
      return meanOfSteps(capacity.startsNs, capacity.bps, capacity.repeatNs);
    case 'opportunities':
      return (8e9 * capacity.bytes * capacity.timesNs.length) / capacity.repeatNs;
    case 'markov':
      return meanRate(capacity.chain);
  }
}

function meanOfSteps(startsNs: Float64Array, bps: Float64Array, repeatNs: number | null): number {
  const last = bps.length - 1;
  if (repeatNs === null) return bps[last] as number;
  let sum = 0;
  for (let i = 0; i <= last; i++) {
    const endNs = i === last ? repeatNs : (startsNs[i + 1] as number);
    sum += (bps[i] as number) * (endNs - (startsNs[i] as number));
  }
  return sum / repeatNs;
}

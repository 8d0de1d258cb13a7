/** Delays added to the propagation of each request's message on a lane, drawn by request so that every policy sees the same. */

import { roundNs } from '../kernel/clock.ts';
import { exponential } from '../kernel/exponential.ts';
import type { RandomStream } from '../kernel/random-stream.ts';
import type { JitterPlan } from './laws.ts';

/** @returns delays [ns] of requests 0..requests-1 */
export function jitterNs({ distribution, meanNs }: JitterPlan, requests: number, stream: RandomStream): Float64Array {
  const delays = new Float64Array(requests);
  for (let r = 0; r < requests; r++) {
    const u = stream();
    delays[r] = roundNs(distribution === 'uniform' ? 2 * meanNs * u : exponential(u) * meanNs);
  }
  return delays;
}

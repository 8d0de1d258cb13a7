/** How long requests take in an empty world: what no policy and no queue can better. */

import { laneTime } from './part-work.ts';
import type { PreparedPoint } from './plan.ts';

/**
 * Latency of every row with nobody else in the world [ns] [rows]: compute + transmission + propagation + answer, at every tier and link
 * that the row passes.
 *
 * To the nanosecond what a lone request takes where links are constant and lose nothing. Links that vary count by their mean capacity,
 * losses by the packets sent again on average; jitter, outages and promotions of the radio count nothing; a tier that takes batches computes
 * a batch of one at once.
 */
export function queueFreeNs({ world, itinerary }: Pick<PreparedPoint, 'world' | 'itinerary'>): Float64Array {
  const latencyNs = new Float64Array(itinerary.samples);
  const add = (row: number, ns: number) => {
    latencyNs[row] = (latencyNs[row] as number) + ns;
  };
  for (const stay of itinerary.computeNs) for (let row = 0; row < stay.length; row++) add(row, stay[row] as number);
  world.links.forEach(({ up, down, propagationNs }, l) => {
    const upNs = laneTime(up);
    const backNs = 2 * propagationNs + (down === null ? 0 : laneTime(down)(world.answerBytes));
    const bytes = itinerary.upBytes[l] as Float64Array;
    for (let row = 0; row < bytes.length; row++) {
      if ((itinerary.topTier[row] as number) > l) add(row, upNs(bytes[row] as number) + backNs);
    }
  });
  return latencyNs;
}

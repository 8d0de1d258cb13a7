/** The best cut by looking at all of them. */

import { type Cut, listCuts } from './cut.ts';
import type { PartitionNetwork } from './network.ts';
import { cutTicks, tickNs } from './ticks.ts';

/**
 * The cut of least expected time. Of equals, to the tick (ticks.ts), the one with the fewest layers at the edge, and there without the branch.
 *
 * Linear in layers and branches.
 *
 * @throws RangeError where the network is not sound
 */
export function cutByEnumeration(network: PartitionNetwork): Cut {
  const cuts = listCuts(network);
  const tick = tickNs(cuts[0] as Cut, cuts[cuts.length - 1] as Cut);
  let best = cuts[0] as Cut;
  let least = Number.POSITIVE_INFINITY;
  for (const cut of cuts) {
    const ticks = cutTicks(cut.parts, tick);
    if (ticks >= least) continue;
    least = ticks;
    best = cut;
  }
  return best;
}

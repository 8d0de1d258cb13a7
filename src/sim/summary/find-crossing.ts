/** Where the DEEx's two exits are equally trustworthy. */

import type { Crossing, PointResult } from './result.ts';

/**
 * The smallest swept p_d at which exits N-1 and N both answer something and exit N-1's accuracy on what it keeps is not below
 * exit N's on what it gets; null where there is none.
 *
 * @see Barbosa et al., "Decision Early-Exit", p_cross
 */
export function findCrossing(points: readonly PointResult[]): Crossing | null {
  let best: Crossing | null = null;
  for (const { policy, params, exits } of points) {
    const threshold = params['p_d'];
    // With fallback exit N-1 keeps by p_tar as well.
    if (policy !== 'deex' || 'fallback' in params || typeof threshold !== 'number') continue;
    const last = exits[exits.length - 1];
    const before = exits[exits.length - 2];
    if (last === undefined || last.accuracy === null || last.share === null) continue;
    if (before === undefined || before.accuracy === null) continue;
    if (before.accuracy < last.accuracy) continue;
    if (best === null || threshold < best.p_cross) best = { p_cross: threshold, kept_share: 1 - last.share };
  }
  return best;
}

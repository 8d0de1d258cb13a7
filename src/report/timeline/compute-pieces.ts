/** The segments and branches that a stay at a tier is made of, as slices within it. */

import type { Itinerary, TierCosts } from '../../sim/plan/plan.ts';

interface Stay {
  readonly sample: number;
  /** Row of the itinerary. */
  readonly row: number;
  readonly startNs: number;
  readonly endNs: number;
}

interface Piece {
  readonly name: string;
  readonly startNs: number;
  readonly endNs: number;
}

/** What may be lost to rounding [ns]: the stay is rounded once, a piece by itself. */
const ROUNDING_NS = 1;

/** None where the stay took another time than its pieces do alone: in a batch, on a shared server, across an outage. */
export function computePieces(tiers: readonly TierCosts[], itinerary: Itinerary, tier: number, stay: Stay): readonly Piece[] {
  const { segmentNs, branchNs, slowdown } = tiers[tier] as TierCosts;
  const { sample, row, startNs, endNs } = stay;
  const first = itinerary.firstSegment[tier]?.[row] ?? 0;
  const last = itinerary.lastSegment[tier]?.[row] ?? 0;
  const branches = itinerary.branches[tier]?.[row] ?? 0;
  if (first === 0) return [];
  const pieces: Piece[] = [];
  let atNs = startNs;
  const add = (name: string, recordedNs: number | undefined) => {
    const untilNs = atNs + (recordedNs ?? 0) * slowdown;
    pieces.push({ name, startNs: atNs, endNs: untilNs });
    atNs = untilNs;
  };
  for (let k = first; k <= last; k++) {
    add(`segment ${k}`, segmentNs[k - 1]?.[sample]);
    if ((branches >> (k - 1)) & 1) add(`branch ${k}`, branchNs[k - 1]?.[sample]);
  }
  if (Math.abs(atNs - endNs) > ROUNDING_NS) return [];
  return pieces.map((piece) => ({ ...piece, endNs: Math.min(piece.endNs, endNs) }));
}

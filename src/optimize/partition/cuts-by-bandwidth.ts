/** Which cut is best at which uplink bandwidth, and where exactly one takes over from another. */

import { listCuts } from './cut.ts';
import { expectedCosts } from './expected-costs.ts';
import type { PartitionNetwork } from './network.ts';

/** A range of bandwidths and the cut that is best all over it. */
export interface BandwidthRange {
  /** [bit/s]; 0 in the first range. */
  readonly fromBps: number;
  /** [bit/s]; Infinity in the last range. */
  readonly toBps: number;
  readonly layer: number;
  readonly isBranchKept: boolean;
}

/** E[T] of a cut as a line: fixedNs + bits x (1 s / B). */
interface Line {
  readonly layer: number;
  readonly isBranchKept: boolean;
  /** All but the transmission towards the cloud [ns]. */
  readonly fixedNs: number;
  /** Expected bits towards the cloud, P x 8 S [bit]. */
  readonly bits: number;
}

/**
 * Best cuts over all uplink bandwidths above 0, ascending. The network's own uplink rate plays no part; all else stays as it is.
 *
 * E[T] of a cut is linear in 1 / B, so the least of all cuts is the lower envelope of as many lines, and cut a gives way to b at
 *
 * B = (bits_a - bits_b) / (fixed_b - fixed_a).
 *
 * Cuts that are best at one bandwidth only, where two others meet, have no range. Of equal lines the earlier cut is taken.
 * O(c log c) for c cuts.
 *
 * @throws RangeError where the network is not sound
 * @example cutsByBandwidth(network) // [{ fromBps: 0, toBps: 8e6, layer: 3, .. }, { fromBps: 8e6, toBps: Infinity, layer: 0, .. }]
 */
export function cutsByBandwidth(network: PartitionNetwork): BandwidthRange[] {
  const { uploadBits } = expectedCosts(network);
  const lines = listCuts(network).map(({ layer, isBranchKept, offloadShare, parts }): Line => {
    const { edgeNs, branchNs, propagationNs, cloudNs, downNs } = parts;
    const fixedNs = edgeNs + branchNs + propagationNs + cloudNs + downNs;
    return { layer, isBranchKept, fixedNs, bits: offloadShare * (uploadBits[layer] as number) };
  });
  // The fewest bits win on the slowest link. Sorting is stable, so that of equal lines the earlier cut stands first.
  const byBits = lines.toSorted((a, b) => a.bits - b.bits || a.fixedNs - b.fixedNs);
  const envelope: Line[] = [];
  for (const line of byBits) {
    if (line.fixedNs >= (envelope.at(-1)?.fixedNs ?? Number.POSITIVE_INFINITY)) continue;
    while (envelope.length > 1 && meetBps(envelope.at(-1) as Line, line) <= meetBps(envelope.at(-2) as Line, envelope.at(-1) as Line)) {
      envelope.pop();
    }
    envelope.push(line);
  }
  return envelope.map((line, i) => ({
    fromBps: i === 0 ? 0 : meetBps(envelope[i - 1] as Line, line),
    toBps: i === envelope.length - 1 ? Number.POSITIVE_INFINITY : meetBps(line, envelope[i + 1] as Line),
    layer: line.layer,
    isBranchKept: line.isBranchKept,
  }));
}

/** Bandwidth [bit/s] above which the cut with more bits and less of the rest is the better one. */
function meetBps(few: Line, many: Line): number {
  return ((many.bits - few.bits) * 1e9) / (few.fixedNs - many.fixedNs);
}

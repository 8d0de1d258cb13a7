/** Everything there is to say about where to cut a recorded model, as one document. */

import { type Cut, listCuts } from './cut.ts';
import { cutByEnumeration } from './cut-by-enumeration.ts';
import { cutByShortestPath } from './cut-by-shortest-path.ts';
import { cutsByBandwidth } from './cuts-by-bandwidth.ts';
import { type CuttablePoint, networkOfPoint } from './network-of.ts';
import { splitForLatency } from './neurosurgeon.ts';
import { recordedBranches } from './recorded-exits.ts';

/** Where a cut lies. */
export interface CutName {
  /** Segments at the edge, 0..N. */
  readonly layer: number;
  /** Whether the branch at the last of them runs. */
  readonly branch_kept: boolean;
}

/** A cut in the words of a result: milliseconds and shares. */
export interface WeighedCut extends CutName {
  /** Branches that run. */
  readonly branches: number;
  readonly offload_share: number;
  /** Of the trace, by the branches that run and the final exit. */
  readonly accuracy: number;
  readonly expected_ms: number;
  readonly parts_ms: Readonly<Record<'edge' | 'branch' | 'up' | 'propagation' | 'cloud' | 'down', number>>;
}

export interface CutWeights {
  readonly p_tar: number;
  /** Number of exits N, and so of segments. */
  readonly exits: number;
  readonly uplink_bps: number;
  readonly rtt_ms: number;
  /** Of the requests that reach each branch, the share that it answers, [N - 1]. */
  readonly exit_probability: readonly number[];
  /** Segment by segment, without the branch there, then with it. */
  readonly cuts: readonly WeighedCut[];
  readonly best: WeighedCut;
  /** What the other method says; the same as `best`. */
  readonly shortest_path: CutName;
  /** Where the scenario itself cuts, all its branches kept; null where it sends the picture instead of what the edge has made of it. */
  readonly own: WeighedCut | null;
  /** Neurosurgeon's split: no branch at all. */
  readonly without_branches: { readonly layer: number; readonly expected_ms: number };
  /** Best cuts over all uplink rates, ascending; `to_bps` null: no end. */
  readonly by_uplink: readonly (CutName & { readonly from_bps: number; readonly to_bps: number | null })[];
}

/**
 * Weighs all cuts of a point with two tiers, queues empty, every branch by the ordinary rule.
 *
 * @param targetThreshold p_tar of every branch
 */
export function weighCuts(point: CuttablePoint, targetThreshold: number): CutWeights {
  const network = networkOfPoint(point, targetThreshold);
  const { accuracy, exitProbability } = recordedBranches(point.recorded, targetThreshold);
  const weigh = (cut: Cut): WeighedCut => {
    const { edgeNs, branchNs, upNs, propagationNs, cloudNs, downNs } = cut.parts;
    return {
      ...nameOf(cut),
      branches: cut.branches,
      offload_share: cut.offloadShare,
      accuracy: accuracy[cut.branches] as number,
      expected_ms: cut.expectedNs / 1e6,
      parts_ms: {
        edge: edgeNs / 1e6,
        branch: branchNs / 1e6,
        up: upNs / 1e6,
        propagation: propagationNs / 1e6,
        cloud: cloudNs / 1e6,
        down: downNs / 1e6,
      },
    };
  };
  const cuts = listCuts(network).map(weigh);
  const ownLayer = point.tiers[0]?.exits.at(-1) ?? 0;
  const isPicture = point.payload.kind === 'input' && ownLayer > 0;
  const bare = splitForLatency(network);
  return {
    p_tar: targetThreshold,
    exits: network.layers.length,
    uplink_bps: network.link.uplinkBps,
    rtt_ms: network.link.rttNs / 1e6,
    exit_probability: exitProbability,
    cuts,
    best: weigh(cutByEnumeration(network)),
    shortest_path: nameOf(cutByShortestPath(network)),
    own: isPicture ? null : (cuts.findLast(({ layer }) => layer === ownLayer) as WeighedCut),
    without_branches: { layer: bare.layer, expected_ms: bare.expectedNs / 1e6 },
    by_uplink: cutsByBandwidth(network).map((range) => ({
      from_bps: range.fromBps,
      to_bps: Number.isFinite(range.toBps) ? range.toBps : null,
      ...nameOf(range),
    })),
  };
}

function nameOf({ layer, isBranchKept }: Pick<Cut, 'layer' | 'isBranchKept'>): CutName {
  return { layer, branch_kept: isBranchKept };
}

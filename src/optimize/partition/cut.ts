/** A cut of a network and the time a request is expected to take with it. */

import { type ExpectedCosts, expectedCosts } from './expected-costs.ts';
import type { PartitionNetwork } from './network.ts';

/** Expected times of what a request goes through [ns], each weighted by the probability that it gets there. */
export interface CutParts {
  readonly edgeNs: number;
  readonly branchNs: number;
  readonly upNs: number;
  /** Half the round-trip time, each way. */
  readonly propagationNs: number;
  readonly cloudNs: number;
  readonly downNs: number;
}

export interface Cut {
  /** Layers that run at the edge, 0..n: 0 is all cloud, n all edge without a link. */
  readonly layer: number;
  /** Whether a branch at that very layer runs before its output is sent; false where there is none. */
  readonly isBranchKept: boolean;
  /** Branches that run: all before the layer, and the one at it where it is kept. */
  readonly branches: number;
  /** Probability that a request is sent to the cloud. */
  readonly offloadShare: number;
  /** E[T], the sum of the parts [ns]. */
  readonly expectedNs: number;
  readonly parts: CutParts;
}

/** Where the cuts of a network lie, by number: layer by layer, first without the branch there, then with it. The last is all edge. */
export interface CutPlaces {
  /** Layers at the edge, [cuts]. */
  readonly layer: Int32Array;
  /** Branches that run, [cuts]. */
  readonly branches: Int32Array;
}

/** n + m + 1 cuts of n layers and m branches. */
export function cutPlaces({ layers, branches }: PartitionNetwork): CutPlaces {
  const cuts = layers.length + branches.length + 1;
  const places = { layer: new Int32Array(cuts), branches: new Int32Array(cuts) };
  let q = 0;
  let cut = 0;
  for (let layer = 0; layer <= layers.length; layer++) {
    const put = () => {
      places.layer[cut] = layer;
      places.branches[cut++] = q;
    };
    put();
    if (branches[q]?.layer !== layer) continue;
    q++;
    put();
  }
  return places;
}

/**
 * The cut after layer s that runs the first q branches,
 *
 * E[T] = sum over i <= s of P_i t_i + sum over k <= q of P_k b_k + P (8 S / B + R/2 + sum over i > s of c_i + 8 A / D + R/2),
 *
 * t and c a layer's time at the edge and in the cloud, b a branch's, S and A bytes up and down, B and D the rates, R the round-trip time,
 * P_i and P_k the probability of getting there, P that of leaving: 1 - p multiplied over the branches that run before, and over no
 * others. After the last layer there is nothing to send.
 *
 * @see Pacheco and Couto, "Inference Time Optimization Using BranchyNet Partitioning", ISCC 2020, arXiv 2005.04099
 */
export function cutAt(network: PartitionNetwork, costs: ExpectedCosts, layer: number, branches: number): Cut {
  const share = layer === network.layers.length ? 0 : (costs.survival[branches] as number);
  const parts = {
    edgeNs: costs.edgeNs[layer] as number,
    branchNs: costs.branchNs[branches] as number,
    upNs: share * (costs.uploadNs[layer] as number),
    propagationNs: share * costs.rttNs,
    cloudNs: share * (costs.cloudNs[layer] as number),
    downNs: share * costs.downNs,
  };
  const { edgeNs, branchNs, upNs, propagationNs, cloudNs, downNs } = parts;
  return {
    layer,
    isBranchKept: branches > 0 && network.branches[branches - 1]?.layer === layer,
    branches,
    offloadShare: share,
    expectedNs: edgeNs + branchNs + upNs + propagationNs + cloudNs + downNs,
    parts,
  };
}

/** Every cut, in the order of `cutPlaces`; linear in layers and branches. */
export function listCuts(network: PartitionNetwork): Cut[] {
  const costs = expectedCosts(network);
  const { layer, branches } = cutPlaces(network);
  return Array.from(layer, (s, i) => cutAt(network, costs, s, branches[i] as number));
}

/**
 * Probability of being answered by each branch that runs, and at last by the final layer, wherever that is; they sum to 1.
 *
 * @example answerShares(network, cut) // [0.6, 0.1, 0.3] with two branches
 */
export function answerShares(network: PartitionNetwork, { branches }: Cut): number[] {
  let reach = 1;
  const shares = network.branches.slice(0, branches).map(({ exitProbability }) => {
    const share = reach * exitProbability;
    reach *= 1 - exitProbability;
    return share;
  });
  return [...shares, reach];
}

/** What a network's layers, branches and messages cost in expectation, as running sums, so that every cut is a few look-ups. */

import { checkNetwork, type PartitionNetwork } from './network.ts';
import { sumsFromStart, sumsToEnd } from './running-sums.ts';

/** n layers, m branches. */
export interface ExpectedCosts {
  /** Probability of no answer from the first q branches, [m + 1], from 1 down: the product of 1 - p over them. */
  readonly survival: Float64Array;
  /** Expected edge time of layers 1..s [ns], [n + 1]: the sum of P_i t_i, P_i the survival of the branches before layer i. */
  readonly edgeNs: Float64Array;
  /** Expected time of the first q branches [ns], [m + 1]: a branch is paid by all who reach it, not by those it answers. */
  readonly branchNs: Float64Array;
  /** Cloud time of layers s+1..n [ns], [n + 1], of a request that gets there. */
  readonly cloudNs: Float64Array;
  /** What crosses the link where the network is cut after layer s, overhead included [bit], [n + 1]; 0 after the last layer. */
  readonly uploadBits: Float64Array;
  /** Its transmission [ns], [n + 1]. */
  readonly uploadNs: Float64Array;
  /** Transmission of an answer [ns]. */
  readonly downNs: number;
  readonly rttNs: number;
}

/** Linear in layers and branches. @throws RangeError where the network is not sound */
export function expectedCosts(network: PartitionNetwork): ExpectedCosts {
  checkNetwork(network);
  const { layers, branches, inputBytes, link } = network;
  const survival = new Float64Array(branches.length + 1);
  const edgeNs = new Float64Array(layers.length);
  const branchNs = new Float64Array(branches.length);
  survival[0] = 1;
  let q = 0;
  layers.forEach((layer, i) => {
    const reach = survival[q] as number;
    edgeNs[i] = reach * layer.edgeNs;
    const branch = branches[q];
    if (branch?.layer !== i + 1) return;
    branchNs[q] = reach * branch.edgeNs;
    survival[++q] = reach * (1 - branch.exitProbability);
  });
  const uploadBits = new Float64Array(layers.length + 1);
  for (let s = 0; s < layers.length; s++) {
    uploadBits[s] = 8 * ((s === 0 ? inputBytes : (layers[s - 1]?.outputBytes as number)) + link.overheadBytes);
  }
  return {
    survival,
    edgeNs: sumsFromStart(edgeNs),
    branchNs: sumsFromStart(branchNs),
    cloudNs: sumsToEnd(layers.map((layer) => layer.cloudNs)),
    uploadBits,
    uploadNs: uploadBits.map((bits) => (1e9 * bits) / link.uplinkBps),
    downNs: link.downlinkBps === null ? 0 : (8e9 * link.answerBytes) / link.downlinkBps,
    rttNs: link.rttNs,
  };
}

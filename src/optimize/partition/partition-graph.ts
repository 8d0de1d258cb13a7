/**
 * The graph in which every way from source to sink is a cut of the network, and its length the expected time.
 *
 * ```
 *   edge 0 --> edge 1 --> branch at 1 --> edge 2 --> .. --> edge n ----> sink      P_i t_i, P_k b_k
 *      |          |            |             |                             ^
 *      v          v            v             v          offload: P (8 S / B + R)
 *   cloud 0 -> cloud 1      cloud 1' ---> cloud 2' --> ..                  |
 *                 |                          |                             |
 *                 +------ the rest ----------+--- the rest ----------------+       P c_i, then P 8 A / D
 * ```
 *
 * A request in the cloud costs in proportion to the probability that it got there, which depends on the branches it has passed. So the
 * cloud chain stands once for every number q of branches passed, each with its own survival P_q as a factor. Chain q is entered from the
 * edge between branch q and branch q+1 only. Behind the last of these entries no choice is left, and the rest of the chain is one arc,
 * as long as its layers together: without this the m + 1 chains of n layers would have (m + 1) n vertices.
 *
 * n layers and m branches give 2n + 2m + 2 vertices (n + 1 at the edge, m branches, n + m in the cloud, the sink) and 3n + 3m + 1 arcs:
 * n + m along the edge, n + m offloads, n - 1 within cloud chains, m + 1 rests, and the end of the edge. All weights are whole ticks >= 0.
 * Those along a chain are differences of rounded running sums: they are P_i t_i to within a tick and add up to what `cutTicks` rounds.
 */

import { type CutPlaces, cutAt } from './cut.ts';
import type { ExpectedCosts } from './expected-costs.ts';
import type { PartitionNetwork } from './network.ts';
import { tickNs, toTicks } from './ticks.ts';

/** Arcs of vertex v are `firstArc[v]` up to but without `firstArc[v + 1]`. */
export interface PartitionGraph {
  readonly source: number;
  readonly sink: number;
  /** [vertices + 1] */
  readonly firstArc: Int32Array;
  /** Vertex an arc leads to, [arcs]. */
  readonly head: Int32Array;
  /** Length of an arc [ticks], >= 0, [arcs]. */
  readonly ticks: Float64Array;
  /** Number of the cut that is chosen by taking an arc, as in `cutPlaces`, [arcs]; 0 where none is, and for all cloud. */
  readonly cut: Int32Array;
}

/** @param costs of the network @param places its cuts */
export function partitionGraph(network: PartitionNetwork, costs: ExpectedCosts, places: CutPlaces): PartitionGraph {
  const { layer: layerOf, branches: branchesOf } = places;
  const n = network.layers.length;
  const m = network.branches.length;
  const allEdge = n + m;
  const tick = tickNs(cutAt(network, costs, 0, 0), cutAt(network, costs, n, m));
  const edgeTicks = costs.edgeNs.map((ns) => toTicks(ns, tick));
  const branchTicks = costs.branchNs.map((ns) => toTicks(ns, tick));

  // Vertices: edge 0..n, branch 1..m, cloud by the number of the cut that leads there, sink.
  const branchVertex = (q: number) => n + q;
  const cloudVertex = (cut: number) => n + m + 1 + cut;
  const sink = cloudVertex(allEdge);
  const arcs = 3 * (n + m) + 1;
  const graph = {
    firstArc: new Int32Array(sink + 2),
    head: new Int32Array(arcs),
    ticks: new Float64Array(arcs),
    cut: new Int32Array(arcs),
  };
  let vertex = 0;
  let arc = 0;
  const addArc = (head: number, ticks: number, cut = 0) => {
    graph.head[arc] = head;
    graph.ticks[arc] = ticks;
    graph.cut[arc++] = cut;
  };
  const endVertex = () => {
    graph.firstArc[++vertex] = arc;
  };
  const step = (sums: Float64Array, to: number) => (sums[to] as number) - (sums[to - 1] as number);
  const addOffload = (cut: number) => {
    const share = costs.survival[branchesOf[cut] as number] as number;
    const upNs = share * (costs.uploadNs[layerOf[cut] as number] as number);
    addArc(cloudVertex(cut), toTicks(upNs, tick) + toTicks(share * costs.rttNs, tick), cut);
  };

  // Number of the cut after a layer without the branch there; with it, the next.
  const cutAfter = new Int32Array(n + 1);
  for (let cut = allEdge; cut >= 0; cut--) cutAfter[layerOf[cut] as number] = cut;
  for (let layer = 0; layer < n; layer++) {
    const cut = cutAfter[layer] as number;
    const q = branchesOf[cut] as number;
    if (network.branches[q]?.layer === layer) addArc(branchVertex(q + 1), step(branchTicks, q + 1));
    else addArc(layer + 1, step(edgeTicks, layer + 1));
    addOffload(cut);
    endVertex();
  }
  addArc(sink, 0, allEdge);
  endVertex();
  for (const { layer } of network.branches) {
    addArc(layer + 1, step(edgeTicks, layer + 1));
    addOffload((cutAfter[layer] as number) + 1);
    endVertex();
  }
  for (let cut = 0; cut < allEdge; cut++) {
    const q = branchesOf[cut] as number;
    const layer = layerOf[cut] as number;
    const share = costs.survival[q] as number;
    const rest = (from: number) => toTicks(share * (costs.cloudNs[from] as number), tick);
    const isOpen = cut + 1 < allEdge && branchesOf[cut + 1] === q;
    if (isOpen) addArc(cloudVertex(cut + 1), rest(layer) - rest(layer + 1));
    else addArc(sink, rest(layer) + toTicks(share * costs.downNs, tick));
    endVertex();
  }
  endVertex();
  return { source: 0, sink, ...graph };
}

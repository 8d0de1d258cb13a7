/** The best cut as the shortest way through a graph. */

import { EventQueue } from '../../sim/kernel/event-queue.ts';
import { type Cut, cutAt, cutPlaces } from './cut.ts';
import { expectedCosts } from './expected-costs.ts';
import type { PartitionNetwork } from './network.ts';
import { type PartitionGraph, partitionGraph } from './partition-graph.ts';

/**
 * The cut of least expected time; the same as by enumeration, equals included.
 *
 * O((n + m) log(n + m)) for n layers and m branches.
 *
 * @throws RangeError where the network is not sound
 * @see Pacheco and Couto, "Inference Time Optimization Using BranchyNet Partitioning", ISCC 2020, arXiv 2005.04099
 */
export function cutByShortestPath(network: PartitionNetwork): Cut {
  const costs = expectedCosts(network);
  const places = cutPlaces(network);
  const { cut } = shortestPath(partitionGraph(network, costs, places));
  return cutAt(network, costs, places.layer[cut] as number, places.branches[cut] as number);
}

/**
 * Dijkstra's algorithm from source to sink, with the simulator's event queue as its heap.
 *
 * A path is measured by the pair (ticks, number of the cut it takes): of equally long ways the lower cut wins, as in the enumeration.
 * Both grow along a path, so the pair does, and Dijkstra's argument holds for pairs as for numbers.
 *
 * The graph has no circle, and one pass in topological order would do as well. Dijkstra is the method of the paper, it needs no order, and it
 * stops at the sink: cuts after a long edge chain that is dearer already are never looked at.
 */
export function shortestPath({ source, sink, firstArc, head, ticks, cut }: PartitionGraph): {
  readonly ticks: number;
  readonly cut: number;
} {
  const vertices = firstArc.length - 1;
  const distance = new Float64Array(vertices).fill(Number.POSITIVE_INFINITY);
  const chosen = new Int32Array(vertices);
  const queue = new EventQueue();
  distance[source] = 0;
  queue.push(0, 0, source);
  while (queue.size > 0) {
    const reached = queue.nextTimeNs;
    const choice = queue.nextPriority;
    const vertex = queue.nextSequence;
    queue.pop();
    if (vertex === sink) break;
    if (reached !== distance[vertex] || choice !== chosen[vertex]) continue; // a shorter way was found since
    for (let arc = firstArc[vertex] as number; arc < (firstArc[vertex + 1] as number); arc++) {
      const next = head[arc] as number;
      const length = reached + (ticks[arc] as number);
      const taken = choice + (cut[arc] as number);
      const known = distance[next] as number;
      if (length > known || (length === known && taken >= (chosen[next] as number))) continue;
      distance[next] = length;
      chosen[next] = taken;
      queue.push(length, taken, next);
    }
  }
  return { ticks: distance[sink] as number, cut: chosen[sink] as number };
}

/**
 * Records: one finished request a row, held as columns. Every figure of a result follows from them.
 *
 * A request's latency is the exact sum of its parts: finish - arrival = sum over parts, in integer nanoseconds.
 */

import type { WorldPlan } from '../plan/plan.ts';

export interface Records {
  /** Names of the parts of a latency, such as `edge_wait`. */
  readonly partNames: readonly string[];
  /** Names of the stations, in the order of `busyNs`: tiers, then up lanes, then down lanes. */
  readonly stationNames: readonly string[];
  /** Number of requests, the rows of every column. */
  readonly requests: number;
  readonly device: Int32Array;
  /** Row of the trace. */
  readonly sample: Int32Array;
  readonly arrivalNs: Float64Array;
  readonly finishNs: Float64Array;
  /** One column a part [ns]. */
  readonly partsNs: readonly Float64Array[];
  /** Busy time of each station since the first request after warm-up arrived, summed over its servers [ns]. */
  readonly busyNs: Float64Array;
  /** Servers of each station, over all places. */
  readonly serverCounts: Float64Array;
}

/** Station names of a world: `edge`, .., `edge-cloud_up`, .., `edge-cloud_down`, .. */
export function stationNames({ tiers, links }: WorldPlan): string[] {
  return [...tiers.map(({ name }) => name), ...links.map(({ name }) => `${name}_up`), ...links.map(({ name }) => `${name}_down`)];
}

/** Part names of a world, two a station (waiting, then being served) and one for propagation. */
export function partNames(world: WorldPlan): string[] {
  const tiers = world.tiers.length;
  return [...stationNames(world).flatMap((name, s) => [`${name}_wait`, `${name}_${s < tiers ? 'compute' : 'transmit'}`]), 'propagation'];
}

/** Empty records for one replication. */
export function allocateRecords(world: WorldPlan, requests: number): Records {
  const stations = stationNames(world);
  const parts = partNames(world);
  return {
    partNames: parts,
    stationNames: stations,
    requests,
    device: new Int32Array(requests),
    sample: new Int32Array(requests),
    arrivalNs: new Float64Array(requests),
    finishNs: new Float64Array(requests),
    partsNs: parts.map(() => new Float64Array(requests)),
    busyNs: new Float64Array(stations.length),
    serverCounts: new Float64Array(stations.length),
  };
}

/**
 * Records: one finished request a row, held as columns. Every figure of a result follows from them.
 *
 * A request's latency is the exact sum of its parts: finish - arrival = sum over parts, in integer nanoseconds. That holds for lost
 * requests too, up to the instant they are lost.
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
  /** Exit that answered, 1..N; 0 where the request was lost. */
  readonly exit: Uint8Array;
  /** Kind of request, an index of WorkloadPlan.kinds. */
  readonly kind: Uint8Array;
  /** One column a part [ns]. */
  readonly partsNs: readonly Float64Array[];
  /** Busy time of each station since the first request after warm-up arrived, summed over its servers [ns]. */
  readonly busyNs: Float64Array;
  /** Number of requests at each station, waiting or served, integrated over the whole run [request ns]. */
  readonly areaNs: Float64Array;
  /** Servers of each station, over all places. */
  readonly serverCounts: Float64Array;
  /** Radio use of each request on the first link; null where no radio is modelled. */
  readonly radio: RadioRecords | null;
}

/** When the radio of a device sent and received a request's messages, arrays [requests]; ends are 0 where it did not. */
export interface RadioRecords {
  readonly upStartNs: Float64Array;
  readonly upEndNs: Float64Array;
  /** Bytes sent, those sent again included. */
  readonly upBytes: Float64Array;
  readonly downStartNs: Float64Array;
  readonly downEndNs: Float64Array;
  readonly downBytes: Float64Array;
}

/** Station names of a world: `edge`, .., `edge-cloud_up`, .., `edge-cloud_down`, .. */
export function stationNames({ tiers, links }: WorldPlan): string[] {
  return [...tiers.map(({ name }) => name), ...links.map(({ name }) => `${name}_up`), ...links.map(({ name }) => `${name}_down`)];
}

/**
 * Part names of a world, two a station (waiting, then being served) and one for propagation; where offloads may time out, `timeout`
 * holds the time spent on one that was given up.
 */
export function partNames(world: WorldPlan): string[] {
  const tiers = world.tiers.length;
  const atStations = stationNames(world).flatMap((name, s) => [`${name}_wait`, `${name}_${s < tiers ? 'compute' : 'transmit'}`]);
  return [...atStations, 'propagation', ...(world.timeoutNs === null ? [] : ['timeout'])];
}

/** Empty records for one replication. */
export function allocateRecords(world: WorldPlan, requests: number): Records {
  const stations = stationNames(world);
  const parts = partNames(world);
  const column = () => new Float64Array(requests);
  return {
    partNames: parts,
    stationNames: stations,
    requests,
    device: new Int32Array(requests),
    sample: new Int32Array(requests),
    arrivalNs: column(),
    finishNs: column(),
    exit: new Uint8Array(requests),
    kind: new Uint8Array(requests),
    partsNs: parts.map(column),
    busyNs: new Float64Array(stations.length),
    areaNs: new Float64Array(stations.length),
    serverCounts: new Float64Array(stations.length),
    radio:
      world.radio === null
        ? null
        : {
            upStartNs: column(),
            upEndNs: column(),
            upBytes: column(),
            downStartNs: column(),
            downEndNs: column(),
            downBytes: column(),
          },
  };
}

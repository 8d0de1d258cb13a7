/** Where the stations of a world have their places: one for the site, or one a device, numbered through all stations. */

import type { WorldPlan } from '../plan/plan.ts';

/** Arrays are [stations], in their order: tiers, up lanes, down lanes. */
export interface StationLayout {
  /** Place of station s for device d: base[s] + d * stride[s]. */
  readonly base: Int32Array;
  readonly stride: Int32Array;
  /** Places of each station. */
  readonly placeCounts: Int32Array;
  /** Servers at each of its places. */
  readonly servers: Int32Array;
  /** Servers over all its places. */
  readonly serverCounts: Float64Array;
  /** Places of all stations together. */
  readonly places: number;
}

export function stationLayout({ tiers, links, devices }: WorldPlan): StationLayout {
  const parts = [
    ...tiers.map(({ servers, isPerDevice }) => ({ servers, isPerDevice })),
    ...links.map(({ up }) => ({ servers: 1, isPerDevice: up.isPerDevice })),
    ...links.map(({ down }) => ({ servers: 1, isPerDevice: down?.isPerDevice ?? false })),
  ];
  const base = new Int32Array(parts.length);
  const placeCounts = Int32Array.from(parts, ({ isPerDevice }) => (isPerDevice ? devices : 1));
  let places = 0;
  placeCounts.forEach((count, s) => {
    base[s] = places;
    places += count;
  });
  return {
    base,
    stride: Int32Array.from(parts, ({ isPerDevice }) => (isPerDevice ? 1 : 0)),
    placeCounts,
    servers: Int32Array.from(parts, ({ servers }) => servers),
    serverCounts: Float64Array.from(parts, ({ servers }, s) => servers * (placeCounts[s] as number)),
    places,
  };
}

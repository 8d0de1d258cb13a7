/**
 * An independent reckoning of a feed-forward world: each station in turn, requests in order of entry, each taking the server that
 * is free first. Written apart from the engine, with sorting in place of events, to hold the engine against.
 */

import type { LanePlan, PreparedPoint } from '../../src/sim/plan/plan.ts';

export interface Oracle {
  readonly finishNs: number[];
  readonly waitNs: number[][];
}

function bpsOf({ capacity }: LanePlan): number {
  if (capacity.kind !== 'constant') throw new Error('reckon needs constant lanes');
  return capacity.bps;
}

/** @param arrivals open arrivals, requests in order of arrival */
export function reckon(
  point: PreparedPoint,
  arrivals: { timesNs: ArrayLike<number>; devices: ArrayLike<number> },
  samples: ArrayLike<number>,
): Oracle {
  const { world, itinerary } = point;
  const n = samples.length;
  const tiers = world.tiers.length;
  const clock = Array.from({ length: n }, (_, r) => arrivals.timesNs[r] as number);
  const waitNs = Array.from({ length: 3 * tiers - 2 }, () => new Array<number>(n).fill(0));
  const pass = (
    station: number,
    takes: (r: number) => boolean,
    serviceNs: (r: number) => number,
    servers: number,
    isPerDevice: boolean,
    delayNs: number,
  ) => {
    const free = new Map<number, number[]>();
    const order = Array.from({ length: n }, (_, r) => r)
      .filter(takes)
      .sort((a, b) => (clock[a] as number) - (clock[b] as number) || a - b);
    for (const r of order) {
      const place = isPerDevice ? (arrivals.devices[r] as number) : 0;
      const pool = free.get(place) ?? new Array<number>(servers).fill(0);
      free.set(place, pool);
      const soonest = pool.indexOf(Math.min(...pool));
      const entered = clock[r] as number;
      const start = Math.max(entered, pool[soonest] as number);
      pool[soonest] = start + serviceNs(r);
      (waitNs[station] as number[])[r] = start - entered;
      clock[r] = start + serviceNs(r) + delayNs;
    }
  };
  const sample = (r: number) => samples[r] as number;
  const top = (r: number) => itinerary.topTier[sample(r)] as number;
  world.tiers.forEach((tier, t) => {
    pass(
      t,
      (r) => top(r) >= t && itinerary.isServed[t]?.[sample(r)] === 1,
      (r) => itinerary.computeNs[t]?.[sample(r)] as number,
      tier.servers,
      tier.isPerDevice,
      0,
    );
    const link = world.links[t];
    if (link === undefined) return;
    const upNs = (r: number) => Math.round(((itinerary.upBytes[t]?.[sample(r)] as number) * 8e9) / bpsOf(link.up));
    pass(tiers + t, (r) => top(r) > t, upNs, 1, link.up.isPerDevice, link.propagationNs);
  });
  for (let l = world.links.length - 1; l >= 0; l--) {
    const link = world.links[l];
    if (link === undefined) continue;
    const downNs = link.down === null ? 0 : Math.round((world.answerBytes * 8e9) / bpsOf(link.down));
    pass(
      2 * tiers - 1 + l,
      (r) => top(r) > l,
      () => downNs,
      1,
      link.down?.isPerDevice ?? false,
      link.propagationNs,
    );
  }
  return { finishNs: clock, waitNs };
}

/**
 * The load offered to each part of the world: how much work arrives for each second of work it can do.
 *
 * load = requests a second at the part x mean service time over the trace / servers. At 1 or above a queue without bound grows.
 */

import { transmitNs } from '../world/link.ts';
import { meanRate } from '../world/markov.ts';
import { meanBps } from '../world/mean-capacity.ts';
import type { PreparedPoint, WorkloadPlan } from './plan.ts';

/** Load of every tier and link direction by name (`edge`, `edge-cloud_up`). */
export type Load = Readonly<Record<string, number>>;

/** Rounding of the quotient may hide a load of exactly 1 by this much. */
const ROUNDING = 1e-12;

/** Whether every part can carry its load; closed and offline arrivals (null) always can. */
export function isStable(load: Load | null): boolean {
  return load === null || Object.values(load).every((value) => value < 1 - ROUNDING);
}

/** Mean time between two requests of all devices together [ns]; null where arrivals wait for answers or all come at once. */
function meanGapNs({ arrivals, requests }: WorkloadPlan, devices: number): number | null {
  switch (arrivals.kind) {
    case 'poisson':
      return 1e9 / arrivals.ratePerS / devices;
    case 'periodic':
      return arrivals.periodNs / devices;
    case 'timestamps': {
      const spanNs = (arrivals.timesNs[requests - 1] as number) - (arrivals.timesNs[0] as number);
      return spanNs > 0 ? spanNs / (requests - 1) : null;
    }
    case 'mmpp':
      return 1e9 / meanRate(arrivals.chain) / devices;
    case 'single-stream':
    case 'multi-stream':
    case 'offline':
      return null;
  }
}

/** @returns null for closed and offline arrivals */
export function offeredLoad({ world, workload, itinerary }: PreparedPoint): Load | null {
  const gapNs = meanGapNs(workload, world.devices);
  if (gapNs === null) return null;
  const samples = itinerary.samples;
  const loads: Record<string, number> = {};
  const note = (name: string, workNs: number, servers: number, isPerDevice: boolean) => {
    loads[name] = workNs / samples / (gapNs * servers * (isPerDevice ? world.devices : 1));
  };
  world.tiers.forEach((tier, t) => {
    note(tier.name, sum(itinerary.computeNs[t] as Float64Array), tier.servers, tier.isPerDevice);
  });
  world.links.forEach((link, l) => {
    let upNs = 0;
    let crossings = 0;
    for (let sample = 0; sample < samples; sample++) {
      if ((itinerary.topTier[sample] as number) <= l) continue;
      crossings++;
      upNs += transmitNs((itinerary.upBytes[l] as Float64Array)[sample] as number, meanBps(link.up.capacity));
    }
    note(`${link.name}_up`, upNs, 1, link.up.isPerDevice);
    const answerNs = link.down === null ? 0 : transmitNs(world.answerBytes, meanBps(link.down.capacity));
    note(`${link.name}_down`, crossings * answerNs, 1, link.down?.isPerDevice ?? false);
  });
  return loads;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

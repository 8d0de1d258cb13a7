/**
 * The load offered to each part of the world: how much work arrives for each second of work it can do.
 *
 * load = requests a second at the part x mean service time over the trace / servers. At 1 or above a queue without bound grows.
 */

import { transmitNs } from '../world/link.ts';
import type { PointPlan, WorkloadPlan } from './plan.ts';

/** Requests a second that all devices together offer; null where arrivals wait for answers or all come at once. */
function offeredRatePerS({ arrivals, requests }: WorkloadPlan, devices: number): number | null {
  switch (arrivals.kind) {
    case 'poisson':
      return arrivals.ratePerS * devices;
    case 'periodic':
      return (1e9 / arrivals.periodNs) * devices;
    case 'timestamps': {
      const spanNs = (arrivals.timesNs[requests - 1] as number) - (arrivals.timesNs[0] as number);
      return spanNs > 0 ? ((requests - 1) * 1e9) / spanNs : null;
    }
    case 'single-stream':
    case 'offline':
      return null;
  }
}

/** Load of every tier and link direction by name (`edge`, `edge-cloud_up`); null for closed and offline arrivals. */
export function offeredLoad(point: PointPlan): Readonly<Record<string, number>> | null {
  const { world, workload, itinerary } = point;
  const ratePerS = offeredRatePerS(workload, world.devices);
  if (ratePerS === null) return null;
  const samples = itinerary.samples;
  const loads: Record<string, number> = {};
  const note = (name: string, workNs: number, servers: number, isPerDevice: boolean) => {
    const rate = isPerDevice ? ratePerS / world.devices : ratePerS;
    loads[name] = (rate * (workNs / samples)) / 1e9 / servers;
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
      upNs += transmitNs((itinerary.upBytes[l] as Float64Array)[sample] as number, link.up.bandwidthBps);
    }
    note(`${link.name}_up`, upNs, 1, link.up.isPerDevice);
    const answerNs = link.down === null ? 0 : transmitNs(world.answerBytes, link.down.bandwidthBps);
    note(`${link.name}_down`, crossings * answerNs, 1, link.down?.isPerDevice ?? false);
  });
  return loads;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

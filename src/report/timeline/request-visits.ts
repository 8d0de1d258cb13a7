/**
 * Where a request was when, told from its record: one visit a station, in the order in which it met them.
 *
 * A record holds how long each part took, and a request goes through its parts in one order only; so instants follow by addition. Time in
 * the air is held as one sum: each crossing gets the link's own delay, and what jitter adds is shared evenly among the crossings.
 */
import type { WorldPlan } from '../../sim/plan/plan.ts';
import type { Records } from '../../sim/records/records.ts';

/** A stay at a station. */
export interface Visit {
  /** Index of Records.stationNames. */
  readonly station: number;
  /** When it joined the queue, was served, and left [ns]. */
  readonly enterNs: number;
  readonly startNs: number;
  readonly endNs: number;
}

/** Visits of request `r`, those that took no time at all left out. A lost request's end where it was lost. */
export function requestVisits(world: WorldPlan, records: Records, r: number, topTier: number): readonly Visit[] {
  const { tiers, links } = world;
  const part = (p: number) => records.column(p)[r] as number;
  const visits: Visit[] = [];
  let nowNs = records.arrivalNs[r] as number;
  const visit = (station: number) => {
    const [waitNs, stayNs] = [part(2 * station), part(2 * station + 1)];
    if (waitNs + stayNs > 0) visits.push({ station, enterNs: nowNs, startNs: nowNs + waitNs, endNs: nowNs + waitNs + stayNs });
    nowNs += waitNs + stayNs;
  };
  const stations = tiers.length + 2 * links.length;
  let airNs = part(2 * stations);
  const crossed = links.slice(0, topTier);
  const ownNs = 2 * crossed.reduce((sum, { propagationNs }) => sum + propagationNs, 0);
  const extraNs = crossed.length === 0 ? 0 : Math.floor(Math.max(0, airNs - ownNs) / (2 * crossed.length));
  const fly = (link: number) => {
    const delayNs = Math.min(airNs, (links[link]?.propagationNs ?? 0) + extraNs);
    airNs -= delayNs;
    nowNs += delayNs;
  };
  visit(0);
  for (let link = 0; link < topTier; link++) {
    visit(tiers.length + link);
    fly(link);
    visit(link + 1);
  }
  for (let link = topTier - 1; link >= 0; link--) {
    visit(tiers.length + links.length + link);
    fly(link);
  }
  return visits;
}

/**
 * How many requests are at each station as a replication goes on, from its records.
 *
 * A request's way is told by its parts: how long it waited and was served at each station, in the order in which it met them. Their
 * number at a station is a step function of time; it is known exactly, and told as mean and maximum over equal windows. Where the parts
 * do not tell the way (a link that jitters, an offload that was given up) nothing is said.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';

/** Windows that the run is divided into. */
export const WINDOWS = 500;

/** Requests at a station, waiting or served, in each window. */
export interface QueueLength {
  readonly mean: readonly number[];
  readonly most: readonly number[];
}

export interface QueueLengths {
  /** Length of a window [s]; the first begins with the run. */
  readonly window_s: number;
  /** By station, those at which requests spend any time. */
  readonly stations: Readonly<Record<string, QueueLength>>;
}

/** Null where the records do not tell. */
export function queueLengths(point: PreparedPoint, records: Records): QueueLengths | null {
  const { lastNs, stationNames } = records;
  const stays = walk(point, records);
  if (stays === null || lastNs === 0) return null;
  const stations: [string, QueueLength][] = [];
  for (const [s, { entersNs, leavesNs }] of stays.entries()) {
    if (entersNs.length === 0) continue;
    // The engines keep this sum themselves: where it is another, some stay has been overlooked.
    const areaNs = leavesNs.reduce((sum, ns) => sum + ns, 0) - entersNs.reduce((sum, ns) => sum + ns, 0);
    const knownNs = records.areaNs[s] as number;
    if (Math.abs(areaNs - knownNs) > 1e-6 * knownNs) return null;
    stations.push([stationNames[s] as string, lengthsOf(entersNs.sort(), leavesNs.sort(), lastNs)]);
  }
  return { window_s: lastNs / WINDOWS / 1e9, stations: Object.fromEntries(stations) };
}

/** When requests entered and left a station [ns]. */
interface Stays {
  readonly entersNs: Float64Array;
  readonly leavesNs: Float64Array;
}

/** By station; null where the parts of a request do not add up to its way. */
function walk({ world }: PreparedPoint, records: Records): readonly Stays[] | null {
  const { requests, arrivalNs, finishNs } = records;
  const tiers = world.tiers.length;
  const links = world.links.length;
  const columns = records.stationNames.map((_, s) => [records.column(2 * s), records.column(2 * s + 1)] as const);
  const enters = columns.map(() => new Float64Array(requests));
  const leaves = columns.map(() => new Float64Array(requests));
  const counts = columns.map(() => 0);
  const stayNs = (s: number, r: number): number => {
    const [wait, service] = columns[s] as readonly [Float64Array, Float64Array];
    return (wait[r] as number) + (service[r] as number);
  };
  /** @returns when it leaves */
  const visit = (s: number, r: number, nowNs: number): number => {
    const lastsNs = stayNs(s, r);
    if (lastsNs === 0) return nowNs;
    const count = counts[s] as number;
    (enters[s] as Float64Array)[count] = nowNs;
    (leaves[s] as Float64Array)[count] = nowNs + lastsNs;
    counts[s] = count + 1;
    return nowNs + lastsNs;
  };
  for (let r = 0; r < requests; r++) {
    const endNs = finishNs[r] as number;
    let nowNs = visit(0, r, arrivalNs[r] as number);
    let top = 0;
    while (top < links && nowNs < endNs && stayNs(tiers + top, r) > 0) {
      nowNs = visit(tiers + top, r, nowNs);
      // One that is lost on the way may not land.
      if (nowNs < endNs) nowNs = visit(top + 1, r, nowNs + (world.links[top]?.propagationNs as number));
      top++;
    }
    for (let link = top - 1; link >= 0 && nowNs < endNs; link--) {
      nowNs = visit(tiers + links + link, r, nowNs) + (world.links[link]?.propagationNs as number);
    }
    if (nowNs !== endNs) return null;
  }
  return columns.map((_, s) => ({
    entersNs: (enters[s] as Float64Array).subarray(0, counts[s]),
    leavesNs: (leaves[s] as Float64Array).subarray(0, counts[s]),
  }));
}

/** @param entersNs ascending @param leavesNs ascending */
function lengthsOf(entersNs: Float64Array, leavesNs: Float64Array, lastNs: number): QueueLength {
  const areasNs = new Float64Array(WINDOWS);
  const most = new Float64Array(WINDOWS);
  const windowNs = lastNs / WINDOWS;
  let here = 0;
  let nowNs = 0;
  /** Counts those who are here up to a time. */
  const pass = (untilNs: number): void => {
    for (let w = Math.min(WINDOWS - 1, Math.floor(nowNs / windowNs)); nowNs < untilNs; w++) {
      const endNs = w === WINDOWS - 1 ? untilNs : Math.min(untilNs, (w + 1) * windowNs);
      if (endNs > nowNs) {
        areasNs[w] = (areasNs[w] as number) + here * (endNs - nowNs);
        if (here > (most[w] as number)) most[w] = here;
        nowNs = endNs;
      }
    }
  };
  for (let e = 0, l = 0; l < leavesNs.length; ) {
    const leaveNs = leavesNs[l] as number;
    const enterNs = e < entersNs.length ? (entersNs[e] as number) : Number.POSITIVE_INFINITY;
    pass(Math.min(leaveNs, enterNs));
    if (leaveNs <= enterNs) {
      here--;
      l++;
    } else {
      here++;
      e++;
    }
  }
  pass(lastNs);
  return { mean: Array.from(areasNs, (areaNs) => areaNs / windowNs), most: Array.from(most) };
}

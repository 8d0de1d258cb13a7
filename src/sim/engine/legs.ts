/**
 * Legs: where requests go when a station has served them, and how long they are in the air.
 *
 * ```
 *   arrival --> [tier 0] --> (up lane 0) --air--> [tier 1] --> ... --> [top tier]
 *                  |                                                       |
 *                home <--air-- (down lane 0) <-- ... <---------------------+
 * ```
 * Tiers that do not serve a request are passed, and so are ways down on which an answer is sent in no time: nobody is met there. A
 * station has few legs, and what a row of the itinerary does is known beforehand: a table tells which of them it takes.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import { foresightOf } from './foresight.ts';

/** Stations are counted as everywhere: tiers, up lanes, down lanes; after them comes home, where requests arise and end. */
export interface Legs {
  readonly home: number;
  /** By station, and for arrivals by home: its first leg, and by row which of its legs is taken. */
  readonly first: Int32Array;
  readonly ways: readonly Uint8Array[];
  /** By leg: where it begins and ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By leg: time in the air [ns], without jitter. */
  readonly airNs: Float64Array;
  /** By leg: 0 where no row takes it. */
  readonly isTaken: Uint8Array;
}

const known = new WeakMap<PreparedPoint, Legs>();

/** Worked out once a point, used by all its replications. */
export function legsOf(point: PreparedPoint): Legs {
  let legs = known.get(point);
  if (legs === undefined) {
    legs = layLegs(point);
    known.set(point, legs);
  }
  return legs;
}

/** The leg that a row of the itinerary takes from a station, or from home. */
export function legFrom(legs: Legs, station: number, row: number): number {
  return (legs.first[station] as number) + ((legs.ways[station] as Uint8Array)[row] as number);
}

/** The way down from a tier, which is the first of its legs. */
const DOWN = 0;

/** The leg of one that turns back at tier `t`. */
export function legDown(legs: Legs, t: number): number {
  return (legs.first[t] as number) + DOWN;
}

function layLegs(point: PreparedPoint): Legs {
  const { world, itinerary } = point;
  const { goesBeyond, servesAll } = foresightOf(point);
  const tiers = world.tiers.length;
  const links = world.links.length;
  const home = tiers + 2 * links;
  const only = new Uint8Array(itinerary.samples);
  const first = new Int32Array(home + 1);
  const ways: Uint8Array[] = [];
  const legs: { from: number; to: number; airNs: number; isTaken: boolean }[] = [];
  const begin = (from: number, table: Uint8Array): void => {
    first[from] = legs.length;
    ways[from] = table;
  };
  const lay = (from: number, to: number, airNs: number, isTaken = true): void => {
    legs.push({ from, to, airNs, isTaken });
  };
  /** Down from tier t, `airNs` away: to the first lane that takes time to send on, else home. */
  const layDown = (from: number, t: number, airNs: number): void => {
    const link = world.links[t - 1];
    if (link === undefined) lay(from, home, airNs);
    else if (link.down !== null) lay(from, tiers + links + t - 1, airNs);
    else layDown(from, t - 1, airNs + link.propagationNs);
  };
  /** To tier t, `airNs` away: served there, or on. */
  const layUp = (from: number, t: number, airNs: number): void => {
    const isMet = servesAll[t] === true;
    begin(from, isMet ? only : waysPast(t, point));
    lay(from, t, airNs);
    if (isMet) return;
    layDown(from, t, airNs);
    if (t < links) lay(from, tiers + t, airNs);
  };

  for (let t = 0; t < tiers; t++) {
    const up = goesBeyond[t] as Uint8Array;
    begin(t, up);
    layDown(t, t, 0);
    if (t < links) lay(t, tiers + t, 0, up.includes(1));
  }
  for (const [l, { propagationNs }] of world.links.entries()) layUp(tiers + l, l + 1, propagationNs);
  for (const [l, { propagationNs }] of world.links.entries()) {
    begin(tiers + links + l, only);
    layDown(tiers + links + l, l, propagationNs);
  }
  layUp(home, 0, 0);
  return {
    home,
    first,
    ways,
    from: Int32Array.from(legs, ({ from }) => from),
    to: Int32Array.from(legs, ({ to }) => to),
    airNs: Float64Array.from(legs, ({ airNs }) => airNs),
    isTaken: Uint8Array.from(legs, ({ isTaken }) => Number(isTaken)),
  };
}

/** By row: whether tier `t` serves it (0), or it turns back (1) or goes on (2) from there. */
function waysPast(t: number, { itinerary }: PreparedPoint): Uint8Array {
  const { topTier } = itinerary;
  return (itinerary.isServed[t] as Uint8Array).map((isServed, i) => (isServed === 1 ? 0 : (topTier[i] as number) > t ? 2 : 1));
}

/**
 * Legs: where requests go when a station has served them, and how long they are in the air.
 *
 * ```
 *   arrival --> [tier 0] --> (up lane 0) --air--> [tier 1] --> ... --> [top tier]
 *                  |                                                       |
 *                home <--air-- (down lane 0) <-- ... <---------------------+
 * ```
 * Tiers that do not serve a request are passed, and so are ways down on which an answer is sent in no time: nobody is met there. What
 * a row of the itinerary does is known beforehand, so that a table tells its leg from each station.
 */

import type { LinkPlan, PreparedPoint } from '../plan/plan.ts';

/** Stations are counted as everywhere: tiers, up lanes, down lanes; after them comes home, where requests arise and end. */
export interface Legs {
  readonly home: number;
  /** By station, and for arrivals by home [rows]: the leg that a request takes from there. Of rows that never come there it tells nothing. */
  readonly of: readonly Uint16Array[];
  /** By tier: the leg of one that turns back there. */
  readonly down: Uint16Array;
  /** By leg: where it begins and ends. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** By leg: time in the air [ns], without jitter. */
  readonly airNs: Float64Array;
  /** By leg: 1 where the policy sends some row that way. */
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

function layLegs({ world, itinerary }: PreparedPoint): Legs {
  const { samples: rows, topTier, isServed } = itinerary;
  const tiers = world.tiers.length;
  const links = world.links.length;
  const home = tiers + 2 * links;
  const from: number[] = [];
  const to: number[] = [];
  const airNs: number[] = [];
  const lay = (begin: number, end: number, ns: number): number => {
    from.push(begin);
    to.push(end);
    return airNs.push(ns) - 1;
  };
  /** Down from tier t: the first lane that takes time to send on, else home. */
  const below = (t: number): { end: number; ns: number } => {
    if (t === 0) return { end: home, ns: 0 };
    const { down, propagationNs } = world.links[t - 1] as LinkPlan;
    if (down !== null) return { end: tiers + links + t - 1, ns: 0 };
    const { end, ns } = below(t - 1);
    return { end, ns: ns + propagationNs };
  };
  const turn = (begin: number, t: number, ns: number): number => lay(begin, below(t).end, ns + below(t).ns);
  const down = Uint16Array.from(world.tiers, (_, t) => turn(t, t, 0));
  const of: Uint16Array[] = [];
  const isTaken = new Uint8Array(7 * tiers);

  /** The legs from `begin` of those who come to tier t, `ns` away, or have been served there. */
  const tell = (begin: number, t: number, ns: number, isThere: boolean): void => {
    const served = isThere || begin === t ? null : (isServed[t] as Uint8Array);
    const stays = served === null ? 0 : lay(begin, t, ns);
    const turns = isThere ? (down[t] as number) : turn(begin, t, ns);
    const goesOn = t < links ? lay(begin, tiers + t, ns) : turns;
    const table = new Uint16Array(rows);
    const comes = isThere ? (isServed[t] as Uint8Array) : null;
    for (let i = 0; i < rows; i++) {
      const top = topTier[i] as number;
      const leg = served !== null && served[i] === 1 ? stays : top > t ? goesOn : turns;
      table[i] = leg;
      if (top >= t && (comes === null || comes[i] === 1)) isTaken[leg] = 1;
    }
    of[begin] = table;
  };
  for (let t = 0; t < tiers; t++) {
    tell(t, t, 0, true);
    if (t === 0) tell(home, 0, 0, false);
    else tell(tiers + t - 1, t, (world.links[t - 1] as LinkPlan).propagationNs, false);
  }
  world.links.forEach(({ propagationNs }, l) => {
    const leg = turn(tiers + links + l, l, propagationNs);
    of[tiers + links + l] = new Uint16Array(rows).fill(leg);
    isTaken[leg] = 1;
  });
  return { home, of, down, from: Int32Array.from(from), to: Int32Array.from(to), airNs: Float64Array.from(airNs), isTaken };
}

/**
 * Whether one pass over the requests does it: two tiers and a link, a server each, nothing that varies; and what that pass reads, put
 * together once a point.
 */

import { isForeseeable } from '../plan/is-foreseeable.ts';
import type { CapacityPlan, LanePlan, LinkPlan, PreparedPoint, WaysTaken, WorldPlan } from '../plan/plan.ts';
import { transmitNs } from '../world/link.ts';
import { foresightOf } from './foresight.ts';
import { MovingStays } from './moving-stays.ts';
import { STAYS_BELOW, STOPS, type Stays } from './one-link-world.ts';

export interface OneLink {
  readonly rows: number;
  /** Each way [ns]. */
  readonly propagationNs: number;
  /** Whether answers take time on the down lane. */
  readonly hasDown: boolean;
  /** What rows do; to be read before another point of a sweep is asked. */
  readonly stays: () => Stays;
}

const known = new WeakMap<PreparedPoint, OneLink | 'none'>();

/** Null where a world without feedback is not of that kind. Worked out once a point. */
export function oneLinkOf(point: PreparedPoint): OneLink | null {
  let found = known.get(point);
  if (found === undefined) {
    found = lookAt(point) ?? 'none';
    known.set(point, found);
  }
  return found === 'none' ? null : found;
}

function lookAt(point: PreparedPoint): OneLink | null {
  const { world } = point;
  const [link] = world.links;
  if (link === undefined || !isPlain(world) || !isForeseeable(point)) return null;
  return point.itinerary.byWay ? fromWays(point, link) : fromRows(point, link);
}

/** A server everywhere, and each time the same for the same sample. */
function isPlain({ tiers, links, radio, devices }: WorldPlan): boolean {
  const isOne = (isPerDevice: boolean) => !isPerDevice || devices === 1;
  const isPlainLane = ({ capacity, isShared, loss, jitter, outages, isPerDevice }: LanePlan) =>
    capacity.kind === 'constant' && !isShared && loss === null && jitter === null && outages === null && isOne(isPerDevice);
  return (
    radio === null &&
    tiers.length === 2 &&
    tiers.every((tier) => tier.servers === 1 && tier.outages === null && tier.discipline !== 'ps' && isOne(tier.isPerDevice)) &&
    links.every(({ up, down }) => isPlainLane(up) && (down === null || isPlainLane(down)))
  );
}

/** Rows are samples, and each is what its way is. */
function fromWays({ world, itinerary }: PreparedPoint, link: LinkPlan): OneLink | null {
  const byWay = itinerary.byWay as WaysTaken;
  const { wayOf, ways, among } = byWay;
  const taken = ways.filter((way) => way !== null);
  const served = taken.filter(({ lastSegment }) => (lastSegment[0] as number) > 0).length;
  if (taken.some(({ exit }) => exit === 0) || (served > 0 && served < taken.length)) return null;
  const { bps } = link.up.capacity as Extract<CapacityPlan, { kind: 'constant' }>;
  const answerNs = answeringNs(world, link);
  const moving = movingStays(among, wayOf.length, bps, answerNs);
  const { propagationNs, down } = link;
  return { rows: wayOf.length, stays: () => moving.on(byWay), propagationNs, hasDown: down !== null };
}

/** Tables met before: points of a sweep share theirs. */
const tables = new WeakMap<object, MovingStays>();

function movingStays(among: object, samples: number, bps: number, answerNs: number): MovingStays {
  let table = tables.get(among);
  if (table?.bps !== bps || table.answerNs !== answerNs) {
    table = new MovingStays(samples, bps, answerNs);
    tables.set(among, table);
  }
  return table as MovingStays;
}

/** From columns by row. */
function fromRows(point: PreparedPoint, link: LinkPlan): OneLink | null {
  const { world, itinerary } = point;
  const { isCertain, servesAll, goesBeyond, services } = foresightOf(point);
  // Those who pass the edge by would overtake those who wait there.
  const passesBy = (itinerary.isServed[0] as Uint8Array).every((served) => served === 0);
  if (!isCertain || !(servesAll[0] === true || passesBy)) return null;
  const [edgeNs, cloudNs, upNs] = services.map(({ tableNs }) => tableNs) as [Float64Array, Float64Array, Float64Array];
  const answerNs = answeringNs(world, link);
  const rows = itinerary.samples;
  const goesUp = goesBeyond[0] as Uint8Array;
  const staysNs = new Float64Array(STOPS * rows);
  for (let row = 0; row < rows; row++) {
    const isUp = goesUp[row] as number;
    const stop = STOPS * row;
    staysNs[stop] = edgeNs[row] as number;
    staysNs[stop + 1] = upNs[row] as number;
    staysNs[stop + 2] = cloudNs[row] as number;
    staysNs[stop + 3] = isUp * answerNs;
    if (isUp === 0) staysNs[stop + 1] = STAYS_BELOW;
  }
  const { propagationNs, down } = link;
  return { rows, stays: () => ({ staysNs, version: 0, changed: null }), propagationNs, hasDown: down !== null };
}

function answeringNs({ answerBytes }: WorldPlan, { down }: LinkPlan): number {
  return down?.capacity.kind === 'constant' ? transmitNs(answerBytes, down.capacity.bps) : 0;
}

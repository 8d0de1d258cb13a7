/**
 * Whether one pass over the requests does it: two tiers and a link, a server each, nothing that varies; and what that pass reads, put
 * together once a point.
 */

import { isForeseeable } from '../plan/is-foreseeable.ts';
import type { CapacityPlan, LanePlan, LinkPlan, PreparedPoint, WayFacts, WaysTaken, WorldPlan } from '../plan/plan.ts';
import { computeSumsNs } from '../plan/way-sums.ts';
import { transmitNs } from '../world/link.ts';
import { foresightOf } from './foresight.ts';
import { type OneLinkWorld, STAYS_BELOW, STOPS } from './one-link-pass.ts';
import { sendingNs } from './sending-times.ts';

export interface OneLink extends OneLinkWorld {
  /** Sums of the stays over all rows [ns], by stop, and how many of them go up. */
  readonly totalsNs: Float64Array;
  readonly goingUp: number;
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
  const { wayOf, ways, counts, among } = itinerary.byWay as WaysTaken;
  const taken = ways.filter((way) => way !== null);
  const served = taken.filter(({ lastSegment }) => (lastSegment[0] as number) > 0).length;
  if (taken.some(({ exit }) => exit === 0) || (served > 0 && served < taken.length)) return null;
  const { bps } = link.up.capacity as Extract<CapacityPlan, { kind: 'constant' }>;
  const answerNs = answeringNs(world, link);
  const staysNs = staysOfWays(among, ways, wayOf.length, bps, answerNs);
  const stopsAt = placeStops(wayOf, ways.length);
  const [edgeNs, cloudNs] = computeSumsNs(itinerary) as readonly number[];
  let goingUp = 0;
  for (let w = 0; w < counts.length; w++) if ((ways[w]?.topTier ?? 0) > 0) goingUp += counts[w] as number;
  const upNs = sumSending(stopsAt, staysNs, ways, counts, bps);
  const { propagationNs, down } = link;
  const totalsNs = Float64Array.of(edgeNs as number, upNs, cloudNs as number, goingUp * answerNs);
  return { stopsAt, staysNs, propagationNs, hasDown: down !== null, totalsNs, goingUp };
}

/** Where the stays of each sample begin, on its way. */
function placeStops(wayOf: Uint8Array, ways: number): Int32Array {
  const starts = Int32Array.from({ length: ways }, (_, way) => way * STOPS * wayOf.length);
  const stopsAt = new Int32Array(wayOf.length);
  for (let i = 0; i < stopsAt.length; i++) stopsAt[i] = (starts[wayOf[i] as number] as number) + STOPS * i;
  return stopsAt;
}

/** Sum of the times of all messages up [ns]. */
function sumSending(stopsAt: Int32Array, staysNs: Float64Array, ways: WaysTaken['ways'], counts: Int32Array, bps: number): number {
  const each = ways.map((way) => (way === null || way.topTier === 0 ? 0 : (way.upBytesEach[0] ?? null)));
  let sum = 0;
  if (each.every((bytes) => bytes !== null)) {
    for (let w = 0; w < each.length; w++) sum += (counts[w] as number) * transmitNs(each[w] as number, bps);
    return sum;
  }
  for (let i = 0; i < stopsAt.length; i++) sum += Math.max(0, staysNs[(stopsAt[i] as number) + 1] as number);
  return sum;
}

/** Stays on ways met before: those of a sweep stay the same. */
const stays = new WeakMap<
  object,
  { readonly bps: number; readonly answerNs: number; readonly isFilled: Uint8Array; readonly staysNs: Float64Array }
>();

/** Stays of every sample on the ways that are taken [ns] [ways x samples x 4]. */
function staysOfWays(among: object, ways: WaysTaken['ways'], samples: number, bps: number, answerNs: number): Float64Array {
  let made = stays.get(among);
  if (made?.bps !== bps || made.answerNs !== answerNs) {
    made = { bps, answerNs, isFilled: new Uint8Array(ways.length), staysNs: new Float64Array(STOPS * samples * ways.length) };
    stays.set(among, made);
  }
  const { isFilled, staysNs } = made as NonNullable<typeof made>;
  ways.forEach((way, w) => {
    if (way === null || isFilled[w] === 1) return;
    isFilled[w] = 1;
    const upNs = way.topTier > 0 ? sendingNs(way.upBytes[0] as Float64Array, bps) : new Float64Array(samples).fill(STAYS_BELOW);
    fillWay(staysNs, STOPS * samples * w, way, upNs, way.topTier > 0 ? answerNs : 0);
  });
  return staysNs;
}

function fillWay(staysNs: Float64Array, from: number, { computeNs }: WayFacts, upNs: Float64Array, downNs: number): void {
  const [edgeNs, cloudNs] = computeNs as readonly [Float64Array, Float64Array];
  for (let i = 0; i < upNs.length; i++) {
    const stop = from + STOPS * i;
    staysNs[stop] = edgeNs[i] as number;
    staysNs[stop + 1] = upNs[i] as number;
    staysNs[stop + 2] = cloudNs[i] as number;
    staysNs[stop + 3] = downNs;
  }
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
  const stopsAt = Int32Array.from({ length: rows }, (_, row) => STOPS * row);
  const staysNs = new Float64Array(STOPS * rows);
  const totalsNs = new Float64Array(STOPS);
  let goingUp = 0;
  for (let row = 0; row < rows; row++) {
    const isUp = goesUp[row] as number;
    const stop = STOPS * row;
    staysNs[stop] = edgeNs[row] as number;
    staysNs[stop + 1] = upNs[row] as number;
    staysNs[stop + 2] = cloudNs[row] as number;
    staysNs[stop + 3] = isUp * answerNs;
    for (let i = 0; i < STOPS; i++) totalsNs[i] = (totalsNs[i] as number) + (staysNs[stop + i] as number);
    if (isUp === 0) staysNs[stop + 1] = STAYS_BELOW;
    goingUp += isUp;
  }
  const { propagationNs, down } = link;
  return { stopsAt, staysNs, propagationNs, hasDown: down !== null, totalsNs, goingUp };
}

function answeringNs({ answerBytes }: WorldPlan, { down }: LinkPlan): number {
  return down?.capacity.kind === 'constant' ? transmitNs(answerBytes, down.capacity.bps) : 0;
}

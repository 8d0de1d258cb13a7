/**
 * Whether one pass over the requests does it: two tiers and a link, a server each, nothing that varies; and what that pass reads, put
 * together once a point.
 */

import { isForeseeable } from '../plan/is-foreseeable.ts';
import type { CapacityPlan, LanePlan, LinkPlan, PreparedPoint, WayFacts, WorldPlan } from '../plan/plan.ts';
import { transmitNs } from '../world/link.ts';
import { foresightOf } from './foresight.ts';
import { STOPS } from './one-link-pass.ts';
import { sendingNs } from './sending-times.ts';

export interface OneLink {
  /** Stay of each row at the edge, on the up lane, at the cloud, on the down lane [ns] [rows x 4]. */
  readonly staysNs: Float64Array;
  /** By row: 1 where it goes up. */
  readonly goesUp: Uint8Array;
  /** Sums of the stays over all rows [ns], and how many of them go up. */
  readonly totalsNs: Float64Array;
  readonly goingUp: number;
  readonly propagationNs: number;
  readonly hasDown: boolean;
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
  const { wayOf, ways } = itinerary.byWay as NonNullable<typeof itinerary.byWay>;
  const taken = ways.filter((way) => way !== null);
  const served = taken.filter(({ lastSegment }) => (lastSegment[0] as number) > 0).length;
  if (taken.some(({ exit }) => exit === 0) || (served > 0 && served < taken.length)) return null;
  const nothing = new Float64Array(wayOf.length);
  const of = (pick: (way: WayFacts) => Float64Array) => ways.map((way) => (way === null ? nothing : pick(way)));
  const edgeNs = of(({ computeNs }) => computeNs[0] as Float64Array);
  const cloudNs = of(({ computeNs }) => computeNs[1] as Float64Array);
  const { bps } = link.up.capacity as Extract<CapacityPlan, { kind: 'constant' }>;
  const upNs = of(({ upBytes }) => sendingNs(upBytes[0] as Float64Array, bps));
  const isUp = Uint8Array.from(ways, (way) => (way !== null && way.topTier > 0 ? 1 : 0));
  const answerNs = answeringNs(world, link);
  const downNs = Float64Array.from(isUp, (up) => up * answerNs);

  const made = begin(wayOf.length, link);
  const { staysNs, goesUp, totalsNs } = made;
  let [edgeSum, upSum, cloudSum, goingUp] = [0, 0, 0, 0];
  for (let i = 0; i < wayOf.length; i++) {
    const way = wayOf[i] as number;
    const edge = (edgeNs[way] as Float64Array)[i] as number;
    const up = (upNs[way] as Float64Array)[i] as number;
    const cloud = (cloudNs[way] as Float64Array)[i] as number;
    staysNs[STOPS * i] = edge;
    staysNs[STOPS * i + 1] = up;
    staysNs[STOPS * i + 2] = cloud;
    staysNs[STOPS * i + 3] = downNs[way] as number;
    goesUp[i] = isUp[way] as number;
    edgeSum += edge;
    upSum += up;
    cloudSum += cloud;
    goingUp += isUp[way] as number;
  }
  totalsNs.set([edgeSum, upSum, cloudSum, goingUp * answerNs]);
  return { ...made, goingUp };
}

/** From columns by row. */
function fromRows(point: PreparedPoint, link: LinkPlan): OneLink | null {
  const { world, itinerary } = point;
  const { isCertain, servesAll, goesBeyond, services } = foresightOf(point);
  // Those who pass the edge by would overtake those who wait there.
  const passesBy = (itinerary.isServed[0] as Uint8Array).every((served) => served === 0);
  if (!isCertain || !(servesAll[0] === true || passesBy)) return null;
  const [edgeNs, cloudNs, upNs] = services.map(({ tableNs }) => tableNs) as [Float64Array, Float64Array, Float64Array];
  const made = begin(itinerary.samples, link);
  const answerNs = answeringNs(world, link);
  const goesUp = goesBeyond[0] as Uint8Array;
  const { staysNs, totalsNs } = made;
  let goingUp = 0;
  for (let row = 0; row < goesUp.length; row++) {
    const isUp = goesUp[row] as number;
    staysNs[STOPS * row] = edgeNs[row] as number;
    staysNs[STOPS * row + 1] = upNs[row] as number;
    staysNs[STOPS * row + 2] = cloudNs[row] as number;
    staysNs[STOPS * row + 3] = isUp * answerNs;
    made.goesUp[row] = isUp;
    goingUp += isUp;
  }
  for (let i = 0; i < staysNs.length; i++) totalsNs[i % STOPS] = (totalsNs[i % STOPS] as number) + (staysNs[i] as number);
  return { ...made, goingUp };
}

function begin(rows: number, { propagationNs, down }: LinkPlan): Omit<OneLink, 'goingUp'> {
  return {
    staysNs: new Float64Array(STOPS * rows),
    goesUp: new Uint8Array(rows),
    totalsNs: new Float64Array(STOPS),
    propagationNs,
    hasDown: down !== null,
  };
}

function answeringNs({ answerBytes }: WorldPlan, { down }: LinkPlan): number {
  return down?.capacity.kind === 'constant' ? transmitNs(answerBytes, down.capacity.bps) : 0;
}

/** What is known of a point before it is run: how long stays take where nothing varies, who goes how far. */

import { isForeseeable } from '../plan/is-foreseeable.ts';
import type { LanePlan, PreparedPoint, TierPlan } from '../plan/plan.ts';
import { sendingNs } from './sending-times.ts';

export interface StationService {
  /** Stay of each sample [ns] where nothing varies; null elsewhere. */
  readonly tableNs: Float64Array | null;
  /** Compute time [ns] or bytes of each sample; 0 where it does not come here. */
  readonly amounts: Float64Array;
  /** null for a lane. */
  readonly tier: TierPlan | null;
  /** null for a tier, and for a way down that takes no time. */
  readonly lane: LanePlan | null;
}

/** What is known of a point's runs before any of them. */
export interface Foresight {
  /** Services of the stations in their order: tiers, up lanes, down lanes. */
  readonly services: readonly StationService[];
  /** Whether no request is ever turned away or given up, so that each goes the way its policy chose. */
  readonly isCertain: boolean;
  /** Time of each sample in the air, up and down [ns]; null where jitter makes it differ. */
  readonly propagationNs: Float64Array | null;
  /** Zero for each sample. */
  readonly nothing: Float64Array;
  /** By tier: 1 for the samples that go beyond it. */
  readonly goesBeyond: readonly Uint8Array[];
  /** By tier: whether every sample that comes there is served there. */
  readonly servesAll: readonly boolean[];
}

const known = new WeakMap<PreparedPoint, Foresight>();

/** Worked out once a point, used by all its replications. */
export function foresightOf(point: PreparedPoint): Foresight {
  let foresight = known.get(point);
  if (foresight === undefined) {
    foresight = lookAhead(point);
    known.set(point, foresight);
  }
  return foresight;
}

function lookAhead(point: PreparedPoint): Foresight {
  const { world, itinerary } = point;
  const { samples, topTier } = itinerary;
  const hasJitter = world.links.some(({ up, down }) => up.jitter !== null || (down !== null && down.jitter !== null));
  const goesBeyond = world.tiers.map((_, t) => {
    const goes = new Uint8Array(samples);
    for (let i = 0; i < samples; i++) goes[i] = (topTier[i] as number) > t ? 1 : 0;
    return goes;
  });
  const servesAll = itinerary.isServed.map((served, t) => {
    for (let i = 0; i < samples; i++) if (served[i] === 0 && (topTier[i] as number) >= t) return false;
    return true;
  });
  return {
    services: makeServices(point, goesBeyond),
    isCertain: isForeseeable(point) && !itinerary.exit.includes(0),
    propagationNs: hasJitter ? null : propagationTable(point),
    nothing: new Float64Array(samples),
    goesBeyond,
    servesAll,
  };
}

function propagationTable({ world, itinerary }: PreparedPoint): Float64Array {
  const byTop = [0];
  for (const { propagationNs } of world.links) byTop.push((byTop.at(-1) as number) + 2 * propagationNs);
  const table = new Float64Array(itinerary.samples);
  for (let i = 0; i < table.length; i++) table[i] = byTop[itinerary.topTier[i] as number] as number;
  return table;
}

function makeServices({ world, itinerary }: PreparedPoint, goesBeyond: readonly Uint8Array[]): StationService[] {
  const answers = (l: number): Float64Array => {
    const bytes = new Float64Array(itinerary.samples);
    const comesBack = goesBeyond[l] as Uint8Array;
    for (let i = 0; i < bytes.length; i++) bytes[i] = (comesBack[i] as number) * world.answerBytes;
    return bytes;
  };
  return [
    ...world.tiers.map((tier, t) => ofTier(tier, itinerary.computeNs[t] as Float64Array)),
    ...world.links.map(({ up }, l) => ofLane(up, itinerary.upBytes[l] as Float64Array)),
    ...world.links.map(({ down }, l) => ofLane(down, answers(l))),
  ];
}

function ofTier(tier: TierPlan, computeNs: Float64Array): StationService {
  const isPlain = tier.outages === null && tier.discipline !== 'ps';
  return { tableNs: isPlain ? computeNs : null, amounts: computeNs, tier, lane: null };
}

function ofLane(lane: LanePlan | null, bytes: Float64Array): StationService {
  if (lane === null) return { tableNs: new Float64Array(bytes.length), amounts: new Float64Array(bytes.length), tier: null, lane };
  const { capacity, isShared, loss, outages } = lane;
  const isPlain = capacity.kind === 'constant' && !isShared && loss === null && outages === null;
  return { tableNs: isPlain ? sendingNs(bytes, capacity.bps) : null, amounts: bytes, tier: null, lane };
}

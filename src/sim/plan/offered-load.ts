/**
 * The load offered to each part of the world: how much work arrives for each second of work it can do.
 *
 * load = requests a second at the part x mean service time over the trace / servers. At 1 or above a queue without bound grows. What
 * varies counts by its long-run mean: bursty arrivals, links, losses, outages, batches.
 *
 * Parts are taken in the order a request meets them. One that turns requests away, for want of room or because they are late, passes
 * on no more than it can serve, so that what follows it sees less.
 */

import { meanRate } from '../world/markov.ts';
import { laneTime, tierWorkNs, upShare } from './part-work.ts';
import type { BufferPlan, LanePlan, PointPlan, PreparedPoint, TierPlan, WayFacts, WorkloadPlan } from './plan.ts';
import { type RowWeights, rowWeights, sampleCount } from './rows.ts';
import { computeSumsNs } from './way-sums.ts';

/** Load of every tier and link direction by name (`edge`, `edge-cloud_up`). */
export type Load = Readonly<Record<string, number>>;

/** Rounding of the quotient may hide a load of exactly 1 by this much. */
const ROUNDING = 1e-12;

/** Whether no queue grows without end; closed and offline arrivals (null) always are, and so is a part that turns requests away. */
export function isStable(load: Load | null, point: Pick<PointPlan, 'world' | 'workload'>): boolean {
  return load === null || worstLoad(load, point, patientShare) < 1 - ROUNDING;
}

/** Load of each part; null for closed and offline arrivals. */
export function offeredLoad(point: PreparedPoint, weights: RowWeights = rowWeights(point)): Load | null {
  const gapNs = meanGapNs(point.workload, point.world.devices);
  return gapNs === null || weights === null ? null : loadAt(point, gapNs, weights);
}

/**
 * Requests a second of all devices together at which the busiest of the parts with room for everybody reaches load 1; null where none
 * ever does. It depends on policy, trace and world alone, and so is known for closed and offline arrivals too.
 */
export function lambdaMax(point: PreparedPoint, weights: RowWeights = rowWeights(point)): number | null {
  if (weights === null) return null;
  const busiest = (gapNs: number) => worstLoad(loadAt(point, gapNs, weights), point, () => 1);
  const loadOf = (ratePerS: number) => busiest(1e9 / ratePerS);
  const workNs = busiest(IDLE_NS) * IDLE_NS;
  if (workNs === 0) return null;
  // Loads grow with the rate until some part turns requests away; from there on they may flatten.
  const straight = 1e9 / workNs;
  if (!mayTurnAway(point) || loadOf(straight) >= 1 - ROUNDING) return straight;
  let low = straight;
  let high = low;
  while (loadOf(high) < 1) {
    low = high;
    high *= 2;
    if (high > MOST * straight) return null;
  }
  while (high - low > low * 1e-12) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (loadOf(middle) < 1) low = middle;
    else high = middle;
  }
  return high;
}

/** A gap between requests so long that nobody is turned away [ns]; a power of two, so that dividing by it loses no digit. */
const IDLE_NS = 2 ** 80;

/** A part that is not full at so many times the rate that would fill it, were nobody turned away before it, never is. */
const MOST = 2 ** 20;

/** Mean time between two requests of all devices together [ns]; null where arrivals wait for answers or all come at once. */
export function meanGapNs({ arrivals, requests }: WorkloadPlan, devices: number): number | null {
  switch (arrivals.kind) {
    case 'poisson':
      return 1e9 / arrivals.ratePerS / devices;
    case 'periodic':
      return arrivals.periodNs / devices;
    case 'mmpp':
      return 1e9 / meanRate(arrivals.chain) / devices;
    case 'timestamps': {
      const spanNs = (arrivals.timesNs[requests - 1] as number) - (arrivals.timesNs[0] as number);
      return spanNs > 0 ? spanNs / (requests - 1) : null;
    }
    case 'single-stream':
    case 'multi-stream':
    case 'offline':
      return null;
  }
}

/** Load of each part when a request arrives every `gapNs` on average. */
function loadAt(point: PreparedPoint, gapNs: number, weights: Float64Array): Load {
  const { world } = point;
  if (mayTurnAway(point)) return reckonLoad(point, gapNs, weights);
  const known = workOf(point, weights);
  const of = (name: string, servers: number, isPerDevice: boolean): [string, number] => [
    name,
    (known[name] as number) / sampleCount(point) / (gapNs * servers * (isPerDevice ? world.devices : 1)),
  ];
  // Where several end devices see a request, each brings it to the first tier and its up lane; to a place of its own, or to the one there is.
  const comers = (isPerDevice: boolean, index: number) => (index === 0 && !isPerDevice ? (world.fork?.views ?? 1) : 1);
  return Object.fromEntries([
    ...world.tiers.map((tier, t) => of(tier.name, (tier.servers * upShare(tier.outages)) / comers(tier.isPerDevice, t), tier.isPerDevice)),
    ...world.links.flatMap(({ name, up, down }, l) => [
      of(`${name}_up`, upShare(up.outages) / comers(up.isPerDevice, l), up.isPerDevice),
      of(`${name}_down`, upShare(down?.outages ?? null), down?.isPerDevice ?? false),
    ]),
  ]);
}

/** Work of each part for one request of each sample [ns], where nobody is turned away. */
type Work = Readonly<Record<string, number>>;

/** By point, with the weights that it was last asked for. */
const works = new WeakMap<PreparedPoint, { readonly weights: Float64Array; readonly work: Work }>();

function workOf(point: PreparedPoint, weights: Float64Array): Work {
  const last = works.get(point);
  let work = last?.weights === weights ? last.work : undefined;
  if (work === undefined) {
    const { tiers, links, answerBytes } = point.world;
    const once = point.choice.kind === 'only' ? onceEach(point) : null;
    work = Object.fromEntries([
      ...tiers.map(({ name }, t) => [name, once?.tierNs(t) ?? tierWorkNs(point, t, weights)] as const),
      ...links.flatMap(({ name, up, down }, l) => {
        const answerNs = down === null ? 0 : laneTime(down)(answerBytes);
        return [
          [`${name}_up`, once?.messagesNs(l) ?? messagesNs(point, l, laneTime(up), weights)] as const,
          [`${name}_down`, (once?.above(l) ?? reachAbove(point, l, weights)) * answerNs] as const,
        ];
      }),
    ]);
    works.set(point, { weights, work });
  }
  return work;
}

/**
 * The same where every sample weighs 1 and is what its way is, way by way, in whole nanoseconds; null where that does not tell: where
 * batches are shared, or messages are sent again.
 */
function onceEach({ world, itinerary, tiers }: PreparedPoint) {
  const sumsNs = computeSumsNs(itinerary);
  const { byWay } = itinerary;
  if (sumsNs === null || !byWay) return null;
  const { ways, counts } = byWay;
  /** Over those who go above tier `t`. @returns null where a way has no answer */
  const addAbove = (t: number, each: (way: WayFacts) => number | null): number | null =>
    ways.reduce<number | null>((sum, way, w) => {
      if (sum === null || way === null || way.topTier <= t) return sum;
      const own = each(way);
      return own === null ? null : sum + own * (counts[w] as number);
    }, 0);
  return {
    tierNs: (t: number) => (world.tiers[t]?.batch.max === 1 || tiers[t]?.batchNs === null ? (sumsNs[t] as number) : null),
    above: (t: number) => addAbove(t, () => 1),
    messagesNs(l: number): number | null {
      const { up } = world.links[l] as PreparedPoint['world']['links'][number];
      const timeNs = laneTime(up);
      return up.loss === null
        ? addAbove(l, ({ upBytesEach }) => (typeof upBytesEach[l] === 'number' ? timeNs(upBytesEach[l]) : null))
        : null;
    },
  };
}

/** Time of the messages up link `l`, weighted by `reach` and summed [ns]; messages of the same size mostly come one after the other. */
function messagesNs({ itinerary }: PreparedPoint, l: number, timeNs: (bytes: number) => number, reach: Float64Array): number {
  const { topTier } = itinerary;
  const bytes = itinerary.upBytes[l] as Float64Array;
  let sum = 0;
  let lastBytes = 0;
  let lastNs = timeNs(0);
  for (let row = 0; row < reach.length; row++) {
    if ((topTier[row] as number) <= l) continue;
    const size = bytes[row] as number;
    if (size !== lastBytes) {
      lastBytes = size;
      lastNs = timeNs(size);
    }
    sum += lastNs * (reach[row] as number);
  }
  return sum;
}

/** Weight of the rows that go above tier `t`. */
function reachAbove({ itinerary: { topTier } }: PreparedPoint, t: number, reach: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < reach.length; row++) if ((topTier[row] as number) > t) sum += reach[row] as number;
  return sum;
}

/** The same where some may be turned away, sample by sample. */
function reckonLoad(point: PreparedPoint, gapNs: number, weights: Float64Array): Load {
  const { world, itinerary } = point;
  const { samples } = itinerary;
  // All names at once, so that they stand in the order of the world and not in that of the reckoning.
  const names = [...world.tiers.map(({ name }) => name), ...world.links.flatMap(({ name }) => [`${name}_up`, `${name}_down`])];
  const loads: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  /** How much of each sample's requests get so far on the way up, and how much of them are answered on the way, by tier. */
  const reach = weights.slice();
  const answered = world.tiers.map(() => new Float64Array(samples));
  const note = (name: string, workNs: number, servers: number, isPerDevice: boolean) => {
    const load = workNs / sampleCount(point) / (gapNs * servers * (isPerDevice ? world.devices : 1));
    loads[name] = load;
    return load;
  };
  /**
   * Requests of the samples in `visits` that a part turns away do not go on. They are lost, or the best exit of those tested so far
   * answers `instead`, where there is one.
   */
  const turnAway = (part: Part, load: number, flow: Float64Array, visits: (sample: number) => boolean, instead: Fallback | null) => {
    if (load <= 1 || !turnsAway(part, point)) return;
    const isLocal = part.room.buffer !== null ? part.room.whenFull === 'local' : point.workload.whenLate === 'local';
    for (let sample = 0; sample < samples; sample++) {
      if (!visits(sample)) continue;
      const before = flow[sample] as number;
      flow[sample] = before / load;
      if (!isLocal || instead === null || !instead.bestExit?.[sample]) continue;
      instead.answered[sample] = (instead.answered[sample] as number) + before - before / load;
    }
  };
  const goesBeyond = (tier: number) => (sample: number) => (itinerary.topTier[sample] as number) > tier;

  world.tiers.forEach((tier, t) => {
    const load = note(tier.name, tierWorkNs(point, t, reach), tier.servers * upShare(tier.outages), tier.isPerDevice);
    const isServed = itinerary.isServed[t] as Uint8Array;
    const instead = { answered: answered[t] as Float64Array, bestExit: itinerary.bestExit[t - 1] };
    turnAway(tierPart(tier), load, reach, (sample) => isServed[sample] === 1, instead);
    const link = world.links[t];
    if (link === undefined) return;
    const { up } = link;
    const beyond = goesBeyond(t);
    const upLoad = note(`${link.name}_up`, messagesNs(point, t, laneTime(up), reach), upShare(up.outages), up.isPerDevice);
    turnAway(upPart(up), upLoad, reach, beyond, { ...instead, bestExit: itinerary.bestExit[t] });
  });

  const back = new Float64Array(samples);
  for (let l = world.links.length - 1; l >= 0; l--) {
    const { name, down } = world.links[l] as (typeof world.links)[number];
    const answerNs = down === null ? 0 : laneTime(down)(world.answerBytes);
    const beyond = goesBeyond(l);
    let messages = 0;
    for (let sample = 0; sample < samples; sample++) {
      if (!beyond(sample)) continue;
      if (itinerary.topTier[sample] === l + 1) back[sample] = reach[sample] as number;
      back[sample] = (back[sample] as number) + ((answered[l + 1] as Float64Array)[sample] as number);
      messages += back[sample] as number;
    }
    const load = note(`${name}_down`, messages * answerNs, upShare(down?.outages ?? null), down?.isPerDevice ?? false);
    if (down !== null) turnAway(downPart(down), load, back, beyond, null);
  }
  return loads;
}

/** Where requests that are turned away are answered all the same. */
interface Fallback {
  readonly answered: Float64Array;
  /** Best exit that a sample was tested at, 0 where none; undefined before the first tier. */
  readonly bestExit: Uint8Array | undefined;
}

/** What decides whether a part turns requests away. */
interface Part {
  readonly room: BufferPlan;
  /** Whether a request has to wait for its turn, so that it may be too late by then. */
  readonly hasTurns: boolean;
  /** Whether the impatient wait like everybody else, and so give way when the queue is long. */
  readonly isFair: boolean;
}

const tierPart = (tier: TierPlan): Part => ({ room: tier, hasTurns: tier.discipline !== 'ps', isFair: tier.discipline === 'fifo' });
const upPart = (up: LanePlan): Part => ({ room: up, hasTurns: !up.isShared, isFair: true });
/** Answers on their way down are never too late. */
const downPart = (down: LanePlan): Part => ({ room: down, hasTurns: false, isFair: true });

/** Whether a part's queue may stay finite whatever arrives. */
function turnsAway(part: Part, point: Pick<PointPlan, 'workload'>): boolean {
  return part.room.buffer !== null || patientShare(part, point) < 1;
}

/** Whether some part does. */
function mayTurnAway(point: Pick<PointPlan, 'world' | 'workload'>): boolean {
  return partsOf(point.world).some(([, part]) => turnsAway(part, point));
}

/** Share of the requests that wait at a part however late they are. */
function patientShare({ hasTurns, isFair }: Part, { workload }: Pick<PointPlan, 'workload'>): number {
  if (workload.whenLate === 'keep' || !hasTurns) return 1;
  const patient = workload.kinds.reduce((sum, { share, deadlineNs }) => sum + (deadlineNs === null ? share : 0), 0);
  // Where some overtake others, the impatient may be served in time while the patient wait for ever.
  return patient > 0 && !isFair ? 1 : patient;
}

function partsOf({ tiers, links }: PointPlan['world']): readonly (readonly [string, Part])[] {
  return [
    ...tiers.map((tier) => [tier.name, tierPart(tier)] as const),
    ...links.map(({ name, up }) => [`${name}_up`, upPart(up)] as const),
    ...links.flatMap(({ name, down }) => (down === null ? [] : [[`${name}_down`, downPart(down)] as const])),
  ];
}

/** The highest load among parts with room for everybody, of the requests that count there. */
function worstLoad(load: Load, point: Pick<PointPlan, 'world' | 'workload'>, shareOf: typeof patientShare): number {
  const parts = partsOf(point.world);
  return parts.reduce((most, [name, part]) => {
    const own = part.room.buffer !== null ? 0 : (load[name] ?? 0) * shareOf(part, point);
    return own > most ? own : most;
  }, 0);
}

/** One replication where one pass over the requests does it, with every request written down or with sums alone. */

import { ClockOverflow } from '../kernel/clock.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { settledWarmup } from '../summary/warmup.ts';
import type { OneLink } from './one-link.ts';
import { passOneLink } from './one-link-pass.ts';
import {
  makeNotes,
  type OneLinkWorld,
  type PassState,
  type Requests,
  STAYS_BELOW,
  STOPS,
  startPass,
  strideOf,
  type WaitNotes,
} from './one-link-world.ts';

/** Station of each stop: tiers come first, then up lanes, then down lanes. */
export const STATION_OF_STOP: readonly number[] = [0, 2, 1, 3];

/** What all requests come to, by stop [ns]; counted are those from `first` on. */
export interface OneLinkSums {
  readonly countedWaitsNs: readonly number[];
  readonly countedStaysNs: readonly number[];
  /** Those of the counted who go up. */
  readonly countedUp: number;
  /** Waits and stays of all requests. */
  readonly areaNs: readonly number[];
  /** Time that the stop is busy from the arrival of request `first` on. */
  readonly busyNs: readonly number[];
  /** When the last request is answered. */
  readonly lastNs: number;
}

/**
 * Fills `latencyNs` with every request's latency.
 *
 * @param notes where waits go, with room for all requests; null: nowhere
 * @throws ClockOverflow
 */
export function passThrough(
  link: OneLink,
  requests: Requests,
  first: number,
  latencyNs: Float64Array,
  notes: WaitNotes | null,
): OneLinkSums {
  const { arrivalNs } = requests;
  const world = worldOf(link);
  const state = startPass();
  const early = first === 0 ? null : passEarly(world, requests, first, latencyNs, state, notes);
  const gone = early?.up ?? 0;
  const up = passOneLink(world, requests, first, arrivalNs.length, latencyNs, state, notes, gone);
  const lastNs = lastOf(link, state);
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  const [countedWaitsNs, countedStaysNs] = [byStop(state.waitsNs), byStop(state.staysNs)];
  return {
    countedWaitsNs,
    countedStaysNs,
    countedUp: up - gone,
    areaNs: countedStaysNs.map((ns, i) => ns + (countedWaitsNs[i] as number) + (early?.areaNs[i] ?? 0)),
    busyNs: countedStaysNs.map((ns, i) => ns + (early?.lateNs[i] ?? 0)),
    lastNs,
  };
}

/** Several times quicker than Array.from. */
function byStop(column: Float64Array): number[] {
  return [column[0] as number, column[1] as number, column[2] as number, column[3] as number];
}

/** What the requests before `first` come to, by stop [ns]. */
interface Early {
  readonly up: number;
  /** Waits and stays. */
  readonly areaNs: readonly number[];
  /** The part of their stays after request `first` arises. */
  readonly lateNs: readonly number[];
}

/** Takes the requests before `first` through, and begins the sums anew. */
function passEarly(
  world: OneLinkWorld,
  requests: Requests,
  first: number,
  latencyNs: Float64Array,
  state: PassState,
  notes: WaitNotes | null,
): Early {
  const up = passOneLink(world, requests, 0, first, latencyNs, state, notes, 0);
  const { waitsNs, staysNs } = state;
  const busyNs = busyBefore(world, requests, first);
  const areaNs = byStop(waitsNs).map((ns, i) => ns + (staysNs[i] as number));
  const lateNs = byStop(staysNs).map((ns, i) => ns - (busyNs[i] as number));
  waitsNs.fill(0);
  staysNs.fill(0);
  return { up, areaNs, lateNs };
}

/** Of the stays of the first requests, the part before request `first` arises [ns], by stop. */
function busyBefore({ staysNs, propagationNs }: OneLinkWorld, { arrivalNs, row }: Requests, first: number): Float64Array {
  const openNs = arrivalNs[first] ?? Infinity;
  const freeNs = new Float64Array(STOPS);
  const busyNs = new Float64Array(STOPS);
  for (let r = 0; r < first; r++) {
    const stop = STOPS * (row[r] as number);
    const stops = goesUp(staysNs, stop) ? STOPS : 1;
    let clockNs = arrivalNs[r] as number;
    for (let i = 0; i < stops; i++) {
      const stayNs = staysNs[stop + i] as number;
      const startNs = Math.max(clockNs, freeNs[i] as number);
      if (startNs < openNs) busyNs[i] = (busyNs[i] as number) + Math.min(stayNs, openNs - startNs);
      freeNs[i] = startNs + stayNs;
      // Lanes end in the air.
      clockNs = startNs + stayNs + (i % 2 === 1 ? propagationNs : 0);
    }
  }
  return busyNs;
}

/** Nobody overtakes: the last to be answered is the last at the edge or the last from above. */
function lastOf({ propagationNs }: OneLink, { freeNs }: PassState): number {
  const fromAbove = freeNs[3] as number;
  return Math.max(freeNs[0] as number, fromAbove > 0 ? fromAbove + propagationNs : 0);
}

/** Whether those who take the stops there go up. */
function goesUp(staysNs: Float64Array, stop: number): boolean {
  return staysNs[stop + 1] !== STAYS_BELOW;
}

/** Wait of a request at stop `i` [ns]. @param at where its notes are, if it goes up */
function waitAt(world: OneLinkWorld, i: number, stop: number, latencyNs: number, notes: WaitNotes, at: number): number {
  const { staysNs, propagationNs, hasDown } = world;
  if (!goesUp(staysNs, stop)) return i === 0 ? latencyNs - (staysNs[stop] as number) : 0;
  if (i > 0) return i === 3 && !hasDown ? 0 : (notes.waitsNs[at + i - 1] as number);
  let left = latencyNs - 2 * propagationNs - (staysNs[stop] as number);
  for (let other = 1; other < STOPS; other++) left -= waitAt(world, other, stop, latencyNs, notes, at) + (staysNs[stop + other] as number);
  return left;
}

/** Notes kept for the replications to come. */
const kept = new WeakMap<Records, WaitNotes>();

function notesFor(records: Records, link: OneLink): WaitNotes {
  let notes = kept.get(records);
  if (notes === undefined || notes.stride !== strideOf(link)) {
    notes = makeNotes(records.requests, link);
    kept.set(records, notes);
  }
  return notes;
}

/** Fills records that were begun. @throws ClockOverflow */
export function recordOneLink(link: OneLink, { workload, itinerary }: PreparedPoint, records: Records): void {
  const notes = notesFor(records, link);
  STATION_OF_STOP.forEach((s, stop) => {
    if (stop < 3 || link.hasDown) records.fixColumn(2 * s, () => waitColumn(link, stop, records, notes));
    else records.fixPart(2 * s, () => new Float64Array(itinerary.samples));
    records.fixPart(2 * s + 1, () => byRow(link, (staysNs, at) => Math.max(0, staysNs[at + stop] as number)));
  });
  records.fixPart(2 * STOPS, () => byRow(link, (staysNs, at) => (goesUp(staysNs, at) ? 2 * link.propagationNs : 0)));
  records.fixExit(() => itinerary.exit);

  const first = settledWarmup(workload.warmup, records.arrivalNs) ?? 0;
  const sums = passThrough(link, records, first, records.tellLatencies(), notes);
  STATION_OF_STOP.forEach((s, stop) => {
    records.areaNs[s] = sums.areaNs[stop] as number;
    records.busyNs[s] = sums.busyNs[stop] as number;
    records.serverCounts[s] = 1;
    records.sumsNs[2 * s] = sums.countedWaitsNs[stop] as number;
    records.sumsNs[2 * s + 1] = sums.countedStaysNs[stop] as number;
  });
  records.sumsNs[2 * STOPS] = sums.countedUp * 2 * link.propagationNs;
  records.sumsFrom = first;
  records.lastNs = sums.lastNs;
}

/** A column by row, from where its stays begin. */
function byRow(link: OneLink, valueAt: (staysNs: Float64Array, stop: number) => number): Float64Array {
  const { staysNs } = link.stays();
  return Float64Array.from({ length: link.rows }, (_, row) => valueAt(staysNs, STOPS * row));
}

/** Wait of each request at a stop [ns]. */
function waitColumn(link: OneLink, i: number, { latencyNs, row }: Records, notes: WaitNotes): Float64Array {
  const world = worldOf(link);
  const column = new Float64Array(latencyNs.length);
  let noted = 0;
  for (let r = 0; r < column.length; r++) {
    const stop = STOPS * (row[r] as number);
    column[r] = waitAt(world, i, stop, latencyNs[r] as number, notes, noted);
    if (goesUp(world.staysNs, stop)) noted += notes.stride;
  }
  return column;
}

function worldOf({ stays, propagationNs, hasDown }: OneLink): OneLinkWorld {
  const { staysNs, version, changed } = stays();
  return { staysNs, version, changed, propagationNs, hasDown };
}

/**
 * The recursion: one replication of one point without an event queue, station by station.
 *
 * Where nobody looks at a queue before going on, a request's way through a station depends on those before it alone: it starts when it
 * has come and a server is free, start = max(entry, free) (Lindley 1952). Stations are taken in the order in which requests meet
 * them, at each the requests in the order of their entry, so the answer is that of the event engine to the nanosecond.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { rowsOf } from '../plan/rows.ts';
import type { Records } from '../records/records.ts';
import { BYTE_WORK } from '../world/supply.ts';
import { Air } from './air.ts';
import type { Draws } from './draws.ts';
import { foresee } from './foresee.ts';
import { foresightOf } from './foresight.ts';
import { oneLinkOf } from './one-link.ts';
import { orderRequests } from './order-requests.ts';
import { recordOneLink } from './run-one-link.ts';
import { Services } from './services.ts';
import { stationLayout } from './station-layout.ts';
import { passOneServer, type StationTotals } from './station-pass.ts';
import { whyEvents } from './why-events.ts';

/** When each server of a place is free [ns]; the one that is free first is taken. */
class FreeTimes {
  readonly #servers: number;
  readonly #freeNs: Float64Array;

  constructor(places: number, servers: number) {
    this.#servers = servers;
    this.#freeNs = new Float64Array(places * servers);
  }

  /** Index of the server of a place that is free first. */
  first(place: number): number {
    const start = place * this.#servers;
    let best = start;
    for (let i = start + 1; i < start + this.#servers; i++) if ((this.#freeNs[i] as number) < (this.#freeNs[best] as number)) best = i;
    return best;
  }

  get(server: number): number {
    return this.#freeNs[server] as number;
  }

  set(server: number, freeNs: number): void {
    this.#freeNs[server] = freeNs;
  }
}

/** Fills `records` as runEvents does. @throws ClockOverflow; Error where `whyEvents` has a reason */
export function runRecursion(point: PreparedPoint, draws: Draws, records: Records): void {
  const reason = whyEvents(point);
  const { arrivals } = draws;
  if (reason !== null || arrivals === null) throw new Error(`runRecursion needs a world without feedback: ${reason}`);
  const { world, itinerary } = point;
  records.begin(arrivals, draws.samples, draws.kinds, rowsOf(point, draws.samples, draws.stream('policy', 'rules')));
  const link = oneLinkOf(point);
  if (link !== null) {
    recordOneLink(link, point, records);
    return;
  }
  const openNs = openingNs(point, records);
  const columns = foresee(point, records);
  const { device, row: sample, radio } = records;
  const n = records.requests;
  const tiers = world.tiers.length;
  const links = world.links.length;
  const { base, stride, placeCounts, servers: serversOf, serverCounts, places } = stationLayout(world);
  const services = new Services(point, records.stationNames, places, draws.stream);
  const air = new Air(world.links, records.stationNames.slice(tiers), places, n, draws.stream);

  const foresight = foresightOf(point);
  /** Where each request is in time [ns]; in the end, when it is answered. */
  const clockNs = records.finishNs;
  clockNs.set(arrivals.timesNs);
  const ids = new Int32Array(n);
  const spare = new Int32Array(n);
  const propagation = columns.propagationNs;

  const note = (s: number, { busyNs, areaNs }: StationTotals): void => {
    records.busyNs[s] = busyNs;
    records.areaNs[s] = areaNs;
    records.serverCounts[s] = serverCounts[s] as number;
  };

  /** Takes the requests ids[0..count-1] through station s; they enter it at their clocks. */
  const pass = (s: number, count: number): void => {
    const servers = serversOf[s] as number;
    const table = services.table(s);
    const delayNs = s < tiers ? 0 : air.steadyNs(s - tiers);
    const isOnePlace = placeCounts[s] === 1;
    const isMetByAll = s >= tiers || (foresight.servesAll[s] as boolean);
    if (
      table !== null &&
      servers === 1 &&
      isOnePlace &&
      isMetByAll &&
      delayNs !== null &&
      radio === null &&
      columns.propagationNs === null
    ) {
      const [waitsNs, staysNs] = [columns.waitsNs[s] ?? null, columns.staysNs[s] ?? null];
      note(s, passOneServer({ ids, count, clockNs, sample, tableNs: table, waitsNs, staysNs, delayNs, openNs }));
      return;
    }
    const waits = columns.waitsNs[s] as Float64Array | null;
    const stays = columns.staysNs[s] as Float64Array | null;
    const free = new FreeTimes(placeCounts[s] as number, servers);
    const step = stride[s] as number;
    const isServed = s < tiers ? (itinerary.isServed[s] as Uint8Array) : null;
    let busyNs = 0;
    let areaNs = 0;
    for (let i = 0; i < count; i++) {
      const r = ids[i] as number;
      const taken = sample[r] as number;
      if (isServed !== null && isServed[taken] === 0) continue;
      const local = step * (device[r] as number);
      const server = free.first(local);
      const enteredNs = clockNs[r] as number;
      const startNs = Math.max(enteredNs, free.get(server));
      let stayNs: number;
      let bytes = 0;
      if (table !== null) {
        stayNs = table[taken] as number;
        if (radio !== null) bytes = services.bytes(s, taken);
      } else {
        const place = (base[s] as number) + local;
        const work = services.work(s, place, local, taken);
        bytes = work / BYTE_WORK;
        stayNs = services.supply(s, place, local).take(startNs, work) - startNs;
      }
      const endNs = startNs + stayNs;
      free.set(server, endNs);
      if (waits !== null) waits[r] = startNs - enteredNs;
      if (stays !== null) stays[r] = stayNs;
      areaNs += endNs - enteredNs;
      if (endNs > openNs) busyNs += endNs - Math.max(startNs, openNs);
      if (s < tiers) clockNs[r] = endNs;
      else {
        const landNs = air.landNs(r, s - tiers, (base[s] as number) + local, endNs);
        if (propagation !== null) propagation[r] = (propagation[r] as number) + landNs - endNs;
        clockNs[r] = landNs;
        if (radio !== null && s === tiers) {
          radio.upStartNs[r] = startNs;
          radio.upEndNs[r] = endNs;
          radio.upBytes[r] = bytes;
        } else if (radio !== null && s === tiers + links) {
          radio.downStartNs[r] = startNs + landNs - endNs;
          radio.downEndNs[r] = landNs;
          radio.downBytes[r] = bytes;
        }
      }
    }
    note(s, { busyNs, areaNs });
  };

  /** Puts those of ids[0..count-1] that go above tier t first, in the order in which they come there. @returns how many */
  const goAbove = (t: number, count: number): number => {
    let kept = 0;
    const isAbove = foresight.goesBeyond[t] as Uint8Array;
    for (let i = 0; i < count; i++) {
      const r = ids[i] as number;
      ids[kept] = r;
      kept += isAbove[sample[r] as number] as number;
    }
    orderRequests(ids, kept, clockNs, spare);
    return kept;
  };
  const everyone = () => {
    for (let r = 0; r < n; r++) ids[r] = r;
    return n;
  };

  let count = everyone();
  world.tiers.forEach((_, t) => {
    pass(t, count);
    if (t === links) return;
    count = goAbove(t, count);
    pass(tiers + t, count);
    orderRequests(ids, count, clockNs, spare);
  });
  for (let l = links - 1; l >= 0; l--) {
    if (l === links - 1) orderRequests(ids, count, clockNs, spare);
    else count = goAbove(l, everyone());
    pass(tiers + links + l, count);
  }
  noteLast(records);
}

/** Writes down when the last request was answered. @throws ClockOverflow */
function noteLast(records: Records): void {
  const { finishNs, requests } = records;
  let lastNs = 0;
  for (let r = 0; r < requests; r++) if ((finishNs[r] as number) > lastNs) lastNs = finishNs[r] as number;
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  records.lastNs = lastNs;
}

/** When busy time begins to count [ns]. */
function openingNs({ workload: { warmup } }: PreparedPoint, { arrivalNs }: Records): number {
  if (warmup.kind === 'mser-5') return 0;
  if (warmup.kind === 'count') return arrivalNs[warmup.requests] as number;
  return arrivalNs.find((timeNs) => timeNs >= warmup.untilNs) ?? Infinity;
}

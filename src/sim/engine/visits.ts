/**
 * Visits: stays that are settled when a request comes.
 *
 * Where a station serves in the order of arrival, one at a time, and turns nobody away, a request's stay depends on those before it
 * alone: it starts when it has come and a server is free, start = max(now, free) (Lindley 1952). So all of it is written down at
 * once, and the next event is the request's coming to the next station: neither start nor end is an event, and no line is kept of those
 * who wait. Everything else goes step by step (passage.ts).
 */

import { ClockOverflow } from '../kernel/clock.ts';
import type { EventLanes } from '../kernel/event-lanes.ts';
import { DUE, type Figures, NOW, OVER, START, STAY, WAIT, WORK } from './figures.ts';
import type { Floor } from './floor.ts';
import type { Journal } from './journal.ts';

export class Visits {
  readonly #floor: Floor;
  readonly #queue: EventLanes;
  readonly #journal: Journal;
  readonly #figures: Figures;
  readonly #device: Int32Array;
  readonly #row: Int32Array;
  /** When a request comes to where it goes; in the end, when it is over. */
  readonly #clockNs: Float64Array;
  /** By station. */
  readonly #tablesNs: readonly (Float64Array | null)[];
  readonly #waitsNs: readonly (Float64Array | null)[];
  readonly #legsFrom: readonly Uint16Array[];
  readonly #firstServer: Int32Array;
  readonly #serverStride: Int32Array;
  readonly #serversEach: Int32Array;
  readonly #areaNs: Float64Array;
  readonly #busyNs: Float64Array;
  /** By server. */
  readonly #freeNs: Float64Array;
  /** By leg. */
  readonly #airNs: Float64Array;
  readonly #isLast: Uint8Array;
  readonly #laneOf: Int32Array;
  /** Whether more is kept of a visit than its wait. */
  readonly #isWatched: boolean;

  constructor(floor: Floor) {
    const { stations, legs, journal, records } = floor;
    this.#floor = floor;
    this.#queue = floor.queue;
    this.#journal = journal;
    this.#figures = floor.figures;
    this.#device = floor.device;
    this.#row = floor.row;
    this.#clockNs = records.finishNs;
    this.#tablesNs = floor.tablesNs;
    this.#waitsNs = journal.waitsNs;
    this.#legsFrom = legs.of;
    this.#firstServer = stations.firstServer;
    this.#serverStride = stations.serverStride;
    this.#serversEach = stations.serversEach;
    this.#areaNs = stations.areaNs;
    this.#busyNs = stations.busyNs;
    this.#freeNs = stations.freeNs;
    this.#airNs = legs.airNs;
    this.#isLast = floor.isLast;
    this.#laneOf = floor.laneOf;
    this.#isWatched = floor.choosers !== null || journal.isFull;
  }

  /** Request `r` comes to settled station `s` now. @throws ClockOverflow */
  visit(r: number, s: number): void {
    const row = this.#row[r] as number;
    const nowNs = this.#figures[NOW] as number;
    let server = (this.#firstServer[s] as number) + (this.#serverStride[s] as number) * (this.#device[r] as number);
    if ((this.#serversEach[s] as number) > 1) server = this.#firstFree(server, s);
    const lateNs = (this.#freeNs[server] as number) - nowNs;
    // max(0, late), exact for whole numbers, and no branch that depends on chance.
    const waitNs = 0.5 * (lateNs + Math.abs(lateNs));
    const table = this.#tablesNs[s] as Float64Array | null;
    const stayNs = table === null ? this.#measure(r, s, nowNs + waitNs) : (table[row] as number);
    const overNs = nowNs + waitNs + stayNs;
    this.#freeNs[server] = overNs;
    this.#areaNs[s] = (this.#areaNs[s] as number) + waitNs + stayNs;
    this.#busyNs[s] = (this.#busyNs[s] as number) + stayNs;
    const waits = this.#waitsNs[s] as Float64Array | null;
    if (waits !== null) waits[r] = waitNs;
    const leg = (this.#legsFrom[s] as Uint16Array)[row] as number;
    this.#clockNs[r] = overNs + (this.#airNs[leg] as number);
    if (this.#isWatched) {
      this.#figures[WAIT] = waitNs;
      this.#figures[STAY] = stayNs;
      this.#figures[OVER] = overNs;
      this.#tell(r, s, leg);
    }
    if (this.#isLast[leg] === 1) this.#journal.done++;
    else this.#queue.append((this.#laneOf[leg] as number) + server, r);
  }

  /** The server of station `s` that is free first, of those that begin with `first`. */
  #firstFree(first: number, s: number): number {
    const freeNs = this.#freeNs;
    const end = first + (this.#serversEach[s] as number);
    let best = first;
    for (let i = first + 1; i < end; i++) if ((freeNs[i] as number) < (freeNs[best] as number)) best = i;
    return best;
  }

  /** How long request `r` is served from `startNs` on at a station where that varies; WORK tells of how much. */
  #measure(r: number, s: number, startNs: number): number {
    const floor = this.#floor;
    const local = floor.local(r, s);
    const place = floor.place(r, s);
    const work = floor.services.work(s, place, local, this.#row[r] as number);
    const overNs = floor.services.supply(s, place, local).take(startNs, work);
    if (overNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
    this.#figures[WORK] = work;
    return overNs - startNs;
  }

  /** Tells whoever is interested how request `r` leaves station `s` on its leg: WAIT, STAY, OVER. */
  #tell(r: number, s: number, leg: number): void {
    const figures = this.#figures;
    const floor = this.#floor;
    figures[START] = (figures[OVER] as number) - (figures[STAY] as number);
    if (floor.choosers !== null) floor.choosers.visit(r, s);
    if (!this.#journal.isFull) return;
    this.#journal.stay(r, s);
    if (floor.records.radio !== null) floor.send(r, s);
    floor.fly(r, s, leg);
    this.#clockNs[r] = figures[DUE] as number;
    if (this.#isLast[leg] === 1) this.#journal.noteExit(r, floor.exitOf(r));
  }
}

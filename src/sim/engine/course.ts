/**
 * The course of a run: requests arise, events come due, one after the other, and visits are settled.
 *
 * A visit is a stay at a station that serves in the order of arrival, one at a time, and turns nobody away. It depends on those who came
 * before alone: it starts when the request has come and a server is free, start = max(now, free) (Lindley 1952). So all of it is
 * written down when the request comes, and the next event is its coming to the next station: neither start nor end is an event, and no
 * line is kept of those who wait. Everything else goes step by step (passage.ts).
 *
 * Nearly all of a run's time is spent in `advance`: columns are looked up once in thousands of events, figures are handed on by
 * the figures' array, and what is rare is called.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import { UNSORTED } from '../kernel/event-lanes.ts';
import { ARRIVE, COME } from './events.ts';
import { DUE, type Figures, NOW, OVER, START, STAY, WAIT, WORK } from './figures.ts';
import type { Floor } from './floor.ts';
import { legFrom } from './legs.ts';
import { Passage } from './passage.ts';

const NOBODY = new Int32Array(0);

export class Course {
  readonly #floor: Floor;
  readonly #figures: Figures;
  readonly #passage: Passage;
  /** Whether more is kept of a visit than its wait. */
  readonly #isWatched: boolean;
  /** Requests whose arrival is known beforehand, and the next of them. */
  readonly #known: number = 0;
  #next = 0;
  /** The settled station that all requests come to when they arise; -1: it is no such, or there is more to be done then. */
  readonly #startsAt: number = 0;
  /** Requests that a device asks at once where arrivals are closed, answers that each waits for, and requests asked so far. */
  readonly #streams: number;
  readonly #asked: Int32Array;
  #issued = 0;
  /** Busy time counts from the arrival of this request on, and from this time on. */
  readonly #firstCounted: number = 0;
  readonly #countedFromNs: number;

  /** @param isOpen whether arrivals are known */
  constructor(floor: Floor, isOpen: boolean) {
    const { point, legs, arrivalNs } = floor;
    const { world, workload } = point;
    const { warmup, arrivals, requests } = workload;
    this.#floor = floor;
    this.#figures = floor.figures;
    this.#passage = new Passage(floor, (device) => {
      if (!isOpen) this.#answered(device);
    });
    this.#isWatched = floor.choosers !== null || floor.journal.isFull;
    this.#known = isOpen ? requests : 0;
    const start = legs.first[legs.home] as number;
    const isPlain = start === legs.to.length - 1 && floor.choosers === null && floor.isSettled[legs.to[start] as number] === 1;
    this.#startsAt = isPlain ? (legs.to[start] as number) : -1;
    this.#streams = arrivals.kind === 'multi-stream' ? arrivals.streams : 1;
    this.#asked = isOpen ? NOBODY : new Int32Array(world.devices);
    this.#countedFromNs = warmup.kind === 'time' ? warmup.untilNs : 0;
    // Looked up beforehand where that can be done.
    this.#firstCounted = warmup.kind === 'count' ? warmup.requests : isOpen ? arrivalNs.findIndex((ns) => ns >= this.#countedFromNs) : 0;
    if (warmup.kind === 'mser-5') floor.open();
    if (!isOpen) for (let d = 0; d < Math.min(world.devices, requests); d++) floor.now(ARRIVE, d);
  }

  /** Handles the next `most` events, arrivals included. @returns false when there is none left @throws ClockOverflow */
  advance(most: number): boolean {
    const { queue, arrivalNs, row, tablesNs, ledger, legs, journal, clockNs } = this.#floor;
    const { indices, timesNs, legsAt, lanesAt } = ledger;
    const { ways } = legs;
    const { waitsNs } = journal;
    const { headsNs } = queue;
    const stations = legsAt >> 1;
    const figures = this.#figures;
    const startsAt = this.#startsAt;
    const isWatched = this.#isWatched;
    const firstCounted = this.#firstCounted;
    const known = this.#known;
    let next = this.#next;
    let done = 0;
    let lastNs = 0;
    let isMore = true;
    for (let i = 0; i < most; i++) {
      const lane = queue.nextLane;
      const dueNs = headsNs[lane] as number;
      const arisesNs = next < known ? (arrivalNs[next] as number) : Infinity;
      let nowNs = dueNs;
      let r: number;
      let s: number;
      if (arisesNs < dueNs || (arisesNs === dueNs && this.#isBefore(next))) {
        nowNs = arisesNs;
        r = next++;
        s = startsAt;
        if (s < 0 || r === firstCounted) {
          figures[NOW] = nowNs;
          s = this.#come(r, this.#arise(r));
        }
      } else {
        if (dueNs > Number.MAX_SAFE_INTEGER) {
          if (!queue.isEmpty) throw new ClockOverflow();
          isMore = false;
          break;
        }
        r = queue.nextSequence;
        s = indices[lanesAt + lane] as number;
        if (s < 0) {
          figures[NOW] = nowNs;
          s = this.#take();
        } else queue.pop();
      }
      // What was done is done.
      if (s < 0) continue;

      // A visit.
      const taken = row[r] as number;
      let server = indices[s] as number;
      let nth = 0;
      if (server < 0) {
        nth = ledger.firstFree(s, this.#floor.local(r, s));
        server = -1 - server + nth;
      }
      const lateNs = (timesNs[server] as number) - nowNs;
      // max(0, late), exact for whole numbers, and no branch that depends on chance.
      const waitNs = 0.5 * (lateNs + Math.abs(lateNs));
      const table = tablesNs[s] as Float64Array | null;
      let stayNs: number;
      if (table !== null) stayNs = table[taken] as number;
      else {
        figures[START] = nowNs + waitNs;
        this.#measure(r, s);
        stayNs = figures[STAY] as number;
      }
      const overNs = nowNs + waitNs + stayNs;
      timesNs[server] = overNs;
      timesNs[s] = (timesNs[s] as number) + waitNs;
      timesNs[stations + s] = (timesNs[stations + s] as number) + stayNs;
      const waits = waitsNs[s] as Float64Array | null;
      if (waits !== null) waits[r] = waitNs;
      const leg = (indices[stations + s] as number) + ((ways[s] as Uint8Array)[taken] as number);
      let comesNs = overNs + (timesNs[legsAt + leg] as number);
      if (isWatched) {
        figures[NOW] = nowNs;
        figures[WAIT] = waitNs;
        figures[STAY] = stayNs;
        figures[OVER] = overNs;
        figures[DUE] = comesNs;
        this.#tell(r, s, leg);
        comesNs = figures[DUE] as number;
      }
      clockNs[r] = comesNs;
      const to = indices[legsAt + leg] as number;
      if (to === UNSORTED) {
        done++;
        if (comesNs > lastNs) lastNs = comesNs;
      } else queue.append(to + nth, r);
    }
    this.#next = next;
    journal.done += done;
    if (lastNs > (journal.lastNs[0] as number)) journal.lastNs[0] = lastNs;
    return isMore;
  }

  /** Whether the next arrival, due with the next event, comes before it. */
  #isBefore(next: number): boolean {
    return next < this.#known && this.#floor.queue.nextPriority > ARRIVE;
  }

  /** Request `r` arises now. @returns where it comes to */
  #arise(r: number): number {
    const { stations, choosers, legs, row } = this.#floor;
    if (!stations.isOpen && r >= this.#firstCounted && (this.#figures[NOW] as number) >= this.#countedFromNs) this.#floor.open();
    if (choosers !== null) choosers.choose(r);
    return legs.to[legFrom(legs, legs.home, row[r] as number)] as number;
  }

  /** Request `r` comes to `s` now. @returns the same where it is a settled station; -1: it is seen to */
  #come(r: number, s: number): number {
    if (this.#floor.isSettled[s] === 1) return s;
    this.#passage.come(r, s);
    return -1;
  }

  /** Takes the next event out of a lane of those who do not come to a settled station, or may not. @returns that station; -1: it is seen to */
  #take(): number {
    const { queue, comeStation } = this.#floor;
    const kind = queue.nextPriority;
    const subject = queue.nextSequence;
    queue.pop();
    if (kind >= COME && kind < ARRIVE) return this.#come(subject, comeStation[kind - COME] as number);
    if (kind === ARRIVE) this.#ask(subject);
    else this.#passage.handle(kind, subject);
    return -1;
  }

  /** How long request `r` is served from START on at a station where that varies. @throws ClockOverflow */
  #measure(r: number, s: number): void {
    const { services, row } = this.#floor;
    const local = this.#floor.local(r, s);
    const place = this.#floor.place(r, s);
    const startNs = this.#figures[START] as number;
    const work = services.work(s, place, local, row[r] as number);
    const overNs = services.supply(s, place, local).take(startNs, work);
    if (overNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
    this.#figures[STAY] = overNs - startNs;
    this.#figures[WORK] = work;
  }

  /** Tells whoever is interested of the visit of request `r` to station `s`, left on a leg: WAIT, STAY, OVER. */
  #tell(r: number, s: number, leg: number): void {
    const { choosers, journal, records } = this.#floor;
    const figures = this.#figures;
    figures[START] = (figures[OVER] as number) - (figures[STAY] as number);
    if (choosers !== null) choosers.visit(r, s);
    if (!journal.isFull) return;
    journal.stay(r, s);
    if (records.radio !== null) this.#floor.send(r, s);
    this.#floor.fly(r, s, leg);
    if (this.#floor.isLast(leg)) journal.noteExit(r, this.#floor.exitOf(r));
  }

  /** A device whose requests are all answered asks again. */
  #ask(device: number): void {
    const floor = this.#floor;
    const { comeKind } = floor;
    const count = Math.min(this.#streams, floor.records.requests - this.#issued);
    this.#asked[device] = count;
    for (let i = 0; i < count; i++) {
      const r = this.#issued++;
      floor.device[r] = device;
      floor.arrivalNs[r] = this.#figures[NOW] as number;
      floor.now(comeKind[this.#arise(r)] as number, r);
    }
  }

  /** A device is answered. */
  #answered(device: number): void {
    const left = (this.#asked[device] as number) - 1;
    this.#asked[device] = left;
    if (left === 0 && this.#issued < this.#floor.records.requests) this.#floor.now(ARRIVE, device);
  }
}

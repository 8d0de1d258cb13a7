/**
 * The passage of requests through a world, step by step: coming, waiting, being served and going on, each an event.
 *
 * Every discipline, room, deadline and patience is here; stays that are settled when a request comes are in course.ts. It knows neither
 * when requests arise nor how the clock goes on; nothing is allocated per event.
 */

import type { KindPlan } from '../plan/plan.ts';
import { END, FORM, RECONSIDER, RIPEN, SHARED_END, TIMEOUT } from './events.ts';
import { DUE, type Figures, NOW, OVER, START, STAY, WAIT, WORK } from './figures.ts';
import type { Floor } from './floor.ts';
import { legDown, legFrom } from './legs.ts';
import type { StationRules } from './stations.ts';
import { Together } from './together.ts';

export class Passage {
  readonly floor: Floor;
  readonly #figures: Figures;
  readonly #together: Together;
  readonly #onDone: (device: number) => void;

  /** @param onDone told whenever a device is answered or stops waiting */
  constructor(floor: Floor, onDone: (device: number) => void) {
    this.floor = floor;
    this.#figures = floor.figures;
    this.#together = new Together(floor, this);
    this.#onDone = onDone;
  }

  /** Request `r` comes to station `s`, whose stays are not settled, or home. */
  come(r: number, s: number): void {
    if (s === this.floor.legs.home) this.#finish(r, this.floor.exitOf(r));
    else this.#enter(r, s);
  }

  /** Handles an event of another kind; `subject` is a request or a place. */
  handle(kind: number, subject: number): void {
    if (kind === END) this.#end(subject);
    else if (kind === SHARED_END) this.#together.endShared(subject);
    else if (kind === RIPEN) this.#together.ripen(subject);
    else if (kind === FORM) this.#together.formBatches(subject);
    else if (kind === RECONSIDER) this.#reconsider(subject);
    else this.#giveUp(subject);
  }

  /** Request `r` takes a server of station `s` now, waits for one, or is refused. */
  #enter(r: number, s: number): void {
    const { floor } = this;
    const place = floor.place(r, s);
    const { timeoutNs } = floor.point.world;
    if (s === floor.tiers && timeoutNs !== null) floor.after(timeoutNs, TIMEOUT, r);
    floor.station[r] = s;
    floor.enteredNs[r] = this.#figures[NOW] as number;
    if (floor.choosers !== null) floor.choosers.enter(r, s);
    if (floor.isOneByOne[s] === 1 && floor.stations.hasServer(place)) this.#begin(r, s, place);
    else this.#wait(r, s, place);
  }

  /** Request `r` finds no server at once: it waits for one, shares one, or is refused. */
  #wait(r: number, s: number, place: number): void {
    const { isShared, buffer, batchMax, batchWaitNs, isLocalWhenFull } = this.floor.rules[s] as StationRules;
    const waiting = this.floor.lines.count(place) - (isShared ? this.floor.stations.servers(place) : 0);
    // Those who gather for a server that is free do not wait for one.
    const gathering = batchMax > 1 && this.floor.stations.hasServer(place) ? batchMax : 0;
    if (waiting >= buffer + gathering) {
      this.#leave(r, s);
      this.#turnBack(r, s, isLocalWhenFull);
    } else if (isShared) this.#together.join(r, s, place);
    else {
      this.floor.turns.wait(r, s, place);
      if (batchMax === 1) return;
      this.floor.batches.add(r);
      this.floor.after(batchWaitNs, RIPEN, r);
      if (waiting + 1 >= batchMax) this.floor.now(FORM, place);
    }
  }

  /** The turn of request `r` has come: it takes a server, unless it is too late. */
  #begin(r: number, s: number, place: number): void {
    const { floor } = this;
    if (floor.mayBeLate && this.isTooLate(r, s)) return;
    const table = floor.tablesNs[s] as Float64Array | null;
    const { choosers } = floor;
    if (choosers !== null) {
      if (s === 0 && choosers.reconsiders(r)) {
        this.#test(r, place, choosers.firstTestNs(r));
        return;
      }
      choosers.begin(r, s);
    }
    if (table === null) this.#measure(r, s, place);
    else {
      const stayNs = table[floor.row[r] as number] as number;
      this.#figures[STAY] = stayNs;
      this.#figures[WORK] = stayNs;
    }
    floor.stations.start(s, place);
    this.keepUntilEnd(r, s);
    this.noteStay(r, s);
    if (floor.records.radio !== null) floor.send(r, s);
  }

  /** How long request `r` will be served from now on at a station where that varies. */
  #measure(r: number, s: number, place: number): void {
    const nowNs = this.#figures[NOW] as number;
    const local = this.floor.local(r, s);
    const work = this.floor.services.work(s, place, local, this.floor.row[r] as number);
    this.#figures[STAY] = this.floor.services.supply(s, place, local).take(nowNs, work) - nowNs;
    this.#figures[WORK] = work;
  }

  /** A server is with request `r` (and its batch) for STAY from now on. */
  keepUntilEnd(r: number, s: number): void {
    const nowNs = this.#figures[NOW] as number;
    const overNs = nowNs + (this.#figures[STAY] as number);
    this.#figures[START] = nowNs;
    this.#figures[OVER] = overNs;
    this.#figures[DUE] = overNs;
    this.floor.due(END, r, this.floor.endLaneOf[s] as number);
  }

  /** Request `r` has waited until now and is served for STAY. */
  noteStay(r: number, s: number): void {
    this.#figures[WAIT] = (this.#figures[NOW] as number) - (this.floor.enteredNs[r] as number);
    this.floor.journal.stay(r, s);
  }

  /** The server keeps request `r` for its first branch; what else it does there depends on what its policy sees then. */
  #test(r: number, place: number, testNs: number): void {
    this.#figures[STAY] = testNs;
    this.#figures[WORK] = testNs;
    this.floor.stations.start(0, place);
    this.floor.after(testNs, RECONSIDER, r);
  }

  /** The first branch of request `r` has run: its policy chooses what follows, on the same server. */
  #reconsider(r: number): void {
    const { choosers, stations, tablesNs, row, journal, enteredNs } = this.floor;
    const place = this.floor.place(r, 0);
    const testNs = choosers?.firstTestNs(r) ?? 0;
    choosers?.reconsider(r);
    const stayNs = (tablesNs[0] as Float64Array)[row[r] as number] as number;
    stations.end(0, place);
    this.#figures[STAY] = stayNs - testNs;
    this.#figures[WORK] = stayNs - testNs;
    stations.start(0, place);
    this.keepUntilEnd(r, 0);
    this.#figures[WAIT] = (this.#figures[NOW] as number) - testNs - (enteredNs[r] as number);
    this.#figures[STAY] = stayNs;
    journal.stay(r, 0);
  }

  /** The server of request `r` (and of its batch) is free again. */
  #end(r: number): void {
    const s = this.floor.station[r] as number;
    const place = this.floor.place(r, s);
    this.floor.stations.end(s, place);
    if (this.floor.isBatched[s] === 1) {
      for (let member = r; member !== -1; ) {
        const next = this.floor.batches.after(member);
        this.goOn(member, s, false);
        member = next;
      }
      this.floor.now(FORM, place);
      return;
    }
    while (this.floor.stations.hasServer(place)) {
      const next = this.floor.turns.next(s, place);
      if (next < 0) break;
      this.#begin(next, s, place);
    }
    this.goOn(r, s, true);
  }

  /** Request `r` leaves station `s`, served. @param isAlone whether nobody else leaves it by the same event */
  goOn(r: number, s: number, isAlone: boolean): void {
    this.#leave(r, s);
    this.#setOut(r, s, legFrom(this.floor.legs, s, this.floor.row[r] as number), isAlone);
  }

  /** Request `r`, now at station `s`, sets out on a leg. @param isAlone whether no other request may do so before the next event */
  #setOut(r: number, s: number, leg: number, isAlone: boolean): void {
    const { floor } = this;
    const nowNs = this.#figures[NOW] as number;
    const to = floor.legs.to[leg] as number;
    this.#figures[OVER] = nowNs;
    floor.fly(r, s, leg);
    const dueNs = this.#figures[DUE] as number;
    if (floor.isLast(leg)) floor.journal.settle(r, floor.exitOf(r));
    else if (dueNs === nowNs && (to === floor.legs.home || (isAlone && this.#isFree(to)))) this.come(r, to);
    else floor.due(floor.comeKind[to] as number, r, floor.laneOf[leg] as number);
  }

  /** Whether a request may come to station `to` at once, out of turn: nothing else happens at this instant. */
  #isFree(to: number): boolean {
    return this.floor.isSettled[to] === 0 && this.floor.queue.nextTimeNs > (this.#figures[NOW] as number);
  }

  #leave(r: number, s: number): void {
    this.floor.stations.leave(s, this.floor.enteredNs[r] as number);
    if (this.floor.choosers !== null) this.floor.choosers.leave(r, s);
  }

  /** Turns request `r` away where its deadline has passed and that matters; answers on their way down are never late. */
  isTooLate(r: number, s: number): boolean {
    const { whenLate, kinds } = this.floor.point.workload;
    if (whenLate === 'keep' || s >= this.floor.tiers + this.floor.links) return false;
    const { deadlineNs } = kinds[this.floor.records.kind[r] as number] as KindPlan;
    if (deadlineNs === null || (this.#figures[NOW] as number) - (this.floor.arrivalNs[r] as number) <= deadlineNs) return false;
    this.#figures[STAY] = 0;
    this.noteStay(r, s);
    this.#leave(r, s);
    this.#turnBack(r, s, whenLate === 'local');
    return true;
  }

  /** Request `r` is not served at `s`: the best exit tested so far answers, once word of it is back at the device, or it is lost. */
  #turnBack(r: number, s: number, isLocal: boolean): void {
    const isTier = s < this.floor.tiers;
    const tier = isTier ? s : s - this.floor.tiers;
    const known = isTier ? tier - 1 : tier;
    const isAnswer = s >= this.floor.tiers + this.floor.links;
    const exit = isLocal && !isAnswer ? this.#bestExit(r, known) : 0;
    if (exit === 0) {
      this.#finish(r, 0);
      return;
    }
    this.floor.fallback[r] = exit;
    this.#setOut(r, tier, legDown(this.floor.legs, tier), false);
  }

  /** Most confident exit that request `r` was tested at up to tier `t`; 0: none. */
  #bestExit(r: number, t: number): number {
    return t < 0 ? 0 : ((this.floor.point.itinerary.bestExit[t] as Uint8Array)[this.floor.row[r] as number] as number);
  }

  /** The device stops waiting for request `r`. */
  #giveUp(r: number): void {
    if (this.floor.journal.isOver(r)) return;
    const exit = this.#bestExit(r, 0);
    this.floor.journal.giveUp(r, exit);
    this.#tellDone(r, exit);
  }

  #finish(r: number, exit: number): void {
    if (this.floor.journal.finish(r, exit)) this.#tellDone(r, exit);
  }

  #tellDone(r: number, exit: number): void {
    this.floor.choosers?.learn(r, exit);
    this.#onDone(this.floor.device[r] as number);
  }
}

/**
 * The passage of requests through a world: station by station, up and down again, each step an event.
 *
 * ```
 *   arrival --> [tier 0] --> (up lane 0) --rtt/2--> [tier 1] --> ... --> [top tier]
 *                  |                                                        |
 *               answered <--rtt/2-- (down lane 0) <-- ... <-----------------+
 * ```
 * It knows neither when requests arise nor how the clock goes on; nothing is allocated per event.
 */

import { UNSORTED } from '../kernel/event-lanes.ts';
import type { KindPlan } from '../plan/plan.ts';
import { BYTE_WORK } from '../world/supply.ts';
import { END, ENTER_LANE, FORM, LAND, RECONSIDER, RIPEN, SHARED_END, TIMEOUT } from './events.ts';
import { BYTES, DUE, type Figures, NOW, STAY, WAIT, WORK } from './figures.ts';
import type { Floor } from './floor.ts';
import type { StationRules } from './stations.ts';
import { Together } from './together.ts';

export class Passage {
  readonly floor: Floor;
  readonly #figures: Figures;
  readonly #together: Together;
  readonly #onDone: (device: number) => void;
  #isBatchLeaving = false;

  /** @param onDone told whenever a device is answered or stops waiting */
  constructor(floor: Floor, onDone: (device: number) => void) {
    this.floor = floor;
    this.#figures = floor.figures;
    this.#together = new Together(floor, this);
    this.#onDone = onDone;
  }

  /** Request `r` arises at its device. */
  arrive(r: number): void {
    this.floor.choosers?.choose(r);
    this.#reachTier(r, 0);
  }

  /** Handles an event of this kind; `subject` is a request or a place. */
  handle(kind: number, subject: number): void {
    if (kind === END) this.#end(subject);
    else if (kind === ENTER_LANE) this.enter(subject);
    else if (kind === LAND) this.#land(subject);
    else if (kind === SHARED_END) this.#together.endShared(subject);
    else if (kind === RIPEN) this.#together.ripen(subject);
    else if (kind === FORM) this.#together.formBatches(subject);
    else if (kind === RECONSIDER) this.#reconsider(subject);
    else this.#giveUp(subject);
  }

  /** Request `r` reaches tier `t` from below or at its arrival: it is served there, or passes straight on. */
  #reachTier(r: number, t: number): void {
    if ((this.floor.point.itinerary.isServed[t] as Uint8Array)[this.floor.row[r] as number] === 1) {
      this.floor.station[r] = t;
      this.enter(r);
    } else this.#leaveTier(r, t);
  }

  /** Request `r` goes on to a lane, up or down, or is done. */
  #leaveTier(r: number, t: number): void {
    const topTier = this.floor.point.itinerary.topTier[this.floor.row[r] as number] as number;
    if (this.floor.fallback[r] === 0 && t < topTier) {
      const { timeoutNs } = this.floor.point.world;
      if (t === 0 && timeoutNs !== null) this.floor.after(timeoutNs, TIMEOUT, r);
      this.floor.station[r] = this.floor.tiers + t;
    } else if (t > 0) this.floor.station[r] = this.floor.tiers + this.floor.links + t - 1;
    else {
      this.answer(r);
      return;
    }
    this.#enterLane(r);
  }

  /** Request `r` comes to a lane: at once where nobody else moves at this instant, else when it is its number's turn. */
  #enterLane(r: number): void {
    if (this.floor.isOpenWay[this.floor.station[r] as number] === 1) {
      this.#passThrough(r);
      return;
    }
    // Batches, and those who are turned back, come several at an instant and in no order.
    const isAlone = !this.#isBatchLeaving && this.floor.fallback[r] === 0 && this.floor.queue.nextTimeNs > (this.#figures[NOW] as number);
    if (isAlone) this.enter(r);
    else this.floor.now(ENTER_LANE, r);
  }

  /** Request `r` takes a server of its station now, waits for one, or is refused. */
  enter(r: number): void {
    const { floor } = this;
    const s = floor.station[r] as number;
    const place = floor.place(r, s);
    floor.enteredNs[r] = this.#figures[NOW] as number;
    floor.stations.arrive(s);
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
    if (floor.records.radio !== null) this.#noteSending(r, s);
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
    const { floor } = this;
    const endNs = (this.#figures[NOW] as number) + (this.#figures[STAY] as number);
    this.#figures[DUE] = endNs;
    floor.queue.dueNs[0] = endNs;
    if (floor.endLane[s] === UNSORTED) floor.queue.push(END, r);
    else floor.queue.append(floor.endLane[s] as number, r);
  }

  /** Request `r` has waited until now and is served for STAY. */
  noteStay(r: number, s: number): void {
    this.#figures[WAIT] = (this.#figures[NOW] as number) - (this.floor.enteredNs[r] as number);
    this.floor.journal.stay(r, s);
  }

  /** The message of request `r` is sent from now until DUE; WORK tells its bytes where the lane varies. */
  #noteSending(r: number, s: number): void {
    const isKnown = this.floor.tablesNs[s] !== null;
    this.#figures[BYTES] = isKnown
      ? this.floor.services.bytes(s, this.floor.row[r] as number)
      : (this.#figures[WORK] as number) / BYTE_WORK;
    this.floor.journal.send(r, s, this.#figures[NOW] as number);
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
      this.#isBatchLeaving = true;
      for (let member = r; member !== -1; ) {
        const next = this.floor.batches.after(member);
        this.goOn(member, s);
        member = next;
      }
      this.#isBatchLeaving = false;
      this.floor.now(FORM, place);
      return;
    }
    while (this.floor.stations.hasServer(place)) {
      const next = this.floor.turns.next(s, place);
      if (next < 0) break;
      this.#begin(next, s, place);
    }
    this.goOn(r, s);
  }

  /** Request `r` leaves station `s`, served. */
  goOn(r: number, s: number): void {
    this.#leave(r, s);
    if (s < this.floor.tiers) {
      this.#leaveTier(r, s);
      return;
    }
    this.fly(r, s);
  }

  /** Request `r` is sent in no time, and nobody else can tell: what would be its stay there is over at once. */
  #passThrough(r: number): void {
    const s = this.floor.station[r] as number;
    if (this.floor.records.radio !== null) {
      this.#figures[DUE] = this.#figures[NOW] as number;
      this.#figures[BYTES] = 0;
      this.floor.journal.send(r, s, this.#figures[NOW] as number);
    }
    this.fly(r, s);
  }

  /** Request `r`, all of it sent by lane `s`, flies to the lane's other end. */
  fly(r: number, s: number): void {
    const { floor } = this;
    const nowNs = this.#figures[NOW] as number;
    const lane = s - floor.tiers;
    const landLane = floor.landLane[lane] as number;
    const landNs = landLane === UNSORTED ? floor.air.landNs(r, lane, floor.place(r, s), nowNs) : nowNs + (floor.flightNs[lane] as number);
    this.#figures[DUE] = landNs;
    floor.queue.dueNs[0] = landNs;
    floor.journal.propagate(r, s);
    if (landLane === UNSORTED) floor.queue.push(LAND, r);
    else floor.queue.append(landLane, r);
  }

  #leave(r: number, s: number): void {
    this.floor.stations.leave(s);
    if (this.floor.choosers !== null) this.floor.choosers.leave(r, s);
  }

  #land(r: number): void {
    const lane = (this.floor.station[r] as number) - this.floor.tiers;
    if (lane < this.floor.links) this.#reachTier(r, lane + 1);
    else if (lane === this.floor.links) this.answer(r);
    else {
      this.floor.station[r] = this.floor.tiers + lane - 1;
      this.#enterLane(r);
    }
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
    this.#leaveTier(r, tier);
  }

  /** Most confident exit that request `r` was tested at up to tier `t`; 0: none. */
  #bestExit(r: number, t: number): number {
    return t < 0 ? 0 : ((this.floor.point.itinerary.bestExit[t] as Uint8Array)[this.floor.row[r] as number] as number);
  }

  /** The device stops waiting for request `r`. */
  #giveUp(r: number): void {
    if (this.floor.journal.isDone(r)) return;
    const exit = this.#bestExit(r, 0);
    this.floor.journal.giveUp(r, exit);
    this.floor.choosers?.learn(r, exit);
    this.#onDone(this.floor.device[r] as number);
  }

  answer(r: number): void {
    const fallback = this.floor.fallback[r] as number;
    this.#finish(r, fallback > 0 ? fallback : (this.floor.point.itinerary.exit[this.floor.row[r] as number] as number));
  }

  #finish(r: number, exit: number): void {
    if (!this.floor.journal.finish(r, exit)) return;
    this.floor.choosers?.learn(r, exit);
    this.#onDone(this.floor.device[r] as number);
  }
}

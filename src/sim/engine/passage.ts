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

import type { KindPlan } from '../plan/plan.ts';
import { BYTE_WORK } from '../world/supply.ts';
import { END, ENTER_LANE, FORM, LAND, RECONSIDER, RIPEN, SHARED_END, TIMEOUT } from './events.ts';
import type { Floor } from './floor.ts';
import type { StationRules } from './stations.ts';

export class Passage {
  readonly floor: Floor;
  readonly #onDone: (device: number, nowNs: number) => void;
  #isBatchLeaving = false;

  /** @param onDone told whenever a device is answered or stops waiting */
  constructor(floor: Floor, onDone: (device: number, nowNs: number) => void) {
    this.floor = floor;
    this.#onDone = onDone;
  }

  /** Request `r` arises at its device. */
  arrive(r: number, nowNs: number): void {
    this.floor.choosers?.choose(r, nowNs);
    this.#reachTier(r, 0, nowNs);
  }

  /** Handles an event of this kind; `subject` is a request or a place. */
  handle(kind: number, subject: number, nowNs: number): void {
    if (kind === END) this.#end(subject, nowNs);
    else if (kind === ENTER_LANE) this.#enter(subject, nowNs);
    else if (kind === LAND) this.#land(subject, nowNs);
    else if (kind === SHARED_END) this.#endShared(subject, nowNs);
    else if (kind === RIPEN) this.#ripen(subject, nowNs);
    else if (kind === FORM) this.#formBatches(subject, nowNs);
    else if (kind === RECONSIDER) this.#reconsider(subject, nowNs);
    else this.#giveUp(subject, nowNs);
  }

  /** Request `r` reaches tier `t` from below or at its arrival: it is served there, or passes straight on. */
  #reachTier(r: number, t: number, nowNs: number): void {
    if ((this.floor.point.itinerary.isServed[t] as Uint8Array)[this.floor.row[r] as number] === 1) {
      this.floor.station[r] = t;
      this.#enter(r, nowNs);
    } else this.#leaveTier(r, t, nowNs);
  }

  /** Request `r` goes on to a lane, up or down, or is done. */
  #leaveTier(r: number, t: number, nowNs: number): void {
    const topTier = this.floor.point.itinerary.topTier[this.floor.row[r] as number] as number;
    if (this.floor.fallback[r] === 0 && t < topTier) {
      const { timeoutNs } = this.floor.point.world;
      if (t === 0 && timeoutNs !== null) this.floor.queue.push(nowNs + timeoutNs, TIMEOUT, r);
      this.floor.station[r] = this.floor.tiers + t;
    } else if (t > 0) this.floor.station[r] = this.floor.tiers + this.floor.links + t - 1;
    else {
      this.#answer(r, nowNs);
      return;
    }
    this.#enterLane(r, nowNs);
  }

  /** Request `r` comes to a lane: at once where nobody else moves at this instant, else when it is its number's turn. */
  #enterLane(r: number, nowNs: number): void {
    // Batches, and those who are turned back, come several at an instant and in no order.
    const isAlone = !this.#isBatchLeaving && this.floor.fallback[r] === 0 && this.floor.queue.nextTimeNs > nowNs;
    if (isAlone) this.#enter(r, nowNs);
    else this.floor.queue.push(nowNs, ENTER_LANE, r);
  }

  /** Request `r` takes a server of its station now, waits for one, or is refused. */
  #enter(r: number, nowNs: number): void {
    const s = this.floor.station[r] as number;
    const place = this.floor.place(r, s);
    const { isShared, buffer, batchMax, batchWaitNs, isLocalWhenFull } = this.floor.rules[s] as StationRules;
    this.floor.enteredNs[r] = nowNs;
    this.floor.stations.arrive(s, nowNs);
    this.floor.choosers?.enter(r, s, nowNs);
    if (!isShared && batchMax === 1 && this.floor.stations.hasServer(place)) {
      this.#begin(r, s, place, nowNs);
      return;
    }
    const waiting = this.floor.lines.count(place) - (isShared ? this.floor.stations.servers(place) : 0);
    // Those who gather for a server that is free do not wait for one.
    const gathering = batchMax > 1 && this.floor.stations.hasServer(place) ? batchMax : 0;
    if (waiting >= buffer + gathering) {
      this.#leave(r, s, nowNs);
      this.#turnBack(r, s, isLocalWhenFull, nowNs);
    } else if (isShared) this.#join(r, s, place, nowNs);
    else {
      this.floor.turns.wait(r, s, place);
      if (batchMax === 1) return;
      this.floor.batches.add(r);
      this.floor.queue.push(nowNs + batchWaitNs, RIPEN, r);
      if (waiting + 1 >= batchMax) this.floor.queue.push(nowNs, FORM, place);
    }
  }

  /** The turn of request `r` has come: it takes a server, unless it is too late. */
  #begin(r: number, s: number, place: number, nowNs: number): void {
    if (this.#isTooLate(r, s, nowNs)) return;
    const row = this.floor.row[r] as number;
    const table = this.floor.tablesNs[s] as Float64Array | null;
    const { choosers } = this.floor;
    if (s === 0 && choosers?.reconsiders(r) === true) {
      const testNs = choosers.firstTestNs(r);
      // The server keeps the request; what else it does there depends on what its policy sees then.
      this.floor.stations.start(s, place, nowNs, testNs, testNs);
      this.floor.queue.push(nowNs + testNs, RECONSIDER, r);
      return;
    }
    let timeNs: number;
    let work: number;
    let wireBytes = 0;
    if (table !== null) {
      timeNs = table[row] as number;
      work = timeNs;
      if (this.floor.records.radio !== null) wireBytes = this.floor.services.bytes(s, row);
    } else {
      const local = this.floor.local(r, s);
      work = this.floor.services.work(s, place, local, row);
      wireBytes = work / BYTE_WORK;
      timeNs = this.floor.services.supply(s, place, local).take(nowNs, work) - nowNs;
    }
    choosers?.begin(r, s, nowNs);
    this.floor.stations.start(s, place, nowNs, timeNs, work);
    this.floor.queue.push(nowNs + timeNs, END, r);
    this.floor.journal.stay(r, s, nowNs - (this.floor.enteredNs[r] as number), timeNs);
    this.floor.journal.send(r, s, nowNs, nowNs + timeNs, wireBytes);
  }

  /** The first branch of request `r` has run: its policy chooses what follows, on the same server. */
  #reconsider(r: number, nowNs: number): void {
    const { choosers, stations, tablesNs, row, queue, journal, enteredNs } = this.floor;
    const place = this.floor.place(r, 0);
    const testNs = choosers?.firstTestNs(r) ?? 0;
    choosers?.reconsider(r, nowNs);
    const stayNs = (tablesNs[0] as Float64Array)[row[r] as number] as number;
    stations.end(0, place, nowNs);
    stations.start(0, place, nowNs, stayNs - testNs, stayNs - testNs);
    queue.push(nowNs + stayNs - testNs, END, r);
    journal.stay(r, 0, nowNs - testNs - (enteredNs[r] as number), stayNs);
  }

  /** The server of request `r` (and of its batch) is free again. */
  #end(r: number, nowNs: number): void {
    const s = this.floor.station[r] as number;
    const place = this.floor.place(r, s);
    this.floor.stations.end(s, place, nowNs);
    if ((this.floor.rules[s] as StationRules).batchMax > 1) {
      this.#isBatchLeaving = true;
      for (let member = r; member !== -1; ) {
        const next = this.floor.batches.after(member);
        this.#goOn(member, s, nowNs);
        member = next;
      }
      this.#isBatchLeaving = false;
      this.floor.queue.push(nowNs, FORM, place);
      return;
    }
    while (this.floor.stations.hasServer(place)) {
      const next = this.floor.turns.next(s, place);
      if (next < 0) break;
      this.#begin(next, s, place, nowNs);
    }
    this.#goOn(r, s, nowNs);
  }

  /** Request `r` leaves station `s`, served. */
  #goOn(r: number, s: number, nowNs: number): void {
    this.#leave(r, s, nowNs);
    if (s < this.floor.tiers) {
      this.#leaveTier(r, s, nowNs);
      return;
    }
    const place = this.floor.place(r, s);
    const landNs = this.floor.air.landNs(r, s - this.floor.tiers, place, nowNs);
    this.floor.journal.propagate(r, s, nowNs, landNs);
    this.floor.queue.push(landNs, LAND, r);
  }

  #leave(r: number, s: number, nowNs: number): void {
    this.floor.stations.leave(s, nowNs);
    this.floor.choosers?.leave(r, s, nowNs);
  }

  #land(r: number, nowNs: number): void {
    const lane = (this.floor.station[r] as number) - this.floor.tiers;
    if (lane < this.floor.links) this.#reachTier(r, lane + 1, nowNs);
    else if (lane === this.floor.links) this.#answer(r, nowNs);
    else {
      this.floor.station[r] = this.floor.tiers + lane - 1;
      this.#enterLane(r, nowNs);
    }
  }

  /** Request `r` joins those who share a place. */
  #join(r: number, s: number, place: number, nowNs: number): void {
    if (this.#isTooLate(r, s, nowNs)) return;
    const local = this.floor.local(r, s);
    const supply = this.floor.services.supply(s, place, local);
    const work = this.floor.services.work(s, place, local, this.floor.row[r] as number);
    const servers = this.floor.stations.servers(place);
    this.floor.stations.addBusy(s, this.floor.shared.touchedNs(place), nowNs, Math.min(this.floor.lines.count(place), servers));
    this.floor.choosers?.begin(r, s, nowNs);
    this.floor.queue.push(this.floor.shared.join(place, r, work, supply, servers, nowNs), SHARED_END, place);
  }

  /** One of those who share `place` is done, unless others came since and put that off. */
  #endShared(place: number, nowNs: number): void {
    if (this.floor.shared.dueNs(place) !== nowNs) return;
    const s = this.floor.stations.stationOf[place] as number;
    const supply = this.floor.services.supply(s, place, place - (this.floor.stations.base[s] as number));
    const servers = this.floor.stations.servers(place);
    this.floor.stations.addBusy(s, this.floor.shared.touchedNs(place), nowNs, Math.min(this.floor.lines.count(place), servers));
    const r = this.floor.shared.depart(place, supply, servers, nowNs);
    if (this.floor.lines.count(place) > 0) this.floor.queue.push(this.floor.shared.dueNs(place), SHARED_END, place);
    const enteredNs = this.floor.enteredNs[r] as number;
    const aloneNs = Math.min(this.floor.shared.aloneNs(r), nowNs - enteredNs);
    this.floor.journal.stay(r, s, nowNs - enteredNs - aloneNs, aloneNs);
    this.floor.journal.send(r, s, enteredNs, nowNs, this.floor.shared.work(r) / BYTE_WORK);
    this.#goOn(r, s, nowNs);
  }

  /** Request `r` has waited as long as a batch may wait for its oldest. */
  #ripen(r: number, nowNs: number): void {
    const s = this.floor.station[r] as number;
    const { batchMax, batchWaitNs } = this.floor.rules[s] as StationRules;
    if (batchMax === 1 || (this.floor.enteredNs[r] as number) + batchWaitNs !== nowNs) return;
    const place = this.floor.place(r, s);
    if (this.floor.batches.ripen(r, place)) this.floor.queue.push(nowNs, FORM, place);
  }

  /** Forms as many batches at `place` as there are servers and reasons for. */
  #formBatches(place: number, nowNs: number): void {
    const s = this.floor.stations.stationOf[place] as number;
    const { batchMax } = this.floor.rules[s] as StationRules;
    while (this.floor.stations.hasServer(place) && (this.floor.lines.count(place) >= batchMax || this.floor.batches.isRipe(place))) {
      let head = -1;
      for (let size = 0; size < batchMax; ) {
        const r = this.floor.turns.next(s, place);
        if (r < 0) break;
        this.floor.batches.take(r, place);
        if (this.#isTooLate(r, s, nowNs)) continue;
        head = this.floor.batches.link(r, head);
        size++;
      }
      if (head < 0) return;
      const workNs = this.floor.batches.timeNs(head, s, this.floor.row);
      let timeNs = workNs;
      if (this.floor.tablesNs[s] === null) {
        const supply = this.floor.services.supply(s, place, place - (this.floor.stations.base[s] as number));
        timeNs = supply.take(nowNs, workNs) - nowNs;
      }
      this.floor.stations.start(s, place, nowNs, timeNs, workNs);
      this.floor.queue.push(nowNs + timeNs, END, head);
      for (let r = head; r !== -1; r = this.floor.batches.after(r)) {
        this.floor.journal.stay(r, s, nowNs - (this.floor.enteredNs[r] as number), timeNs);
      }
    }
  }

  /** Turns request `r` away where its deadline has passed and that matters; answers on their way down are never late. */
  #isTooLate(r: number, s: number, nowNs: number): boolean {
    const { whenLate, kinds } = this.floor.point.workload;
    if (whenLate === 'keep' || s >= this.floor.tiers + this.floor.links) return false;
    const { deadlineNs } = kinds[this.floor.records.kind[r] as number] as KindPlan;
    if (deadlineNs === null || nowNs - (this.floor.arrivalNs[r] as number) <= deadlineNs) return false;
    this.floor.journal.stay(r, s, nowNs - (this.floor.enteredNs[r] as number), 0);
    this.#leave(r, s, nowNs);
    this.#turnBack(r, s, whenLate === 'local', nowNs);
    return true;
  }

  /** Request `r` is not served at `s`: the best exit tested so far answers, once word of it is back at the device, or it is lost. */
  #turnBack(r: number, s: number, isLocal: boolean, nowNs: number): void {
    const isTier = s < this.floor.tiers;
    const tier = isTier ? s : s - this.floor.tiers;
    const known = isTier ? tier - 1 : tier;
    const isAnswer = s >= this.floor.tiers + this.floor.links;
    const exit = isLocal && !isAnswer ? this.#bestExit(r, known) : 0;
    if (exit === 0) {
      this.#finish(r, 0, nowNs);
      return;
    }
    this.floor.fallback[r] = exit;
    this.#leaveTier(r, tier, nowNs);
  }

  /** Most confident exit that request `r` was tested at up to tier `t`; 0: none. */
  #bestExit(r: number, t: number): number {
    return t < 0 ? 0 : ((this.floor.point.itinerary.bestExit[t] as Uint8Array)[this.floor.row[r] as number] as number);
  }

  /** The device stops waiting for request `r`. */
  #giveUp(r: number, nowNs: number): void {
    if (this.floor.journal.isDone(r)) return;
    const exit = this.#bestExit(r, 0);
    this.floor.journal.giveUp(r, exit, nowNs);
    this.floor.choosers?.learn(r, exit, nowNs);
    this.#onDone(this.floor.device[r] as number, nowNs);
  }

  #answer(r: number, nowNs: number): void {
    const fallback = this.floor.fallback[r] as number;
    this.#finish(r, fallback > 0 ? fallback : (this.floor.point.itinerary.exit[this.floor.row[r] as number] as number), nowNs);
  }

  #finish(r: number, exit: number, nowNs: number): void {
    if (!this.floor.journal.finish(r, exit, nowNs)) return;
    this.floor.choosers?.learn(r, exit, nowNs);
    this.#onDone(this.floor.device[r] as number, nowNs);
  }
}

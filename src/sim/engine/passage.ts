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

import type { EventQueue } from '../kernel/event-queue.ts';
import type { KindPlan, PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { BYTE_WORK } from '../world/supply.ts';
import { Air } from './air.ts';
import { Batches } from './batches.ts';
import { END, ENTER_LANE, FORM, LAND, RIPEN, SHARED_END, TIMEOUT } from './events.ts';
import { Journal } from './journal.ts';
import { type MakeStream, Services } from './services.ts';
import { SharedPlaces } from './shared-places.ts';
import { type StationRules, Stations, stationRules } from './stations.ts';
import { Turns } from './turns.ts';
import { WaitingLines } from './waiting-lines.ts';

export class Passage {
  readonly #point: PreparedPoint;
  readonly #records: Records;
  readonly #queue: EventQueue;
  readonly #onDone: (device: number, nowNs: number) => void;
  readonly journal: Journal;
  readonly #rules: readonly StationRules[];
  readonly stations: Stations;
  readonly #lines: WaitingLines;
  readonly #turns: Turns;
  readonly #services: Services;
  /** Stay of each sample at each station [ns]; null where it varies. */
  readonly #tablesNs: readonly (Float64Array | null)[];
  readonly #shared: SharedPlaces;
  readonly #batches: Batches;
  readonly #tiers: number;
  readonly #links: number;
  readonly #air: Air;
  readonly #enteredNs: Float64Array;
  /** Station each request is at or on its way to. */
  readonly #station: Int32Array;
  /** Exit that answers in place of the one the policy chose; 0: none. Such a request is on its way down. */
  readonly #fallback: Uint8Array;
  #isBatchLeaving = false;

  /** @param onDone told whenever a device is answered or stops waiting */
  constructor(
    point: PreparedPoint,
    stream: MakeStream,
    records: Records,
    queue: EventQueue,
    onDone: (device: number, nowNs: number) => void,
  ) {
    const { world, workload } = point;
    const { requests } = workload;
    this.#point = point;
    this.#queue = queue;
    this.#onDone = onDone;
    this.#records = records;
    this.#tiers = world.tiers.length;
    this.#links = world.links.length;
    this.#rules = stationRules(world);
    this.stations = new Stations(world);
    const { places } = this.stations;
    const isShared = this.#rules.some((rules) => rules.isShared);
    this.#lines = new WaitingLines(places, requests, isShared || this.#rules.some(({ order }) => order !== 'fifo'));
    this.#turns = new Turns(point, records, this.#rules, this.#lines);
    this.#services = new Services(point, records.stationNames, places, stream);
    this.journal = new Journal(point, records);
    this.#tablesNs = this.#rules.map((_, s) => this.#services.table(s));
    this.#shared = new SharedPlaces(isShared ? places : 0, isShared ? requests : 0, this.#lines);
    const isBatched = this.#rules.some(({ batchMax }) => batchMax > 1);
    this.#batches = new Batches(point, isBatched ? places : 0, isBatched ? requests : 0);
    this.#air = new Air(world.links, records.stationNames.slice(this.#tiers), places, requests, stream);
    this.#enteredNs = new Float64Array(requests);
    this.#station = new Int32Array(requests);
    this.#fallback = new Uint8Array(requests);
  }

  /** Request `r` arises at its device. */
  arrive(r: number, nowNs: number): void {
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
    else this.#giveUp(subject, nowNs);
  }

  /** Place of request `r` among those of station `s`. */
  #local(r: number, s: number): number {
    return (this.stations.stride[s] as number) * (this.#records.device[r] as number);
  }

  /** Request `r` reaches tier `t` from below or at its arrival: it is served there, or passes straight on. */
  #reachTier(r: number, t: number, nowNs: number): void {
    if ((this.#point.itinerary.isServed[t] as Uint8Array)[this.#records.row[r] as number] === 1) {
      this.#station[r] = t;
      this.#enter(r, nowNs);
    } else this.#leaveTier(r, t, nowNs);
  }

  /** Request `r` goes on to a lane, up or down, or is done. */
  #leaveTier(r: number, t: number, nowNs: number): void {
    const topTier = this.#point.itinerary.topTier[this.#records.row[r] as number] as number;
    if (this.#fallback[r] === 0 && t < topTier) {
      const { timeoutNs } = this.#point.world;
      if (t === 0 && timeoutNs !== null) this.#queue.push(nowNs + timeoutNs, TIMEOUT, r);
      this.#station[r] = this.#tiers + t;
    } else if (t > 0) this.#station[r] = this.#tiers + this.#links + t - 1;
    else {
      this.#answer(r, nowNs);
      return;
    }
    this.#enterLane(r, nowNs);
  }

  /** Request `r` comes to a lane: at once where nobody else moves at this instant, else when it is its number's turn. */
  #enterLane(r: number, nowNs: number): void {
    if (!this.#isBatchLeaving && this.#queue.nextTimeNs > nowNs) this.#enter(r, nowNs);
    else this.#queue.push(nowNs, ENTER_LANE, r);
  }

  /** Request `r` takes a server of its station now, waits for one, or is refused. */
  #enter(r: number, nowNs: number): void {
    const s = this.#station[r] as number;
    const place = (this.stations.base[s] as number) + this.#local(r, s);
    const { isShared, buffer, batchMax, batchWaitNs, isLocalWhenFull } = this.#rules[s] as StationRules;
    this.#enteredNs[r] = nowNs;
    this.stations.arrive(s, nowNs);
    if (!isShared && batchMax === 1 && this.stations.hasServer(place)) {
      this.#begin(r, s, place, nowNs);
      return;
    }
    const waiting = this.#lines.count(place) - (isShared ? this.stations.servers(place) : 0);
    // Those who gather for a server that is free do not wait for one.
    const gathering = batchMax > 1 && this.stations.hasServer(place) ? batchMax : 0;
    if (waiting >= buffer + gathering) {
      this.stations.leave(s, nowNs);
      this.#turnBack(r, s, isLocalWhenFull, nowNs);
    } else if (isShared) this.#join(r, s, place, nowNs);
    else {
      this.#turns.wait(r, s, place);
      if (batchMax === 1) return;
      this.#batches.add(r);
      this.#queue.push(nowNs + batchWaitNs, RIPEN, r);
      if (waiting + 1 >= batchMax) this.#queue.push(nowNs, FORM, place);
    }
  }

  /** The turn of request `r` has come: it takes a server, unless it is too late. */
  #begin(r: number, s: number, place: number, nowNs: number): void {
    if (this.#isTooLate(r, s, nowNs)) return;
    const sample = this.#records.row[r] as number;
    const table = this.#tablesNs[s] as Float64Array | null;
    let timeNs: number;
    let work: number;
    let wireBytes = 0;
    if (table !== null) {
      timeNs = table[sample] as number;
      work = timeNs;
      if (this.#records.radio !== null) wireBytes = this.#services.bytes(s, sample);
    } else {
      const local = this.#local(r, s);
      work = this.#services.work(s, place, local, sample);
      wireBytes = work / BYTE_WORK;
      timeNs = this.#services.supply(s, place, local).take(nowNs, work) - nowNs;
    }
    this.stations.start(s, place, nowNs, timeNs, work);
    this.#queue.push(nowNs + timeNs, END, r);
    this.journal.stay(r, s, nowNs - (this.#enteredNs[r] as number), timeNs);
    this.journal.send(r, s, nowNs, nowNs + timeNs, wireBytes);
  }

  /** The server of request `r` (and of its batch) is free again. */
  #end(r: number, nowNs: number): void {
    const s = this.#station[r] as number;
    const place = (this.stations.base[s] as number) + this.#local(r, s);
    this.stations.end(s, place, nowNs);
    if ((this.#rules[s] as StationRules).batchMax > 1) {
      this.#isBatchLeaving = true;
      for (let member = r; member !== -1; ) {
        const next = this.#batches.after(member);
        this.#goOn(member, s, nowNs);
        member = next;
      }
      this.#isBatchLeaving = false;
      this.#queue.push(nowNs, FORM, place);
      return;
    }
    while (this.stations.hasServer(place)) {
      const next = this.#turns.next(s, place);
      if (next < 0) break;
      this.#begin(next, s, place, nowNs);
    }
    this.#goOn(r, s, nowNs);
  }

  /** Request `r` leaves station `s`, served. */
  #goOn(r: number, s: number, nowNs: number): void {
    this.stations.leave(s, nowNs);
    if (s < this.#tiers) {
      this.#leaveTier(r, s, nowNs);
      return;
    }
    const place = (this.stations.base[s] as number) + this.#local(r, s);
    const landNs = this.#air.landNs(r, s - this.#tiers, place, nowNs);
    this.journal.propagate(r, s, nowNs, landNs);
    this.#queue.push(landNs, LAND, r);
  }

  #land(r: number, nowNs: number): void {
    const lane = (this.#station[r] as number) - this.#tiers;
    if (lane < this.#links) this.#reachTier(r, lane + 1, nowNs);
    else if (lane === this.#links) this.#answer(r, nowNs);
    else {
      this.#station[r] = this.#tiers + lane - 1;
      this.#enterLane(r, nowNs);
    }
  }

  /** Request `r` joins those who share a place. */
  #join(r: number, s: number, place: number, nowNs: number): void {
    if (this.#isTooLate(r, s, nowNs)) return;
    const local = this.#local(r, s);
    const supply = this.#services.supply(s, place, local);
    const work = this.#services.work(s, place, local, this.#records.row[r] as number);
    const servers = this.stations.servers(place);
    this.stations.addBusy(s, this.#shared.touchedNs(place), nowNs, Math.min(this.#lines.count(place), servers));
    this.#queue.push(this.#shared.join(place, r, work, supply, servers, nowNs), SHARED_END, place);
  }

  /** One of those who share `place` is done, unless others came since and put that off. */
  #endShared(place: number, nowNs: number): void {
    if (this.#shared.dueNs(place) !== nowNs) return;
    const s = this.stations.stationOf[place] as number;
    const supply = this.#services.supply(s, place, place - (this.stations.base[s] as number));
    const servers = this.stations.servers(place);
    this.stations.addBusy(s, this.#shared.touchedNs(place), nowNs, Math.min(this.#lines.count(place), servers));
    const r = this.#shared.depart(place, supply, servers, nowNs);
    if (this.#lines.count(place) > 0) this.#queue.push(this.#shared.dueNs(place), SHARED_END, place);
    const enteredNs = this.#enteredNs[r] as number;
    const aloneNs = Math.min(this.#shared.aloneNs(r), nowNs - enteredNs);
    this.journal.stay(r, s, nowNs - enteredNs - aloneNs, aloneNs);
    this.journal.send(r, s, enteredNs, nowNs, this.#shared.work(r) / BYTE_WORK);
    this.#goOn(r, s, nowNs);
  }

  /** Request `r` has waited as long as a batch may wait for its oldest. */
  #ripen(r: number, nowNs: number): void {
    const s = this.#station[r] as number;
    const { batchMax, batchWaitNs } = this.#rules[s] as StationRules;
    if (batchMax === 1 || (this.#enteredNs[r] as number) + batchWaitNs !== nowNs) return;
    const place = (this.stations.base[s] as number) + this.#local(r, s);
    if (this.#batches.ripen(r, place)) this.#queue.push(nowNs, FORM, place);
  }

  /** Forms as many batches at `place` as there are servers and reasons for. */
  #formBatches(place: number, nowNs: number): void {
    const s = this.stations.stationOf[place] as number;
    const { batchMax } = this.#rules[s] as StationRules;
    while (this.stations.hasServer(place) && (this.#lines.count(place) >= batchMax || this.#batches.isRipe(place))) {
      let head = -1;
      for (let size = 0; size < batchMax; ) {
        const r = this.#turns.next(s, place);
        if (r < 0) break;
        this.#batches.take(r, place);
        if (this.#isTooLate(r, s, nowNs)) continue;
        head = this.#batches.link(r, head);
        size++;
      }
      if (head < 0) return;
      const workNs = this.#batches.timeNs(head, s, this.#records.row);
      let timeNs = workNs;
      if (this.#tablesNs[s] === null) {
        const supply = this.#services.supply(s, place, place - (this.stations.base[s] as number));
        timeNs = supply.take(nowNs, workNs) - nowNs;
      }
      this.stations.start(s, place, nowNs, timeNs, workNs);
      this.#queue.push(nowNs + timeNs, END, head);
      for (let r = head; r !== -1; r = this.#batches.after(r)) {
        this.journal.stay(r, s, nowNs - (this.#enteredNs[r] as number), timeNs);
      }
    }
  }

  /** Turns request `r` away where its deadline has passed and that matters; answers on their way down are never late. */
  #isTooLate(r: number, s: number, nowNs: number): boolean {
    const { whenLate, kinds } = this.#point.workload;
    if (whenLate === 'keep' || s >= this.#tiers + this.#links) return false;
    const { deadlineNs } = kinds[this.#records.kind[r] as number] as KindPlan;
    if (deadlineNs === null || nowNs - (this.#records.arrivalNs[r] as number) <= deadlineNs) return false;
    this.journal.stay(r, s, nowNs - (this.#enteredNs[r] as number), 0);
    this.stations.leave(s, nowNs);
    this.#turnBack(r, s, whenLate === 'local', nowNs);
    return true;
  }

  /** Request `r` is not served at `s`: the best exit tested so far answers, once word of it is back at the device, or it is lost. */
  #turnBack(r: number, s: number, isLocal: boolean, nowNs: number): void {
    const isTier = s < this.#tiers;
    const tier = isTier ? s : s - this.#tiers;
    const known = isTier ? tier - 1 : tier;
    const isAnswer = s >= this.#tiers + this.#links;
    const exit = isLocal && !isAnswer ? this.#bestExit(r, known) : 0;
    if (exit === 0) {
      this.#finish(r, 0, nowNs);
      return;
    }
    this.#fallback[r] = exit;
    this.#leaveTier(r, tier, nowNs);
  }

  /** Most confident exit that request `r` was tested at up to tier `t`; 0: none. */
  #bestExit(r: number, t: number): number {
    return t < 0 ? 0 : ((this.#point.itinerary.bestExit[t] as Uint8Array)[this.#records.row[r] as number] as number);
  }

  /** The device stops waiting for request `r`. */
  #giveUp(r: number, nowNs: number): void {
    if (this.journal.isDone(r)) return;
    this.journal.giveUp(r, this.#bestExit(r, 0), nowNs);
    this.#onDone(this.#records.device[r] as number, nowNs);
  }

  #answer(r: number, nowNs: number): void {
    const fallback = this.#fallback[r] as number;
    this.#finish(r, fallback > 0 ? fallback : (this.#point.itinerary.exit[this.#records.row[r] as number] as number), nowNs);
  }

  #finish(r: number, exit: number, nowNs: number): void {
    if (this.journal.finish(r, exit, nowNs)) this.#onDone(this.#records.device[r] as number, nowNs);
  }
}

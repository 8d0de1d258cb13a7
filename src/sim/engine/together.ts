/**
 * Requests that are served together: those who share a place, and those of a batch.
 *
 * Steps of the passage like the others, each an event of a place and not of a request; what they need of it is handed back to it.
 */

import { FORM, SHARED_END } from './events.ts';
import { type Figures, NOW, OVER, START, STAY, WAIT, WORK } from './figures.ts';
import type { Floor } from './floor.ts';
import type { StationRules } from './stations.ts';

/** What the passage does for them. */
interface Steps {
  isTooLate(r: number, s: number): boolean;
  goOn(r: number, s: number, isAlone: boolean): void;
  keepUntilEnd(r: number, s: number): void;
  noteStay(r: number, s: number): void;
}

export class Together {
  readonly #floor: Floor;
  readonly #figures: Figures;
  readonly #steps: Steps;

  constructor(floor: Floor, steps: Steps) {
    this.#floor = floor;
    this.#figures = floor.figures;
    this.#steps = steps;
  }

  /** Request `r` joins those who share a place. */
  join(r: number, s: number, place: number): void {
    if (this.#steps.isTooLate(r, s)) return;
    const local = this.#floor.local(r, s);
    const supply = this.#floor.services.supply(s, place, local);
    const work = this.#floor.services.work(s, place, local, this.#floor.row[r] as number);
    const servers = this.#floor.stations.servers(place);
    this.#floor.stations.addBusy(s, this.#floor.shared.touchedNs(place), Math.min(this.#floor.lines.count(place), servers));
    this.#floor.choosers?.begin(r, s);
    this.#floor.queue.dueNs[0] = this.#floor.shared.join(place, r, work, supply, servers, this.#figures[NOW] as number);
    this.#floor.queue.push(SHARED_END, place);
  }

  /** One of those who share `place` is done, unless others came since and put that off. */
  endShared(place: number): void {
    const nowNs = this.#figures[NOW] as number;
    if (this.#floor.shared.dueNs(place) !== nowNs) return;
    const s = this.#floor.stations.stationOf[place] as number;
    const supply = this.#floor.services.supply(s, place, place - (this.#floor.stations.base[s] as number));
    const servers = this.#floor.stations.servers(place);
    this.#floor.stations.addBusy(s, this.#floor.shared.touchedNs(place), Math.min(this.#floor.lines.count(place), servers));
    const r = this.#floor.shared.depart(place, supply, servers, nowNs);
    if (this.#floor.lines.count(place) > 0) {
      this.#floor.queue.dueNs[0] = this.#floor.shared.dueNs(place);
      this.#floor.queue.push(SHARED_END, place);
    }
    const enteredNs = this.#floor.enteredNs[r] as number;
    const aloneNs = Math.min(this.#floor.shared.aloneNs(r), nowNs - enteredNs);
    this.#figures[WAIT] = nowNs - enteredNs - aloneNs;
    this.#figures[STAY] = aloneNs;
    this.#floor.journal.stay(r, s);
    this.#figures[START] = enteredNs;
    this.#figures[OVER] = nowNs;
    this.#figures[WORK] = this.#floor.shared.work(r);
    if (this.#floor.records.radio !== null) this.#floor.send(r, s);
    this.#steps.goOn(r, s, true);
  }

  /** Request `r` has waited as long as a batch may wait for its oldest. */
  ripen(r: number): void {
    const s = this.#floor.station[r] as number;
    const { batchMax, batchWaitNs } = this.#floor.rules[s] as StationRules;
    if (batchMax === 1 || (this.#floor.enteredNs[r] as number) + batchWaitNs !== this.#figures[NOW]) return;
    const place = this.#floor.place(r, s);
    if (this.#floor.batches.ripen(r, place)) this.#floor.now(FORM, place);
  }

  /** Forms as many batches at `place` as there are servers and reasons for. */
  formBatches(place: number): void {
    const s = this.#floor.stations.stationOf[place] as number;
    const { batchMax } = this.#floor.rules[s] as StationRules;
    while (this.#floor.stations.hasServer(place) && (this.#floor.lines.count(place) >= batchMax || this.#floor.batches.isRipe(place))) {
      let head = -1;
      for (let size = 0; size < batchMax; ) {
        const r = this.#floor.turns.next(s, place);
        if (r < 0) break;
        this.#floor.batches.take(r, place);
        if (this.#steps.isTooLate(r, s)) continue;
        head = this.#floor.batches.link(r, head);
        size++;
      }
      if (head < 0) return;
      const workNs = this.#floor.batches.timeNs(head, s, this.#floor.row);
      this.#figures[STAY] = workNs;
      this.#figures[WORK] = workNs;
      if (this.#floor.tablesNs[s] === null) {
        const nowNs = this.#figures[NOW] as number;
        const supply = this.#floor.services.supply(s, place, place - (this.#floor.stations.base[s] as number));
        this.#figures[STAY] = supply.take(nowNs, workNs) - nowNs;
      }
      this.#floor.stations.start(s, place);
      this.#steps.keepUntilEnd(head, s);
      for (let r = head; r !== -1; r = this.#floor.batches.after(r)) this.#steps.noteStay(r, s);
    }
  }
}

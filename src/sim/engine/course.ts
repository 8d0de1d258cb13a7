/**
 * The course of a run: requests arise, events come due, one after the other, each handed to whoever sees to it.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import { ARRIVE, COME } from './events.ts';
import { type Figures, NOW } from './figures.ts';
import type { Floor } from './floor.ts';
import { Passage } from './passage.ts';
import { Visits } from './visits.ts';

export class Course {
  readonly #floor: Floor;
  readonly #figures: Figures;
  readonly #passage: Passage;
  readonly #visits: Visits;
  /** Requests whose arrival is known beforehand. */
  readonly #known: number;
  /** Requests that a device asks at once where arrivals are closed, and answers that each waits for. */
  readonly #streams: number;
  readonly #asked: Int32Array;
  /** Busy time counts from the arrival of this request on, and from this time on. */
  readonly #firstCounted: number;
  readonly #countedFromNs: number;
  /** The next of them. */
  #next = 0;
  /** Requests asked so far where arrivals are closed. */
  #issued = 0;

  /** @param isOpen whether arrivals are known */
  constructor(floor: Floor, isOpen: boolean) {
    const { world, workload } = floor.point;
    const { warmup, arrivals, requests } = workload;
    this.#floor = floor;
    this.#figures = floor.figures;
    this.#visits = new Visits(floor);
    this.#passage = new Passage(floor, this.#visits, (device) => {
      if (!isOpen) this.#answered(device);
    });
    this.#known = isOpen ? requests : 0;
    this.#streams = arrivals.kind === 'multi-stream' ? arrivals.streams : 1;
    this.#asked = new Int32Array(isOpen ? 0 : world.devices);
    this.#firstCounted = warmup.kind === 'count' ? warmup.requests : 0;
    this.#countedFromNs = warmup.kind === 'time' ? warmup.untilNs : 0;
    if (warmup.kind === 'mser-5') floor.stations.open();
    if (!isOpen) for (let d = 0; d < Math.min(world.devices, requests); d++) floor.now(ARRIVE, d);
  }

  /** Handles the next `most` events, arrivals included. @returns false when there is none left @throws ClockOverflow */
  advance(most: number): boolean {
    const { queue, arrivalNs, row, isSettled, comeStation, legs } = this.#floor;
    const { nextNs } = queue;
    const { to } = legs;
    const firstLeg = legs.of[legs.home] as Uint16Array;
    const figures = this.#figures;
    const visits = this.#visits;
    const passage = this.#passage;
    const known = this.#known;
    let next = this.#next;
    for (let i = 0; i < most; i++) {
      const dueNs = nextNs[0] as number;
      const isKnown = next < known;
      const nextArrivalNs = arrivalNs[isKnown ? next : 0] as number;
      const kind = queue.nextPriority;
      let r: number;
      let s: number;
      if (isKnown && (nextArrivalNs < dueNs || (nextArrivalNs === dueNs && kind > ARRIVE))) {
        figures[NOW] = nextArrivalNs;
        r = next++;
        this.#arise(r);
        s = to[firstLeg[row[r] as number] as number] as number;
      } else {
        if (dueNs > Number.MAX_SAFE_INTEGER) {
          if (!queue.isEmpty) throw new ClockOverflow();
          this.#next = next;
          return false;
        }
        figures[NOW] = dueNs;
        r = queue.nextSequence;
        queue.pop();
        if (kind < COME || kind >= ARRIVE) {
          this.#other(kind, r);
          continue;
        }
        s = comeStation[kind - COME] as number;
      }
      if (isSettled[s] === 1) visits.visit(r, s);
      else passage.come(r, s);
    }
    this.#next = next;
    return true;
  }

  /** Request `r` arises now. */
  #arise(r: number): void {
    const { stations, choosers } = this.#floor;
    if (!stations.isOpen && r >= this.#firstCounted && (this.#figures[NOW] as number) >= this.#countedFromNs) stations.open();
    if (choosers !== null) choosers.choose(r);
  }

  #other(kind: number, subject: number): void {
    if (kind === ARRIVE) this.#ask(subject);
    else this.#passage.handle(kind, subject);
  }

  /** A device whose requests are all answered asks again. */
  #ask(device: number): void {
    const floor = this.#floor;
    const { legs, comeKind } = floor;
    const count = Math.min(this.#streams, floor.records.requests - this.#issued);
    this.#asked[device] = count;
    for (let i = 0; i < count; i++) {
      const r = this.#issued++;
      floor.device[r] = device;
      floor.arrivalNs[r] = this.#figures[NOW] as number;
      this.#arise(r);
      const leg = (legs.of[legs.home] as Uint16Array)[floor.row[r] as number] as number;
      floor.now(comeKind[legs.to[leg] as number] as number, r);
    }
  }

  /** A device is answered. */
  #answered(device: number): void {
    const left = (this.#asked[device] as number) - 1;
    this.#asked[device] = left;
    if (left === 0 && this.#issued < this.#floor.records.requests) this.#floor.now(ARRIVE, device);
  }
}

/**
 * The ordinary steps of a request, written out in one loop: it arrives, is served in its turn where nothing varies, goes on.
 *
 * What passage.ts does for any world this does for stations that serve in the order of arrival, in a time that the sample tells, and
 * turn nobody away; every other event is handed to the passage. The state is the same, so either may take any event. Columns are
 * looked up once in thousands of events and not at each: that is all it is for.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import { UNSORTED } from '../kernel/event-lanes.ts';
import { ARRIVE, END, ENTER_LANE, LAND } from './events.ts';
import { NOW } from './figures.ts';
import type { Floor } from './floor.ts';
import type { Passage } from './passage.ts';

export class OrdinarySteps {
  readonly #floor: Floor;
  readonly #passage: Passage;
  /** The request at whose arrival the stations begin to count; -1: none. */
  readonly #opensAt: number;
  /** By station: 1 where all is ordinary. */
  readonly #isOrdinary: Uint8Array;
  readonly #requests: number;
  #issued = 0;

  constructor(floor: Floor, passage: Passage, opensAt: number) {
    const { rules, tablesNs, isOneByOne, choosers, mayBeLate, records } = floor;
    this.#floor = floor;
    this.#passage = passage;
    this.#opensAt = opensAt;
    this.#requests = records.requests;
    this.#isOrdinary = Uint8Array.from(rules, ({ order, buffer }, s) => {
      const isPlain = isOneByOne[s] === 1 && order === 'fifo' && buffer === Infinity && tablesNs[s] !== null;
      const isSure = !mayBeLate && !(s === 0 && choosers?.mayReconsider === true);
      return isPlain && isSure ? 1 : 0;
    });
  }

  /** Whether a world has such steps: no radio listens, and no device loses its patience. Arrivals must be known. */
  static apply({ point, records }: Floor): boolean {
    return records.radio === null && point.world.timeoutNs === null;
  }

  /** Handles the next `most` events, arrivals included. @returns false when there is none left @throws ClockOverflow */
  advance(most: number): boolean {
    const { queue, figures, arrivalNs, station, enteredNs, device, row, fallback, tiers, links, journal, choosers } = this.#floor;
    const { tablesNs, endLane, landLane, flightNs, isOpenWay, stations, lines, point } = this.#floor;
    const { isServed, topTier } = point.itinerary;
    const { base, stride, serversAt, busyAt, present, touchedNs, sumOfEndsNs, running, areaNs, busyNs, workNs } = stations;
    const { head, tail, next, counts } = lines;
    const { waitsNs, staysNs, notesFlights } = journal;
    const { dueNs, nextNs: pendingNs } = queue;
    const isOrdinary = this.#isOrdinary;
    const passage = this.#passage;
    const requests = this.#requests;
    let issued = this.#issued;

    for (let i = 0; i < most; i++) {
      const dueFirstNs = pendingNs[0] as number;
      let r: number;
      /** Tier that r reaches from below. */
      let reached = -1;
      /** Lane or tier that r, served, leaves. */
      let left = -1;
      /** Lane that r comes to. */
      let came = -1;
      const isKnown = issued < requests;
      const nextNs = arrivalNs[isKnown ? issued : 0] as number;
      // Asked every time: V8 compiles anew at what it first sees late.
      const winsTies = queue.nextPriority > ARRIVE;
      if (isKnown && (nextNs < dueFirstNs || (nextNs === dueFirstNs && winsTies))) {
        figures[NOW] = nextNs;
        r = issued++;
        if (r === this.#opensAt) stations.open();
        if (choosers !== null) choosers.choose(r);
        reached = 0;
      } else {
        if (dueFirstNs > Number.MAX_SAFE_INTEGER) {
          this.#issued = issued;
          if (queue.isEmpty) return false;
          throw new ClockOverflow();
        }
        const kind = queue.nextPriority;
        r = queue.nextSequence;
        figures[NOW] = dueFirstNs;
        const nowNs = dueFirstNs;
        queue.pop();
        const s = kind === END || kind === LAND || kind === ENTER_LANE ? (station[r] as number) : -1;
        if (kind === END && isOrdinary[s] === 1) {
          const place = (base[s] as number) + (stride[s] as number) * (device[r] as number);
          sumOfEndsNs[s] = (sumOfEndsNs[s] as number) - nowNs;
          const first = head[place] as number;
          if (first < 0) {
            busyAt[place] = (busyAt[place] as number) - 1;
            running[s] = (running[s] as number) - 1;
          } else {
            const after = next[first] as number;
            head[place] = after;
            if (after < 0) tail[place] = -1;
            counts[place] = (counts[place] as number) - 1;
            if (choosers !== null) choosers.begin(first, s);
            const stayNs = (tablesNs[s] as Float64Array)[row[first] as number] as number;
            sumOfEndsNs[s] = (sumOfEndsNs[s] as number) + nowNs + stayNs;
            if (stations.isOpen) {
              busyNs[s] = (busyNs[s] as number) + stayNs;
              workNs[s] = (workNs[s] as number) + stayNs;
            }
            dueNs[0] = nowNs + stayNs;
            if (endLane[s] === UNSORTED) queue.push(END, first);
            else queue.append(endLane[s] as number, first);
            const waits = waitsNs[s] as Float64Array | null;
            const stays = staysNs[s] as Float64Array | null;
            if (waits !== null) waits[first] = nowNs - (enteredNs[first] as number);
            if (stays !== null) stays[first] = stayNs;
          }
          const there = present[s] as number;
          areaNs[s] = (areaNs[s] as number) + there * (nowNs - (touchedNs[s] as number));
          touchedNs[s] = nowNs;
          present[s] = there - 1;
          if (choosers !== null) choosers.leave(r, s);
          left = s;
        } else if (kind === LAND && fallback[r] === 0 && s <= tiers + links) {
          if (s < tiers + links) reached = s - tiers + 1;
          else {
            passage.answer(r);
            continue;
          }
        } else {
          passage.handle(kind, r);
          continue;
        }
      }

      const nowNs = figures[NOW] as number;
      let s = -1;
      if (reached >= 0) {
        if ((isServed[reached] as Uint8Array)[row[r] as number] === 1) s = reached;
        else left = reached;
      }
      if (left >= 0 && left < tiers) {
        const isUp = fallback[r] === 0 && left < (topTier[row[r] as number] as number);
        if (isUp) came = tiers + left;
        else if (left > 0) came = tiers + links + left - 1;
        else {
          passage.answer(r);
          continue;
        }
      }
      if (came >= 0) {
        station[r] = came;
        if (isOpenWay[came] === 1) left = came;
        else if (fallback[r] === 0 && (pendingNs[0] as number) > nowNs) s = came;
        else {
          dueNs[0] = nowNs;
          queue.push(ENTER_LANE, r);
          continue;
        }
      }
      if (s < 0) {
        // A lane has sent it all.
        const lane = left - tiers;
        const landing = landLane[lane] as number;
        if (landing === UNSORTED || notesFlights) passage.fly(r, left);
        else {
          dueNs[0] = nowNs + (flightNs[lane] as number);
          queue.append(landing, r);
        }
        continue;
      }
      station[r] = s;
      const place = (base[s] as number) + (stride[s] as number) * (device[r] as number);
      if (isOrdinary[s] === 0) {
        passage.enter(r);
        continue;
      }
      enteredNs[r] = nowNs;
      const there = present[s] as number;
      areaNs[s] = (areaNs[s] as number) + there * (nowNs - (touchedNs[s] as number));
      touchedNs[s] = nowNs;
      present[s] = there + 1;
      if (choosers !== null) choosers.enter(r, s);
      if ((busyAt[place] as number) >= (serversAt[place] as number)) {
        const last = tail[place] as number;
        if (last < 0) head[place] = r;
        else next[last] = r;
        tail[place] = r;
        next[r] = -1;
        counts[place] = (counts[place] as number) + 1;
        continue;
      }
      if (choosers !== null) choosers.begin(r, s);
      const stayNs = (tablesNs[s] as Float64Array)[row[r] as number] as number;
      busyAt[place] = (busyAt[place] as number) + 1;
      running[s] = (running[s] as number) + 1;
      sumOfEndsNs[s] = (sumOfEndsNs[s] as number) + nowNs + stayNs;
      if (stations.isOpen) {
        busyNs[s] = (busyNs[s] as number) + stayNs;
        workNs[s] = (workNs[s] as number) + stayNs;
      }
      dueNs[0] = nowNs + stayNs;
      if (endLane[s] === UNSORTED) queue.push(END, r);
      else queue.append(endLane[s] as number, r);
      const waits = waitsNs[s] as Float64Array | null;
      const stays = staysNs[s] as Float64Array | null;
      if (waits !== null) waits[r] = 0;
      if (stays !== null) stays[r] = stayNs;
    }
    this.#issued = issued;
    return true;
  }
}

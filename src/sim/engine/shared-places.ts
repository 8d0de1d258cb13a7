/**
 * Places that serve all who are there at once: processor sharing at a tier, fair sharing of a lane.
 *
 * Everyone gets the same rate, so all that is kept is how much each has got since the place began (`got`) and, for each request, at
 * how much it will be done; the smallest is the next to leave. With c servers and n requests each gets min(n, c) / n of a server.
 *
 * @see Kleinrock, Queueing Systems II, 4.4
 */

import type { Supply } from '../world/supply.ts';
import type { WaitingLines } from './waiting-lines.ts';

export class SharedPlaces {
  readonly #lines: WaitingLines;
  /** Work that each request present has got, since the place began, by place. */
  readonly #got: Float64Array;
  readonly #touchedNs: Float64Array;
  /** When the next departure is due; Infinity: none. */
  readonly #dueNs: Float64Array;
  readonly #work: Float64Array;
  readonly #aloneNs: Float64Array;

  constructor(places: number, requests: number, lines: WaitingLines) {
    this.#lines = lines;
    this.#work = new Float64Array(requests);
    this.#aloneNs = new Float64Array(requests);
    this.#got = new Float64Array(places);
    this.#touchedNs = new Float64Array(places);
    this.#dueNs = new Float64Array(places).fill(Infinity);
  }

  /** When the next departure from `place` is due [ns]. */
  dueNs(place: number): number {
    return this.#dueNs[place] as number;
  }

  /** When `place` was last brought up to date [ns]. */
  touchedNs(place: number): number {
    return this.#touchedNs[place] as number;
  }

  /** Work that a request brought. */
  work(request: number): number {
    return this.#work[request] as number;
  }

  /** How long a request would have taken alone, in the weather that it met [ns]. */
  aloneNs(request: number): number {
    return this.#aloneNs[request] as number;
  }

  /** A request with `work` to be done joins. @returns when the next departure is due */
  join(place: number, request: number, work: number, supply: Supply, servers: number, nowNs: number): number {
    const n = this.#lines.count(place);
    if (n === 0) {
      this.#got[place] = 0;
      supply.drain(nowNs, nowNs);
    } else {
      const each = (supply.drain(this.#touchedNs[place] as number, nowNs) * Math.min(n, servers)) / n;
      // Departures are rounded to whole nanoseconds: nobody gets more than the next to leave needs.
      this.#got[place] = Math.min((this.#got[place] as number) + each, this.#lines.key(this.#lines.first(place)));
    }
    this.#touchedNs[place] = nowNs;
    this.#work[request] = work;
    this.#aloneNs[request] = supply.peek(nowNs, work) - nowNs;
    this.#lines.insert(place, request, (this.#got[place] as number) + work);
    return this.#plan(place, supply, servers);
  }

  /** The request whose departure is due leaves. */
  depart(place: number, supply: Supply, servers: number, nowNs: number): number {
    const n = this.#lines.count(place);
    const request = this.#lines.first(place);
    const target = this.#lines.key(request);
    const each = target - (this.#got[place] as number);
    supply.take(this.#touchedNs[place] as number, (each * n) / Math.min(n, servers));
    this.#got[place] = target;
    this.#touchedNs[place] = nowNs;
    this.#lines.removeFirst(place);
    this.#plan(place, supply, servers);
    return request;
  }

  #plan(place: number, supply: Supply, servers: number): number {
    const n = this.#lines.count(place);
    let dueNs = Infinity;
    if (n > 0) {
      const each = this.#lines.key(this.#lines.first(place)) - (this.#got[place] as number);
      dueNs = supply.peek(this.#touchedNs[place] as number, (each * n) / Math.min(n, servers));
    }
    this.#dueNs[place] = dueNs;
    return dueNs;
  }
}

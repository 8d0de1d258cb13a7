/**
 * The ledger of the settled stations: when their servers are free, what they did, and all that is looked up at a visit.
 *
 * It is two arrays, one of numbers that fit an index and one of times, with a part for each column, and not an array a column: V8
 * looks up where an array lies at every access, once for the accesses to one array.
 */

import type { Legs } from './legs.ts';
import type { StationLayout } from './station-layout.ts';

/** Fields are declared and no more, as in EventLanes. */
export class Ledger {
  /** By station: its only server, else -1 - the first of them; then by station its first leg; by leg its lane; by lane its station. */
  declare readonly indices: Int32Array;
  /** By station: sum of waits; then by station the sum of stays; by leg its time in the air; by server when it is free [ns]. */
  declare readonly timesNs: Float64Array;
  /** Where by leg begins, and where by lane and by server do. */
  declare readonly legsAt: number;
  declare readonly lanesAt: number;
  declare readonly serversAt: number;
  readonly #stations: number;
  /** First server of each station, and of the one after the last; servers at each of its places. */
  readonly #firsts: Int32Array;
  readonly #each: Int32Array;
  /** Stays before `open()` [ns]; NaN: it was never called. */
  readonly #earlyNs: Float64Array;

  /**
   * @param isSettled by station
   * @param lanes by leg: lane of the event queue for the first server of the station where it begins
   * @param goals by lane of the queue: the settled station that its requests come to; -1: they do not
   */
  constructor(
    { serverCounts, servers }: StationLayout,
    { first, airNs }: Legs,
    isSettled: Uint8Array,
    lanes: Int32Array,
    goals: Int32Array,
  ) {
    const stations = serverCounts.length;
    this.#stations = stations;
    this.#each = servers;
    this.#earlyNs = new Float64Array(stations).fill(Number.NaN);
    this.legsAt = 2 * stations;
    this.lanesAt = this.legsAt + lanes.length;
    this.serversAt = this.lanesAt;
    this.#firsts = new Int32Array(stations + 1).fill(this.serversAt);
    this.indices = new Int32Array(this.lanesAt + goals.length);
    for (let s = 0; s < stations; s++) {
      const begin = this.#firsts[s] as number;
      this.#firsts[s + 1] = begin + (isSettled[s] === 1 ? (serverCounts[s] as number) : 0);
      this.indices[s] = serverCounts[s] === 1 ? begin : -1 - begin;
      this.indices[stations + s] = first[s] as number;
    }
    this.indices.set(lanes, this.legsAt);
    this.indices.set(goals, this.lanesAt);
    this.timesNs = new Float64Array(this.#firsts[stations] as number);
    this.timesNs.set(airNs, this.legsAt);
  }

  /** The server that is free first at a place of settled station `s`. @param local which of its places @returns its number at the station */
  firstFree(s: number, local: number): number {
    const { timesNs } = this;
    const begin = this.#firsts[s] as number;
    const each = this.#each[s] as number;
    let best = local * each;
    for (let i = best + 1; i < (local + 1) * each; i++) {
      if ((timesNs[begin + i] as number) < (timesNs[begin + best] as number)) best = i;
    }
    return best;
  }

  /** Starts the count of busy time at `nowNs`, work that is settled included. */
  open(nowNs: number): void {
    for (let s = 0; s < this.#stations; s++) {
      // A server that is not free yet has enough to do until it is.
      let leftNs = 0;
      for (let i = this.#firsts[s] as number; i < (this.#firsts[s + 1] as number); i++) {
        leftNs += Math.max(0, (this.timesNs[i] as number) - nowNs);
      }
      this.#earlyNs[s] = this.#stayNs(s) - leftNs;
    }
  }

  /** Requests at station `s`, integrated over time [request ns]. */
  areaNs(s: number): number {
    return (this.timesNs[s] as number) + this.#stayNs(s);
  }

  /** Its busy time since `open()` [ns]. */
  busyNs(s: number): number {
    const earlyNs = this.#earlyNs[s] as number;
    return Number.isNaN(earlyNs) ? 0 : this.#stayNs(s) - earlyNs;
  }

  #stayNs(s: number): number {
    return this.timesNs[this.#stations + s] as number;
  }
}

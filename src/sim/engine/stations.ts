/**
 * The stations of a world: every tier and every direction of a link as a row of servers, one row a place.
 *
 * A link is a station with one server: it is busy while bits leave and free again when the last has left. What waits for a
 * server stands in waiting-lines.ts; here is who is served, and how much was.
 */

import type { LanePlan, WorldPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { type Figures, NOW, STAY, WORK } from './figures.ts';
import { stationLayout } from './station-layout.ts';

/** What the engine asks of a station besides its servers. */
export interface StationRules {
  readonly isShared: boolean;
  readonly order: 'fifo' | 'priority' | 'sjf' | 'edf';
  /** How many may wait at a place; Infinity: any number. */
  readonly buffer: number;
  readonly isLocalWhenFull: boolean;
  readonly batchMax: number;
  readonly batchWaitNs: number;
}

const FREE_LANE: LanePlan = {
  capacity: { kind: 'constant', bps: 1 },
  isPerDevice: false,
  isShared: false,
  loss: null,
  jitter: null,
  buffer: null,
  whenFull: 'drop',
  outages: null,
};

function laneRules({ isShared, buffer, whenFull }: LanePlan): StationRules {
  return {
    isShared,
    order: 'fifo',
    buffer: buffer ?? Infinity,
    isLocalWhenFull: whenFull === 'local',
    batchMax: 1,
    batchWaitNs: 0,
  };
}

/** Rules of the stations in their order: tiers, up lanes, down lanes. */
export function stationRules({ tiers, links }: WorldPlan): StationRules[] {
  return [
    ...tiers.map(({ discipline, buffer, whenFull, batch }): StationRules => {
      const isShared = discipline === 'ps';
      return {
        isShared,
        order: discipline === 'ps' ? 'fifo' : discipline,
        buffer: buffer ?? Infinity,
        isLocalWhenFull: whenFull === 'local',
        batchMax: isShared ? 1 : batch.max,
        batchWaitNs: batch.waitNs,
      };
    }),
    ...links.map(({ up }) => laneRules(up)),
    ...links.map(({ down }) => laneRules(down ?? FREE_LANE)),
  ];
}

export class Stations {
  /** Places of all stations together. */
  readonly places: number;
  /** Place of station s for device d: base[s] + d * stride[s]. */
  readonly base: Int32Array;
  readonly stride: Int32Array;
  /** Station of each place. */
  readonly stationOf: Int32Array;
  readonly serverCounts: Float64Array;
  /** Busy time since `open()` [ns], by station. */
  readonly busyNs: Float64Array;
  /** Work begun since `open()` [ns], by station: busy time without standing still. */
  readonly workNs: Float64Array;
  /** Requests present, integrated over time [request ns], by station. */
  readonly areaNs: Float64Array;
  readonly #figures: Figures;
  /** Servers, and those at work, by place. */
  readonly #serversAt: Int32Array;
  readonly #busyAt: Int32Array;
  /** Requests being served step by step, and the sum of their ends [ns], by station. */
  readonly #running: Float64Array;
  readonly #sumOfEndsNs: Float64Array;
  readonly #isSettled: Uint8Array;
  /** When each server of a settled station is free [ns]: those of a place, place by place, station by station. */
  readonly freeNs: Float64Array;
  /** By settled station: its only server, else -1 - the first of them. */
  readonly serverOf: Int32Array;
  readonly #firstServer: Int32Array;
  readonly #serversEach: Int32Array;
  /** Waits and stays of settled stations, all of them [ns]. */
  readonly waitSumsNs: Float64Array;
  readonly staySumsNs: Float64Array;
  /** Stays before `open()` [ns]. */
  readonly #earlyNs: Float64Array;
  /** Whether busy time is counted. */
  isOpen = false;
  #openedNs = 0;

  /** @param isSettled by station: 1 where stays are settled when a request comes, server by server */
  constructor(world: WorldPlan, figures: Figures, isSettled: Uint8Array) {
    this.#figures = figures;
    const { base, stride, placeCounts, servers, serverCounts, places } = stationLayout(world);
    const count = base.length;
    this.places = places;
    this.base = base;
    this.stride = stride;
    this.serverCounts = serverCounts;
    this.stationOf = new Int32Array(places);
    this.#serversAt = new Int32Array(places);
    this.#isSettled = isSettled;
    this.serverOf = new Int32Array(count);
    this.#firstServer = new Int32Array(count);
    this.#serversEach = servers;
    let settled = 0;
    for (let s = 0; s < count; s++) {
      const [from, to] = [base[s] as number, (base[s] as number) + (placeCounts[s] as number)];
      this.stationOf.fill(s, from, to);
      this.#serversAt.fill(servers[s] as number, from, to);
      this.#firstServer[s] = settled;
      this.serverOf[s] = serverCounts[s] === 1 ? settled : -1 - settled;
      if (isSettled[s] === 1) settled += serverCounts[s] as number;
    }
    this.#busyAt = new Int32Array(places);
    this.busyNs = new Float64Array(count);
    this.workNs = new Float64Array(count);
    this.areaNs = new Float64Array(count);
    this.#running = new Float64Array(count);
    this.#sumOfEndsNs = new Float64Array(count);
    this.freeNs = new Float64Array(settled);
    this.waitSumsNs = new Float64Array(count);
    this.staySumsNs = new Float64Array(count);
    this.#earlyNs = new Float64Array(count);
  }

  /** Servers at `place`. */
  servers(place: number): number {
    return this.#serversAt[place] as number;
  }

  /** Whether a server at `place` is free. */
  hasServer(place: number): boolean {
    return (this.#busyAt[place] as number) < (this.#serversAt[place] as number);
  }

  /** The server that is free first at a place of settled `station`. @param local which of its places @returns its number at the station */
  firstFree(station: number, local: number): number {
    const first = this.#firstServer[station] as number;
    const each = this.#serversEach[station] as number;
    let best = local * each;
    for (let i = best + 1; i < (local + 1) * each; i++) {
      if ((this.freeNs[first + i] as number) < (this.freeNs[first + best] as number)) best = i;
    }
    return best;
  }

  /** A request that entered `station` at `enteredNs` leaves it, served or not. */
  leave(station: number, enteredNs: number): void {
    this.areaNs[station] = (this.areaNs[station] as number) + (this.#figures[NOW] as number) - enteredNs;
  }

  /** A server at `place` of `station` begins to work for STAY, of which it computes for WORK. */
  start(station: number, place: number): void {
    const serviceNs = this.#figures[STAY] as number;
    this.#busyAt[place] = (this.#busyAt[place] as number) + 1;
    this.#running[station] = (this.#running[station] as number) + 1;
    this.#sumOfEndsNs[station] = (this.#sumOfEndsNs[station] as number) + (this.#figures[NOW] as number) + serviceNs;
    if (!this.isOpen) return;
    this.busyNs[station] = (this.busyNs[station] as number) + serviceNs;
    this.workNs[station] = (this.workNs[station] as number) + (this.#figures[WORK] as number);
  }

  /** It is free again. */
  end(station: number, place: number): void {
    this.#busyAt[place] = (this.#busyAt[place] as number) - 1;
    this.#running[station] = (this.#running[station] as number) - 1;
    this.#sumOfEndsNs[station] = (this.#sumOfEndsNs[station] as number) - (this.#figures[NOW] as number);
  }

  /** Busy time of servers whose work has no end known beforehand, from `fromNs` to now. */
  addBusy(station: number, fromNs: number, busy: number): void {
    if (!this.isOpen) return;
    const toNs = this.#figures[NOW] as number;
    const startNs = fromNs > this.#openedNs ? fromNs : this.#openedNs;
    this.busyNs[station] = (this.busyNs[station] as number) + busy * (toNs - startNs);
  }

  /** Starts the count of busy time, work under way and work that is settled included from now on. */
  open(): void {
    const nowNs = this.#figures[NOW] as number;
    this.isOpen = true;
    this.#openedNs = nowNs;
    for (let s = 0; s < this.busyNs.length; s++) {
      this.busyNs[s] = (this.#sumOfEndsNs[s] as number) - (this.#running[s] as number) * nowNs;
      // A server that is not free yet has enough to do until it is.
      let left = 0;
      const end = this.#firstServer[s + 1] ?? this.freeNs.length;
      for (let i = this.#firstServer[s] as number; i < end; i++) left += Math.max(0, (this.freeNs[i] as number) - nowNs);
      this.#earlyNs[s] = (this.staySumsNs[s] as number) - left;
    }
  }

  /** Writes down what the stations did. */
  writeTo(records: Records): void {
    for (let s = 0; s < this.busyNs.length; s++) {
      if (this.#isSettled[s] !== 1) continue;
      const waitNs = this.waitSumsNs[s] as number;
      const stayNs = this.staySumsNs[s] as number;
      this.areaNs[s] = waitNs + stayNs;
      if (this.isOpen) this.busyNs[s] = stayNs - (this.#earlyNs[s] as number);
      records.sumsNs[2 * s] = waitNs;
    }
    records.busyNs.set(this.busyNs);
    records.workNs.set(this.workNs);
    records.areaNs.set(this.areaNs);
    records.serverCounts.set(this.serverCounts);
  }
}

/**
 * The stations of a world: every tier and every direction of a link as a row of servers, one row a place.
 *
 * A link is a station with one server: it is busy while bits leave and free again when the last has left. What waits for a
 * server stands in waiting-lines.ts; here is who is served, and how much was.
 */

import type { LanePlan, WorldPlan } from '../plan/plan.ts';
import { type Figures, NOW, STAY, WORK } from './figures.ts';
import type { StationLayout } from './station-layout.ts';

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
  /** Whether busy time is counted. */
  isOpen = false;
  #openedNs = Number.NaN;

  constructor({ base, stride, placeCounts, servers, serverCounts, places }: StationLayout, figures: Figures) {
    this.#figures = figures;
    const count = base.length;
    this.places = places;
    this.base = base;
    this.stride = stride;
    this.serverCounts = serverCounts;
    this.stationOf = new Int32Array(places);
    this.#serversAt = new Int32Array(places);
    for (let s = 0; s < count; s++) {
      const [from, to] = [base[s] as number, (base[s] as number) + (placeCounts[s] as number)];
      this.stationOf.fill(s, from, to);
      this.#serversAt.fill(servers[s] as number, from, to);
    }
    this.#busyAt = new Int32Array(places);
    this.busyNs = new Float64Array(count);
    this.workNs = new Float64Array(count);
    this.areaNs = new Float64Array(count);
    this.#running = new Float64Array(count);
    this.#sumOfEndsNs = new Float64Array(count);
  }

  /** Servers at `place`. */
  servers(place: number): number {
    return this.#serversAt[place] as number;
  }

  /** Whether a server at `place` is free. */
  hasServer(place: number): boolean {
    return (this.#busyAt[place] as number) < (this.#serversAt[place] as number);
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

  /** Starts the count of busy time, work under way included from now on. */
  open(): void {
    const nowNs = this.#figures[NOW] as number;
    this.isOpen = true;
    this.#openedNs = nowNs;
    for (let s = 0; s < this.busyNs.length; s++) {
      this.busyNs[s] = (this.#sumOfEndsNs[s] as number) - (this.#running[s] as number) * nowNs;
    }
  }
}

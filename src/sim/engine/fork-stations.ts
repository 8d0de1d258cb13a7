/**
 * Stations where whoever comes is served in the order of coming: when an entry is told, so is when it will be over.
 *
 * Where several end devices see a request, each of the world's devices has so many places at the first tier and on its up lane, if those are
 * the devices' own. Place of end device d of device g: d x devices + g, so that d = 0 has the weather that the device has without the others.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { Air } from './air.ts';
import { type MakeStream, Services } from './services.ts';
import { stationLayout } from './station-layout.ts';

/** A stay that began before anybody counted. */
interface EarlyStay {
  readonly station: number;
  readonly startNs: number;
  readonly endNs: number;
  readonly workNs: number;
}

export class ForkStations {
  /** When the stay told last begins and ends [ns]. */
  startNs = 0;
  endNs = 0;
  readonly #devices: number;
  readonly #tiers: number;
  readonly #isPerDevice: readonly boolean[];
  readonly #base: Int32Array;
  readonly #servers: Int32Array;
  readonly #serverCounts: Float64Array;
  readonly #services: Services;
  readonly #air: Air;
  /** When each server is free [ns], those of a place side by side. */
  readonly #freeNs: readonly Float64Array[];
  readonly #busyNs: Float64Array;
  readonly #workNs: Float64Array;
  readonly #areaNs: Float64Array;
  #early: EarlyStay[] | null = [];

  /** @param views end devices a device */
  constructor(point: PreparedPoint, views: number, records: Records, stream: MakeStream) {
    const { world } = point;
    const { stationNames, requests } = records;
    const { servers, placeCounts } = stationLayout(world);
    this.#devices = world.devices;
    this.#tiers = world.tiers.length;
    const lanes = [...world.links.map(({ up }) => up), ...world.links.map(({ down }) => down)];
    this.#isPerDevice = [...world.tiers, ...lanes].map((station) => station?.isPerDevice ?? false);
    const counts = placeCounts.map((count, s) => (this.#isForked(s) && this.#isPerDevice[s] ? count * views : count));
    this.#base = counts.map((_, s) => counts.slice(0, s).reduce((sum, count) => sum + count, 0));
    const places = counts.reduce((sum, count) => sum + count, 0);
    this.#servers = servers;
    this.#serverCounts = Float64Array.from(counts, (count, s) => count * (servers[s] as number));
    this.#services = new Services(point, stationNames, places, stream);
    this.#air = new Air(world.links, stationNames.slice(this.#tiers), places, requests * views, stream);
    this.#freeNs = Array.from(this.#serverCounts, (count) => new Float64Array(count));
    this.#busyNs = new Float64Array(counts.length);
    this.#workNs = new Float64Array(counts.length);
    this.#areaNs = new Float64Array(counts.length);
  }

  /** Place at station `s` of end device `view` of `device`; of the device where it is no end device's. */
  place(s: number, device: number, view: number): number {
    if (!this.#isPerDevice[s]) return 0;
    return this.#isForked(s) ? view * this.#devices + device : device;
  }

  /** Somebody comes to a place of station `s` now, to be served as `row` is: tells `startNs` and `endNs`. */
  enter(s: number, place: number, row: number, nowNs: number): void {
    const servers = this.#servers[s] as number;
    const freeNs = this.#freeNs[s] as Float64Array;
    let server = place * servers;
    for (let i = server + 1; i < (place + 1) * servers; i++) if ((freeNs[i] as number) < (freeNs[server] as number)) server = i;
    const startNs = Math.max(nowNs, freeNs[server] as number);
    const numbered = (this.#base[s] as number) + place;
    const table = this.#services.table(s);
    const work = table === null ? this.#services.work(s, numbered, place, row) : (table[row] as number);
    const endNs = table === null ? this.#services.supply(s, numbered, place).take(startNs, work) : startNs + work;
    freeNs[server] = endNs;
    this.#areaNs[s] = (this.#areaNs[s] as number) + endNs - nowNs;
    const workNs = s < this.#tiers ? work : endNs - startNs;
    if (this.#early === null) this.#count({ station: s, startNs, endNs, workNs }, 0);
    else this.#early.push({ station: s, startNs, endNs, workNs });
    this.startNs = startNs;
    this.endNs = endNs;
  }

  /** When the message that left `place` of station `s` at `endNs` has landed [ns]. @param index of the message among all of its lane */
  landNs(index: number, s: number, place: number, endNs: number): number {
    return this.#air.landNs(index, s - this.#tiers, (this.#base[s] as number) + place, endNs);
  }

  /** From now on the stations' busy time counts. */
  open(nowNs: number): void {
    const early = this.#early ?? [];
    this.#early = null;
    for (const stay of early) this.#count(stay, nowNs);
  }

  writeTo(records: Records): void {
    records.busyNs.set(this.#busyNs);
    records.workNs.set(this.#workNs);
    records.areaNs.set(this.#areaNs);
    records.serverCounts.set(this.#serverCounts);
  }

  /** @param openNs when counting began */
  #count({ station, startNs, endNs, workNs }: EarlyStay, openNs: number): void {
    if (endNs > openNs) this.#busyNs[station] = (this.#busyNs[station] as number) + endNs - Math.max(startNs, openNs);
    if (startNs >= openNs) this.#workNs[station] = (this.#workNs[station] as number) + workNs;
  }

  /** Whether end devices come to a station one by one: the first tier and its up lane. */
  #isForked(s: number): boolean {
    return s === 0 || s === this.#tiers;
  }
}

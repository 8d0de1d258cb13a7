/**
 * The stations of a world: every tier and every direction of a link as a row of servers with one FIFO queue a place.
 *
 * A link is a station with one server: it is busy while bits leave and free again when the last has left.
 */

import type { WorldPlan } from '../plan/plan.ts';

/** No request. */
const NONE = -1;

export class Stations {
  /** Place of station s for device d: base[s] + d * stride[s]. */
  readonly base: Int32Array;
  readonly stride: Int32Array;
  readonly serverCounts: Float64Array;
  /** Busy time since `open()` [ns], by station. */
  readonly busyNs: Float64Array;
  readonly #servers: Int32Array;
  readonly #busy: Int32Array;
  readonly #head: Int32Array;
  readonly #tail: Int32Array;
  readonly #next: Int32Array;
  readonly #sumOfEndsNs: Float64Array;
  readonly #running: Float64Array;
  #isOpen = false;

  constructor(world: WorldPlan, requests: number) {
    const parts = [
      ...world.tiers.map(({ servers, isPerDevice }) => ({ servers, isPerDevice })),
      ...world.links.map(({ up }) => ({ servers: 1, isPerDevice: up.isPerDevice })),
      ...world.links.map(({ down }) => ({ servers: 1, isPerDevice: down?.isPerDevice ?? false })),
    ];
    this.base = new Int32Array(parts.length);
    this.stride = new Int32Array(parts.length);
    this.serverCounts = new Float64Array(parts.length);
    this.busyNs = new Float64Array(parts.length);
    this.#sumOfEndsNs = new Float64Array(parts.length);
    this.#running = new Float64Array(parts.length);
    const servers: number[] = [];
    parts.forEach((part, s) => {
      const places = part.isPerDevice ? world.devices : 1;
      this.base[s] = servers.length;
      this.stride[s] = part.isPerDevice ? 1 : 0;
      this.serverCounts[s] = places * part.servers;
      for (let i = 0; i < places; i++) servers.push(part.servers);
    });
    this.#servers = Int32Array.from(servers);
    this.#busy = new Int32Array(servers.length);
    this.#head = new Int32Array(servers.length).fill(NONE);
    this.#tail = new Int32Array(servers.length).fill(NONE);
    this.#next = new Int32Array(requests).fill(NONE);
  }

  /** Whether a server at `place` is free. */
  hasRoom(place: number): boolean {
    return (this.#busy[place] as number) < (this.#servers[place] as number);
  }

  /** A request takes a server at `place` of `station`. */
  start(station: number, place: number, nowNs: number, serviceNs: number): void {
    this.#busy[place] = (this.#busy[place] as number) + 1;
    this.#running[station] = (this.#running[station] as number) + 1;
    this.#sumOfEndsNs[station] = (this.#sumOfEndsNs[station] as number) + nowNs + serviceNs;
    if (this.#isOpen) this.busyNs[station] = (this.busyNs[station] as number) + serviceNs;
  }

  /** A request gives its server back. */
  end(station: number, place: number, nowNs: number): void {
    this.#busy[place] = (this.#busy[place] as number) - 1;
    this.#running[station] = (this.#running[station] as number) - 1;
    this.#sumOfEndsNs[station] = (this.#sumOfEndsNs[station] as number) - nowNs;
  }

  /** Last in the queue of `place`. */
  enqueue(place: number, request: number): void {
    const tail = this.#tail[place] as number;
    if (tail === NONE) this.#head[place] = request;
    else this.#next[tail] = request;
    this.#tail[place] = request;
    this.#next[request] = NONE;
  }

  /** First of the queue of `place`, taken out; -1 when it is empty. */
  dequeue(place: number): number {
    const request = this.#head[place] as number;
    if (request === NONE) return NONE;
    const next = this.#next[request] as number;
    this.#head[place] = next;
    if (next === NONE) this.#tail[place] = NONE;
    return request;
  }

  /** Starts the count of busy time, work under way included from now on. */
  open(nowNs: number): void {
    this.#isOpen = true;
    for (let s = 0; s < this.busyNs.length; s++) {
      this.busyNs[s] = (this.#sumOfEndsNs[s] as number) - (this.#running[s] as number) * nowNs;
    }
  }
}

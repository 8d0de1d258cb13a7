/** Open arrivals: when requests arise and at which device, drawn ahead of the run. */

import { BATCH, exponentialTimes } from '../kernel/exponential-times.ts';
import { streamState } from '../kernel/random-stream.ts';

/** Times [ns], non-decreasing, and devices of all requests of one replication, both [requests]. */
export interface Arrivals {
  readonly timesNs: Float64Array;
  readonly devices: Int32Array;
}

/** All requests at 0, dealt to the devices in turn. */
export function offlineArrivals(requests: number, devices: number): Arrivals {
  return dealt(new Float64Array(requests), devices);
}

/** Recorded times, dealt to the devices in turn. @param timesNs at least `requests`, non-decreasing */
export function timestampArrivals(timesNs: Float64Array, requests: number, devices: number): Arrivals {
  if (timesNs.length < requests) throw new RangeError(`timestampArrivals needs ${requests} times, got ${timesNs.length}`);
  return dealt(timesNs.slice(0, requests), devices);
}

/** Every device asks at 0, period, 2 periods, ... */
export function periodicArrivals(periodNs: number, requests: number, devices: number): Arrivals {
  const timesNs = new Float64Array(requests);
  for (let i = 0; i < requests; i++) timesNs[i] = Math.floor(i / devices) * periodNs;
  return dealt(timesNs, devices);
}

function dealt(timesNs: Float64Array, devices: number): Arrivals {
  const owners = new Int32Array(timesNs.length);
  for (let i = 0; i < owners.length; i++) owners[i] = i % devices;
  return { timesNs, devices: owners };
}

/**
 * Each device asks after exponential gaps, from a stream of its own; the earliest `requests` of all are taken.
 *
 * Gaps are rounded to whole nanoseconds. At the same instant the device of lower index comes first.
 *
 * @param ratePerS requests a second of one device
 */
export function poissonArrivals(ratePerS: number, requests: number, devices: number, seed: number, replication: number): Arrivals {
  const scaleNs = 1e9 / ratePerS;
  return mergeDevices(requests, devices, (device) => {
    const state = streamState(seed, replication, 'arrivals', device);
    return (timesNs, from, to, sinceNs) => exponentialTimes(state, scaleNs, timesNs, from, to, sinceNs);
  });
}

/** Writes the next times at which a device asks to `from` .. `to` - 1 [ns], at most BATCH of them. @param sinceNs its last one, at first 0 */
export type NextTimes = (timesNs: Float64Array, from: number, to: number, sinceNs: number) => void;

/** Requests drawn at a time where several devices draw: each a part of what it will need, and never many. */
const FEWEST = 4;
const MOST = 64;

/**
 * The earliest `requests` of all devices, each of which asks on its own.
 *
 * At the same instant the device of lower index comes first. Cost: requests x log devices.
 */
export function mergeDevices(requests: number, devices: number, startDevice: (device: number) => NextTimes): Arrivals {
  const timesNs = new Float64Array(requests);
  const owners = new Int32Array(requests);
  if (devices === 1) {
    const next = startDevice(0);
    for (let from = 0; from < requests; from += BATCH) {
      next(timesNs, from, Math.min(from + BATCH, requests), from === 0 ? 0 : (timesNs[from - 1] as number));
    }
    return { timesNs, devices: owners };
  }
  const size = Math.max(FEWEST, Math.min(MOST, Math.ceil(requests / devices / 4)));
  const drawn = new Float64Array(devices * size);
  const nexts = Array.from({ length: devices }, (_, device) => startDevice(device));
  nexts.forEach((next, device) => {
    next(drawn, device * size, (device + 1) * size, 0);
  });
  const heap = new DeviceHeap(devices, (device) => drawn[device * size] as number);
  /** Where each device stands in what it has drawn. */
  const at = new Int32Array(devices);
  for (let i = 0; i < requests; i++) {
    const device = heap.device;
    const start = device * size;
    timesNs[i] = drawn[start + (at[device] as number)] as number;
    owners[i] = device;
    let place = (at[device] as number) + 1;
    if (place === size) {
      (nexts[device] as NextTimes)(drawn, start, start + size, drawn[start + size - 1] as number);
      place = 0;
    }
    at[device] = place;
    heap.dueNs[0] = drawn[start + place] as number;
    heap.sink();
  }
  return { timesNs, devices: owners };
}

/** A binary heap of devices by (next time, index). */
class DeviceHeap {
  readonly #timesNs: Float64Array;
  readonly #devices: Int32Array;
  /** When the first device is due next [ns]; no argument of `sink`, since V8 allocates a double that crosses a call it does not inline. */
  readonly dueNs = new Float64Array(1);

  constructor(devices: number, firstNs: (device: number) => number) {
    const order = Int32Array.from({ length: devices }, (_, device) => device);
    order.sort((a, b) => firstNs(a) - firstNs(b) || a - b);
    // A sorted list is a heap.
    this.#devices = order;
    this.#timesNs = Float64Array.from(order, firstNs);
  }

  /** The one that asks next. */
  get device(): number {
    return this.#devices[0] as number;
  }

  /** Moves the first down to where it belongs, now that it is due at `dueNs`. */
  sink(): void {
    const [timesNs, devices] = [this.#timesNs, this.#devices];
    const count = devices.length;
    const timeNs = this.dueNs[0] as number;
    const device = devices[0] as number;
    let hole = 0;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= count) break;
      let childNs = timesNs[child] as number;
      if (child + 1 < count) {
        const otherNs = timesNs[child + 1] as number;
        if (otherNs < childNs || (otherNs === childNs && (devices[child + 1] as number) < (devices[child] as number))) {
          child++;
          childNs = otherNs;
        }
      }
      if (timeNs < childNs || (timeNs === childNs && device < (devices[child] as number))) break;
      timesNs[hole] = childNs;
      devices[hole] = devices[child] as number;
      hole = child;
    }
    timesNs[hole] = timeNs;
    devices[hole] = device;
  }
}

/** Open arrivals: when requests arise and at which device, drawn ahead of the run. */

import { roundNs } from '../kernel/clock.ts';
import { exponential, exponentials } from '../kernel/exponential.ts';
import { drawUniforms, randomStream, streamState } from '../kernel/random-stream.ts';

/** Times [ns], non-decreasing, and devices of all requests of one replication, both [requests]. */
export interface Arrivals {
  readonly timesNs: Float64Array;
  readonly devices: Int32Array;
}

/** Requests drawn at a time: few enough to stay in the nearest cache. */
const BATCH = 1024;

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
  if (devices === 1) {
    const timesNs = new Float64Array(requests);
    const state = streamState(seed, replication, 'arrivals', 0);
    for (let from = 0; from < requests; from += BATCH) {
      const to = Math.min(from + BATCH, requests);
      drawUniforms(state, timesNs, from, to);
      exponentials(timesNs, from, to);
      addGaps(timesNs, scaleNs, from, to);
    }
    return { timesNs, devices: new Int32Array(requests) };
  }
  return mergeDevices(requests, devices, (device) => {
    const stream = randomStream(seed, replication, 'arrivals', device);
    return (sinceNs) => sinceNs + roundNs(exponential(stream()) * scaleNs);
  });
}

/** Turns gaps, in units of `scaleNs`, into times, each a gap after the one before. */
function addGaps(timesNs: Float64Array, scaleNs: number, from: number, to: number): void {
  let nowNs = from === 0 ? 0 : (timesNs[from - 1] as number);
  for (let i = from; i < to; i++) {
    nowNs += roundNs((timesNs[i] as number) * scaleNs);
    timesNs[i] = nowNs;
  }
}

/**
 * The earliest `requests` of all devices, each of which asks on its own.
 *
 * At the same instant the device of lower index comes first. Cost: requests x log devices.
 *
 * @param startDevice gives a device's clock: from the time [ns] of its last request, at first 0, to that of its next
 */
export function mergeDevices(requests: number, devices: number, startDevice: (device: number) => (sinceNs: number) => number): Arrivals {
  const timesNs = new Float64Array(requests);
  const owners = new Int32Array(requests);
  if (devices === 1) {
    const clock = startDevice(0);
    let nowNs = 0;
    for (let i = 0; i < requests; i++) {
      nowNs = clock(nowNs);
      timesNs[i] = nowNs;
    }
    return { timesNs, devices: owners };
  }
  const clocks = Array.from({ length: devices }, (_, device) => startDevice(device));

  // A binary heap of devices by (next time, index).
  const nextNs = Float64Array.from(clocks, (clock) => clock(0));
  const heap = Int32Array.from(clocks, (_, device) => device);
  const isBefore = (a: number, b: number) => {
    const difference = (nextNs[a] as number) - (nextNs[b] as number);
    return difference < 0 || (difference === 0 && a < b);
  };
  const sink = (start: number) => {
    const device = heap[start] as number;
    let hole = start;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= devices) break;
      if (child + 1 < devices && isBefore(heap[child + 1] as number, heap[child] as number)) child++;
      if (!isBefore(heap[child] as number, device)) break;
      heap[hole] = heap[child] as number;
      hole = child;
    }
    heap[hole] = device;
  };
  for (let i = (devices >> 1) - 1; i >= 0; i--) sink(i);

  for (let i = 0; i < requests; i++) {
    const device = heap[0] as number;
    const timeNs = nextNs[device] as number;
    timesNs[i] = timeNs;
    owners[i] = device;
    nextNs[device] = (clocks[device] as (sinceNs: number) => number)(timeNs);
    sink(0);
  }
  return { timesNs, devices: owners };
}

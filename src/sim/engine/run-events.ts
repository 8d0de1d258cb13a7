/**
 * The event engine: one replication of one point, from plan and draws to records.
 *
 * ```
 *   arrival --> [tier 0] --> (up lane 0) --rtt/2--> [tier 1] --> ... --> [top tier]
 *                  |                                                        |
 *               answered <--rtt/2-- (down lane 0) <-- ... <-----------------+
 * ```
 * Whoever enters a station at the same instant is taken in the order of request numbers: first come, first served. Events at one
 * instant therefore run in the order end of service, landing from a link, entry to a lane, arrival, and among equals by request
 * number. Nothing is allocated per event.
 */

import { EventQueue } from '../kernel/event-queue.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import type { Arrivals } from '../world/arrivals.ts';
import { transmitNs } from '../world/link.ts';
import { Stations } from './stations.ts';

/** Priorities of events at one instant. */
const END = 0;
const LAND = 1;
const ENTER_LANE = 2;
const ARRIVE = 3;

/** What chance decides before a replication starts, the same for every policy. */
export interface Draws {
  /** Open arrivals; null for single-stream, where an answer brings the next request. */
  readonly arrivals: Arrivals | null;
  /** Sample of each request. */
  readonly samples: Int32Array;
}

/** The run is longer than the clock can count exactly: 2^53 ns, 104 days. */
export class ClockOverflow extends RangeError {
  constructor() {
    super('the run is longer than 104 days (2^53 ns)');
    this.name = 'ClockOverflow';
  }
}

/** Fills `records` (allocated for this world and number of requests) with every request of one replication. @throws ClockOverflow */
export function runEvents(point: PreparedPoint, draws: Draws, records: Records): void {
  const { world, workload, itinerary } = point;
  const { requests, warmup } = workload;
  const { device, sample, arrivalNs, finishNs, partsNs } = records;
  const tiers = world.tiers.length;
  const links = tiers - 1;
  const stations = new Stations(world, requests);
  const queue = new EventQueue();
  const serviceNs = serviceTimes(point);
  const propagationNs = world.links.map((link) => link.propagationNs);
  const propagation = partsNs[partsNs.length - 1] as Float64Array;
  const enteredNs = new Float64Array(requests);
  /** Station each request is at or on its way to. */
  const station = new Int32Array(requests);
  for (const part of partsNs) part.fill(0);

  const isOpenLoop = draws.arrivals !== null;
  if (draws.arrivals !== null) {
    arrivalNs.set(draws.arrivals.timesNs);
    device.set(draws.arrivals.devices);
  } else {
    for (let d = 0; d < Math.min(world.devices, requests); d++) queue.push(0, ARRIVE, d);
  }
  sample.set(draws.samples);
  let issued = 0;
  let finished = 0;
  let lastNs = 0;

  /** Request `r` takes a server now or waits for one. */
  const enter = (r: number, nowNs: number): void => {
    const s = station[r] as number;
    const place = (stations.base[s] as number) + (stations.stride[s] as number) * (device[r] as number);
    enteredNs[r] = nowNs;
    if (stations.hasRoom(place)) serve(r, s, place, nowNs);
    else stations.enqueue(place, r);
  };

  const serve = (r: number, s: number, place: number, nowNs: number): void => {
    const timeNs = (serviceNs[s] as Float64Array)[sample[r] as number] as number;
    (partsNs[2 * s] as Float64Array)[r] = nowNs - (enteredNs[r] as number);
    (partsNs[2 * s + 1] as Float64Array)[r] = timeNs;
    stations.start(s, place, nowNs, timeNs);
    queue.push(nowNs + timeNs, END, r);
  };

  /** Request `r` reaches tier `t` from below or at its arrival: it is served there, or passes straight on. */
  const reachTier = (r: number, t: number, nowNs: number): void => {
    const taken = sample[r] as number;
    if ((itinerary.isServed[t] as Uint8Array)[taken] === 1) {
      station[r] = t;
      enter(r, nowNs);
    } else leaveTier(r, t, nowNs);
  };

  /** Request `r` goes on to a lane, up or down, or is done. Lanes are entered by an event of their own, so that ties go by number. */
  const leaveTier = (r: number, t: number, nowNs: number): void => {
    if (t < (itinerary.topTier[sample[r] as number] as number)) station[r] = tiers + t;
    else if (t > 0) station[r] = tiers + links + t - 1;
    else {
      finish(r, nowNs);
      return;
    }
    queue.push(nowNs, ENTER_LANE, r);
  };

  const finish = (r: number, nowNs: number): void => {
    finishNs[r] = nowNs;
    if (nowNs > lastNs) lastNs = nowNs;
    finished++;
    if (!isOpenLoop) queue.push(nowNs, ARRIVE, device[r] as number);
  };

  const arrive = (r: number, nowNs: number): void => {
    if (r === warmup) stations.open(nowNs);
    reachTier(r, 0, nowNs);
  };

  for (;;) {
    const nextNs = queue.nextTimeNs;
    if (isOpenLoop && issued < requests && (arrivalNs[issued] as number) < nextNs) {
      arrive(issued, arrivalNs[issued] as number);
      issued++;
      continue;
    }
    if (queue.size === 0) break;
    const priority = queue.nextPriority;
    const r = queue.nextSequence;
    queue.pop();
    if (priority === END) {
      const s = station[r] as number;
      const place = (stations.base[s] as number) + (stations.stride[s] as number) * (device[r] as number);
      stations.end(s, place, nextNs);
      const waiting = stations.dequeue(place);
      if (waiting >= 0) serve(waiting, s, place, nextNs);
      if (s < tiers) leaveTier(r, s, nextNs);
      else {
        const delayNs = propagationNs[(s - tiers) % links] as number;
        propagation[r] = (propagation[r] as number) + delayNs;
        queue.push(nextNs + delayNs, LAND, r);
      }
    } else if (priority === ENTER_LANE) enter(r, nextNs);
    else if (priority === LAND) {
      const lane = (station[r] as number) - tiers;
      if (lane < links) reachTier(r, lane + 1, nextNs);
      else if (lane === links) finish(r, nextNs);
      else {
        station[r] = tiers + lane - 1;
        queue.push(nextNs, ENTER_LANE, r);
      }
    } else if (issued < requests) {
      device[issued] = r;
      arrivalNs[issued] = nextNs;
      arrive(issued, nextNs);
      issued++;
    }
  }
  if (finished !== requests) throw new Error(`runEvents needs every request to finish: ${finished} of ${requests} did`);
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  records.busyNs.set(stations.busyNs);
  records.serverCounts.set(stations.serverCounts);
}

/** Service time [ns] of each station for each sample. */
function serviceTimes({ world, itinerary }: PreparedPoint): Float64Array[] {
  const up = world.links.map((link, l) => {
    const bytes = itinerary.upBytes[l] as Float64Array;
    return bytes.map((value) => transmitNs(value, link.up.bandwidthBps));
  });
  const down = world.links.map((link) => {
    const timeNs = link.down === null ? 0 : transmitNs(world.answerBytes, link.down.bandwidthBps);
    return new Float64Array(itinerary.samples).fill(timeNs);
  });
  return [...itinerary.computeNs, ...up, ...down];
}

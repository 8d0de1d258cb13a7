/**
 * The event engine: one replication of one point, from plan and draws to records.
 *
 * Whoever enters a station at the same instant is taken in the order of request numbers: first come, first served. Events at one
 * instant therefore run in the order end of service, landing from a link, entry to a lane, arrival, and among equals by request
 * number; batches form and patience ends when all of that is over.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import { EventQueue } from '../kernel/event-queue.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { rowsOf } from '../plan/rows.ts';
import type { Records } from '../records/records.ts';
import type { Draws } from './draws.ts';
import { ARRIVE } from './events.ts';
import { Floor } from './floor.ts';
import { Passage } from './passage.ts';

/** Fills `records` (allocated for this world and number of requests) with every request of one replication. @throws ClockOverflow */
export function runEvents(point: PreparedPoint, draws: Draws, records: Records): void {
  const { requests, warmup, arrivals: law } = point.workload;
  const { arrivals } = draws;
  records.begin(arrivals, draws.samples, draws.kinds, rowsOf(point, draws.samples, draws.stream('policy', 'rules')));
  const { arrivalNs, device } = records;
  const queue = new EventQueue();
  /** Answers each device waits for, where arrivals are closed. */
  const asked = new Int32Array(arrivals === null ? point.world.devices : 0);
  const streams = law.kind === 'multi-stream' ? law.streams : 1;
  let issued = 0;

  const floor = new Floor(point, draws.stream, records, queue);
  const passage = new Passage(floor, (of, nowNs) => {
    if (arrivals !== null) return;
    const left = (asked[of] as number) - 1;
    asked[of] = left;
    if (left === 0 && issued < requests) queue.push(nowNs, ARRIVE, of);
  });

  const arrive = (nowNs: number): void => {
    const r = issued++;
    if (warmup.kind === 'count') {
      if (r === warmup.requests) floor.stations.open(nowNs);
    } else if (warmup.kind === 'time' && nowNs >= warmup.untilNs && (r === 0 || (arrivalNs[r - 1] as number) < warmup.untilNs)) {
      floor.stations.open(nowNs);
    }
    passage.arrive(r, nowNs);
  };

  /** A device whose requests are all answered asks again. */
  const ask = (of: number, nowNs: number): void => {
    const count = Math.min(streams, requests - issued);
    asked[of] = count;
    for (let i = 0; i < count; i++) {
      device[issued] = of;
      arrivalNs[issued] = nowNs;
      arrive(nowNs);
    }
  };

  if (arrivals === null) for (let d = 0; d < Math.min(point.world.devices, requests); d++) queue.push(0, ARRIVE, d);
  if (warmup.kind === 'mser-5') floor.stations.open(0);

  for (;;) {
    const nowNs = queue.nextTimeNs;
    if (arrivals !== null && issued < requests) {
      const nextNs = arrivalNs[issued] as number;
      if (nextNs < nowNs || (nextNs === nowNs && queue.nextPriority > ARRIVE)) {
        arrive(nextNs);
        continue;
      }
    }
    if (queue.size === 0) break;
    if (nowNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
    const kind = queue.nextPriority;
    const subject = queue.nextSequence;
    queue.pop();
    if (kind === ARRIVE) ask(subject, nowNs);
    else passage.handle(kind, subject, nowNs);
  }
  const { done, lastNs } = floor.journal;
  if (done !== requests) throw new Error(`runEvents needs every request to finish: ${done} of ${requests} did`);
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  records.lastNs = lastNs;
  floor.stations.writeTo(records);
}

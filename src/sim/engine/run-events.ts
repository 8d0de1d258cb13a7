/**
 * The event engine: one replication of one point, from plan and draws to records.
 *
 * Whoever enters a station at the same instant is taken in the order of request numbers: first come, first served. Events at one
 * instant therefore run in the order end of service, landing from a link, entry to a lane, arrival, and among equals by request
 * number; batches form and patience ends when all of that is over.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { rowsOf } from '../plan/rows.ts';
import type { Records } from '../records/records.ts';
import type { Draws } from './draws.ts';
import { ARRIVE } from './events.ts';
import { NOW } from './figures.ts';
import { Floor } from './floor.ts';
import { OrdinarySteps } from './ordinary-steps.ts';
import { Passage } from './passage.ts';

/** Events handled in one call: V8 compiles a call that is made often better than a loop that never ends. */
const CHUNK = 4096;

/** Fills `records` (allocated for this world and number of requests) with every request of one replication. @throws ClockOverflow */
export function runEvents(point: PreparedPoint, draws: Draws, records: Records): void {
  const { requests, warmup, arrivals: law } = point.workload;
  const { arrivals } = draws;
  records.begin(arrivals, draws.samples, draws.kinds, rowsOf(point, draws.samples, draws.stream('policy', 'rules')));
  const { arrivalNs, device } = records;
  /** Answers each device waits for, where arrivals are closed. */
  const asked = new Int32Array(arrivals === null ? point.world.devices : 0);
  const streams = law.kind === 'multi-stream' ? law.streams : 1;
  let issued = 0;

  const floor = new Floor(point, draws.stream, records);
  const { queue, figures } = floor;
  const passage = new Passage(floor, (of) => {
    if (arrivals !== null) return;
    const left = (asked[of] as number) - 1;
    asked[of] = left;
    if (left === 0 && issued < requests) floor.now(ARRIVE, of);
  });

  /** The next request arises. */
  const arrive = (): void => {
    const r = issued++;
    if (warmup.kind === 'count') {
      if (r === warmup.requests) floor.stations.open();
    } else if (warmup.kind === 'time') {
      const isFirst = r === 0 || (arrivalNs[r - 1] as number) < warmup.untilNs;
      if (isFirst && (figures[NOW] as number) >= warmup.untilNs) floor.stations.open();
    }
    passage.arrive(r);
  };

  /** A device whose requests are all answered asks again. */
  const ask = (of: number): void => {
    const count = Math.min(streams, requests - issued);
    asked[of] = count;
    for (let i = 0; i < count; i++) {
      device[issued] = of;
      arrivalNs[issued] = figures[NOW] as number;
      arrive();
    }
  };

  /** Requests whose arrival is known. */
  const known = arrivals === null ? 0 : requests;

  /** Handles the next `most` events, arrivals included. @returns false when there is none left */
  const advance = (most: number): boolean => {
    for (let i = 0; i < most; i++) {
      const nowNs = queue.nextTimeNs;
      if (issued < known) {
        const nextNs = arrivalNs[issued] as number;
        if (nextNs < nowNs || (nextNs === nowNs && queue.nextPriority > ARRIVE)) {
          figures[NOW] = nextNs;
          arrive();
          continue;
        }
      }
      if (nowNs > Number.MAX_SAFE_INTEGER) {
        if (queue.isEmpty) return false;
        throw new ClockOverflow();
      }
      figures[NOW] = nowNs;
      const kind = queue.nextPriority;
      const subject = queue.nextSequence;
      queue.pop();
      if (kind === ARRIVE) ask(subject);
      else passage.handle(kind, subject);
    }
    return true;
  };

  if (arrivals === null) for (let d = 0; d < Math.min(point.world.devices, requests); d++) floor.now(ARRIVE, d);
  if (warmup.kind === 'mser-5') floor.stations.open();
  if (arrivals !== null && OrdinarySteps.apply(floor)) {
    const steps = new OrdinarySteps(floor, passage, opensAt(warmup, arrivalNs));
    while (steps.advance(CHUNK));
  } else while (advance(CHUNK));

  const { done } = floor.journal;
  const lastNs = floor.journal.lastNs[0] as number;
  if (done !== requests) throw new Error(`runEvents needs every request to finish: ${done} of ${requests} did`);
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  records.lastNs = lastNs;
  floor.stations.writeTo(records);
}

/** The request at whose arrival the warm-up is over, where arrivals are known; -1: none, or it is not for requests to tell. */
function opensAt(warmup: PreparedPoint['workload']['warmup'], arrivalNs: Float64Array): number {
  if (warmup.kind === 'count') return warmup.requests;
  return warmup.kind === 'time' ? arrivalNs.findIndex((ns) => ns >= warmup.untilNs) : -1;
}

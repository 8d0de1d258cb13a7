/**
 * The event engine: one replication of one point, from plan and draws to records.
 *
 * Whoever enters a station at the same instant is taken in the order of request numbers: first come, first served. Events at one
 * instant therefore run in the order end of service, coming to a station, the nearest on the way first, arrival, and among equals by
 * request number; batches form and patience ends when all of that is over.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { rowsOf } from '../plan/rows.ts';
import { Records } from '../records/records.ts';
import { Course } from './course.ts';
import type { Draws } from './draws.ts';
import { Floor } from './floor.ts';
import { rehearsal } from './rehearsal.ts';

/** Events handled in one call: V8 compiles a call that is made often, and so few that it need not compile a loop that goes on. */
const CHUNK = 128;

/** Fills `records` (allocated for this world and number of requests) with every request of one replication. @throws ClockOverflow */
export function runEvents(point: PreparedPoint, draws: Draws, records: Records): void {
  rehearseEvents();
  runCourse(point, draws, records);
}

/** Requests of the rehearsals: a few, to be seen, and so many that V8 begins to compile. */
const REHEARSED = [32, 1500] as const;

/** What the last of them moved among. */
let kept: Course | null = null;

/** Rehearses, once a process: whoever knows that events will be run may say so earlier, that V8 compiles meanwhile. */
export function rehearseEvents(): void {
  if (kept !== null) return;
  for (const requests of REHEARSED) {
    const { point, draws } = rehearsal(requests);
    kept = runCourse(point, draws, new Records(point.world, requests));
  }
}

function runCourse(point: PreparedPoint, draws: Draws, records: Records): Course {
  const { arrivals } = draws;
  records.begin(arrivals, draws.samples, draws.kinds, rowsOf(point, draws.samples, draws.stream('policy', 'rules')));
  const floor = new Floor(point, draws.stream, records);
  const course = new Course(floor, arrivals !== null);
  while (course.advance(CHUNK));
  const { requests } = records;
  const { done } = floor.journal;
  if (done !== requests) throw new Error(`runEvents needs every request to finish: ${done} of ${requests} did`);
  const lastNs = floor.journal.lastNs[0] as number;
  if (lastNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
  records.lastNs = lastNs;
  floor.writeStations();
  return course;
}

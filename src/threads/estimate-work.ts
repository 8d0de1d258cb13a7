/**
 * How long a plan takes to run, by its size. Nothing but the number of threads follows from it.
 *
 * Rough, and rather too little than too much. Before any loop was in WebAssembly, on a shared core of an Intel Xeon with Node 20, where all takes about twice what it does on a
 * quiet AMD EPYC (Zen 5), scenarios that ship took 1.4 (4g, wifi) to 5 times what this says once their code was warm, and driving, which
 * follows a recording, 13 times.
 */

import type { EngineChoice } from '../sim/engine/run-plan.ts';
import { whyEventsAt } from '../sim/engine/why-events.ts';
import type { Plan } from '../sim/plan/plan.ts';

/** Walking a sample of the trace through the exits. */
const WALK_NS = 100;
/** What chance decides about a request. */
const DRAW_NS = 30;
/** A request in the recursion, and in the event engine where a world needs it; plain worlds take a quarter of that. */
const RECURSION_NS = 30;
const EVENTS_NS = 500;
/** Summing up a replication, for each sample of the trace. */
const SAMPLE_NS = 10;

export interface Work {
  /** Making all points ready to run. */
  readonly preparingNs: number;
  /** One replication of all points, its draws not counted. */
  readonly runningNs: number;
  /** The draws of one replication, made once for all points. */
  readonly drawingNs: number;
}

export function estimateWork({ points }: Plan, engine: EngineChoice): Work {
  let [preparingNs, runningNs, drawingNs] = [0, 0, 0];
  for (const point of points) {
    const { requests } = point.workload;
    const isEvents = engine === 'events' || whyEventsAt(point) !== null;
    const samples = point.recorded.labels.length;
    preparingNs += samples * WALK_NS;
    runningNs += requests * (isEvents ? EVENTS_NS : RECURSION_NS) + samples * SAMPLE_NS;
    drawingNs = Math.max(drawingNs, requests * DRAW_NS);
  }
  return { preparingNs, runningNs, drawingNs };
}

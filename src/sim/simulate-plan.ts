/** The simulator in one call: a plan and its origin in, the result document out. Pure; runs in a browser as it is. Same plan, same bytes. */

import { type RunOptions, runPlanStepwise } from './engine/run-plan.ts';
import type { Plan } from './plan/plan.ts';
import { assembleResult, type Origin } from './summary/assemble-result.ts';
import type { Result } from './summary/result.ts';
import type { PointRun } from './summary/summarize-point.ts';

export interface Simulation {
  readonly result: Result;
  /** What each point of the result was made of. */
  readonly runs: readonly PointRun[];
}

/** Yields after every replication and returns the whole; `stop()` ends it early with the points finished so far. */
export function* simulateStepwise(plan: Plan, origin: Origin, options: RunOptions, stop: () => boolean): Generator<void, Simulation> {
  const runs: PointRun[] = [];
  for (const run of runPlanStepwise(plan, options)) {
    if (run !== null) runs.push(run);
    yield;
    if (stop()) break;
  }
  return { result: assembleResult(plan, runs, origin), runs };
}

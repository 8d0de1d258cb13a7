/** The simulator in one call: a plan and its origin in, the result document out. Pure; runs in a browser as it is. */

import { type RunOptions, runPlan } from './engine/run-plan.ts';
import type { Plan } from './plan/plan.ts';
import { assembleResult, type Origin } from './summary/assemble-result.ts';
import type { ReplicationSummary } from './summary/replication-summary.ts';
import type { Result } from './summary/result.ts';

export interface Simulation {
  readonly result: Result;
  /** For each point of the result, its replications in order. */
  readonly replications: readonly (readonly ReplicationSummary[])[];
}

/** Same plan, same result, to the byte. */
export function simulatePlan(plan: Plan, origin: Origin, options: RunOptions = {}): Simulation {
  const replications = runPlan(plan, options);
  return { result: assembleResult(plan, replications, origin), replications };
}

/** Loaded scenario in, result document out. */

import type { LoadedScenario } from './scenario/load-scenario.ts';
import type { RunOptions } from './sim/engine/run-plan.ts';
import { type Simulation, simulatePlan } from './sim/simulate-plan.ts';
import type { Result } from './sim/summary/result.ts';
import { version } from './version.ts';

/** The result and, for each of its points, the replications it was made of. */
export function simulateInDetail({ plan, scenario, trace }: LoadedScenario, options: RunOptions = {}): Simulation {
  return simulatePlan(
    plan,
    {
      engine: version(),
      scenario: { name: scenario.name, resolved: scenario },
      trace: { sha256: trace.sha256, samples: trace.samples },
    },
    options,
  );
}

/**
 * Simulates every point of a scenario.
 *
 * @returns the document that `sim run --json` prints; same scenario and seed, same bytes
 * @example simulate(await loadScenario('scenarios/4g.yaml')).crossing?.p_cross
 */
export function simulate(loaded: LoadedScenario, options: RunOptions = {}): Result {
  return simulateInDetail(loaded, options).result;
}

/** Loaded scenario in, result document out. */

import { totalmem } from 'node:os';
import { InvalidInput } from './problems/invalid-input.ts';
import type { LoadedScenario } from './scenario/load-scenario.ts';
import { tellFailure } from './scenario/try-modules.ts';
import { replicationBytes } from './sim/engine/memory.ts';
import type { RunOptions } from './sim/engine/run-plan.ts';
import { whyEventsAt } from './sim/engine/why-events.ts';
import { ClockOverflow } from './sim/kernel/clock.ts';
import { PolicyFailure } from './sim/policies/policy-failure.ts';
import { type Simulation, simulateStepwise } from './sim/simulate-plan.ts';
import type { Origin } from './sim/summary/assemble-result.ts';
import type { Result } from './sim/summary/result.ts';
import { NothingCounted } from './sim/summary/warmup.ts';
import { version } from './version.ts';

/** Memory that a run may take [bytes]: a share of the machine's. */
export function runMemoryBytes(): number {
  return 0.75 * totalmem();
}

/**
 * Runs a loaded scenario step by step, a replication a step, so that a caller can look around in between.
 *
 * @param stop asked after each replication; true ends the run with the points finished so far
 * @throws InvalidInput when the run needs more memory than the machine has, outlasts the clock, or is over before its warm-up
 */
export function* simulateWithStops(loaded: LoadedScenario, options: RunOptions, stop: () => boolean): Generator<void, Simulation> {
  checkRun(loaded, options);
  try {
    return yield* simulateStepwise(loaded.plan, originOf(loaded), options, stop);
  } catch (error) {
    throw refusalOf(error, loaded);
  }
}

/** What the result says of its origin. */
export function originOf({ scenario, trace }: LoadedScenario): Origin {
  return {
    engine: version(),
    scenario: { name: scenario.name, resolved: scenario },
    trace: { sha256: trace.sha256, samples: trace.samples },
  };
}

/** What shows only when a plan is run and is the scenario's fault, as the user is told it; any other error as it is. */
export function refusalOf(error: unknown, { placeOf, recordings }: LoadedScenario): unknown {
  const at = (...path: (string | number)[]) => ({ place: placeOf(path), key: path.join('.') });
  if (error instanceof PolicyFailure) {
    const [entry] = [...recordings.modules].find(([, { label }]) => label === error.facts.policy) ?? [0];
    const refusal = new InvalidInput([{ ...at('policies', entry), ...tellFailure(error) }]);
    refusal.cause = error;
    return refusal;
  }
  if (error instanceof ClockOverflow) {
    return new InvalidInput([{ ...at('workload'), fact: error.message, rule: 'write fewer requests, a higher rate or shorter times' }]);
  }
  if (error instanceof NothingCounted) {
    return new InvalidInput([{ ...at('workload', 'warmup'), fact: error.message, rule: 'write more requests or a shorter warm-up' }]);
  }
  return error;
}

/** @throws InvalidInput where the run needs more memory than there is, or an engine that does not apply */
export function checkRun(loaded: LoadedScenario, { engine }: Pick<RunOptions, 'engine'>): void {
  checkMemory(loaded);
  if (engine === 'recursion') checkRecursion(loaded);
}

/** The recursion was asked for: it must apply to every point. */
function checkRecursion({ plan }: LoadedScenario): void {
  for (const point of plan.points) {
    const reason = whyEventsAt(point);
    if (reason === null) continue;
    throw new InvalidInput([{ place: '--engine', fact: `the recursion does not apply: ${reason}`, rule: 'write auto or events' }]);
  }
}

function checkMemory({ plan, placeOf }: LoadedScenario): void {
  for (const point of plan.points) {
    const { world, workload } = point;
    const bytes = replicationBytes(point);
    if (bytes <= runMemoryBytes()) continue;
    const fact = `${workload.requests} requests of ${world.devices} devices need about ${Math.ceil(bytes / 2 ** 30)} GiB`;
    throw new InvalidInput([
      {
        place: placeOf(['workload']),
        key: 'workload',
        fact,
        rule: `this machine has ${Math.floor(totalmem() / 2 ** 30)} GiB; write fewer requests or devices, and more replications`,
      },
    ]);
  }
}

/**
 * Simulates every point of a scenario.
 *
 * @returns the document that `sim run --json` prints; same scenario and seed, same bytes
 * @throws InvalidInput when the run needs more memory than the machine has, or outlasts the clock
 * @example simulate(await loadScenario('scenarios/4g.yaml')).crossing?.p_cross
 */
export function simulate(loaded: LoadedScenario, options: RunOptions = {}): Result {
  const steps = simulateWithStops(loaded, options, () => false);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value.result;
  }
}

/** Loaded scenario in, result document out. */

import { totalmem } from 'node:os';
import { InvalidInput } from './problems/invalid-input.ts';
import type { LoadedScenario } from './scenario/load-scenario.ts';
import type { RunOptions } from './sim/engine/run-plan.ts';
import { whyEvents } from './sim/engine/run-recursion.ts';
import { ClockOverflow } from './sim/kernel/clock.ts';
import { partNames } from './sim/records/records.ts';
import { type Simulation, simulateStepwise } from './sim/simulate-plan.ts';
import type { Result } from './sim/summary/result.ts';
import { NothingCounted } from './sim/summary/warmup.ts';
import { version } from './version.ts';

/** Share of the machine's memory that the records of one replication may take. */
const MEMORY_SHARE = 0.75;
/** Bytes of a device: its random stream and its places in heap and queues. */
const DEVICE_BYTES = 500;

/**
 * Runs a loaded scenario step by step, a replication a step, so that a caller can look around in between.
 *
 * @param stop asked after each replication; true ends the run with the points finished so far
 * @throws InvalidInput when the run needs more memory than the machine has, outlasts the clock, or is over before its warm-up
 */
export function* simulateWithStops(loaded: LoadedScenario, options: RunOptions, stop: () => boolean): Generator<void, Simulation> {
  const { plan, scenario, trace, file } = loaded;
  checkMemory(loaded);
  if (options.engine === 'recursion') checkRecursion(loaded);
  const origin = {
    engine: version(),
    scenario: { name: scenario.name, resolved: scenario },
    trace: { sha256: trace.sha256, samples: trace.samples },
  };
  try {
    return yield* simulateStepwise(plan, origin, options, stop);
  } catch (error) {
    const place = { place: file, key: 'workload' };
    if (error instanceof ClockOverflow) {
      throw new InvalidInput([{ ...place, fact: error.message, rule: 'write fewer requests, a higher rate or shorter times' }]);
    }
    if (error instanceof NothingCounted) {
      throw new InvalidInput([{ ...place, key: 'workload.warmup', fact: error.message, rule: 'write more requests or a shorter warm-up' }]);
    }
    throw error;
  }
}

/** The recursion was asked for: it must apply to every point. */
function checkRecursion({ plan }: LoadedScenario): void {
  for (const point of plan.points) {
    const reason = whyEvents(point);
    if (reason === null) continue;
    throw new InvalidInput([{ place: '--engine', fact: `the recursion does not apply: ${reason}`, rule: 'write auto or events' }]);
  }
}

function checkMemory({ plan, file }: LoadedScenario): void {
  for (const { world, workload } of plan.points) {
    const columns = partNames(world).length + (world.radio === null ? 4 : 10);
    const bytes = workload.requests * (8 * columns + 18) + world.devices * DEVICE_BYTES;
    if (bytes <= MEMORY_SHARE * totalmem()) continue;
    const fact = `${workload.requests} requests of ${world.devices} devices need about ${Math.ceil(bytes / 2 ** 30)} GiB`;
    throw new InvalidInput([
      {
        place: file,
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

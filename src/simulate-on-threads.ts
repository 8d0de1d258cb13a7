/** The same simulation on several threads, where that pays: the same bytes for any number of them. */

import { availableParallelism } from 'node:os';
import type { LoadedScenario } from './scenario/load-scenario.ts';
import type { RunOptions } from './sim/engine/run-plan.ts';
import type { Simulation } from './sim/simulate-plan.ts';
import { assembleResult } from './sim/summary/assemble-result.ts';
import type { Result } from './sim/summary/result.ts';
import { checkRun, originOf, refusalOf, runMemoryBytes, simulateWithStops } from './simulate.ts';
import { standingBy } from './threads/crew.ts';
import { dividePlan } from './threads/divide-plan.ts';

/** How long to compute between two looks at the outside world [ms]. */
const LOOK_MS = 50;

/** As for `simulate`; whoever wants to see every request has the run on the calling thread. */
export interface ThreadedOptions extends RunOptions {
  /** Threads at most; as many as pay on this machine unless given. */
  readonly jobs?: number | undefined;
  /** Ends the run early, with the points finished by then. */
  readonly signal?: AbortSignal;
}

/**
 * Simulates every point of a scenario, on as many threads as pay, and leaves the calling thread free in the meantime.
 *
 * @returns the document that `simulate` returns, byte for byte, whatever the number of threads
 * @throws InvalidInput as `simulate` does
 * @example (await simulateOnThreads(await loadScenario('scenarios/4g.yaml'), { jobs: 4 })).crossing?.p_cross
 */
export async function simulateOnThreads(loaded: LoadedScenario, options: ThreadedOptions = {}): Promise<Result> {
  return (await runThreaded(loaded, options)).result;
}

/** The same with what each point was made of. */
export async function runThreaded(loaded: LoadedScenario, options: ThreadedOptions): Promise<Simulation> {
  const { plan } = loaded;
  const { jobs = null, engine = 'auto', onProgress, signal } = options;
  checkRun(loaded, { engine });
  const machine = { cores: availableParallelism(), memoryBytes: runMemoryBytes(), standingBy: standingBy() };
  const division = dividePlan(plan, options.onRecords === undefined ? jobs : 1, engine, machine);
  if (division.threads === 1) return runHere(loaded, options);
  try {
    const { runShares } = await import('./threads/run-shares.ts');
    const runs = await runShares(plan, division, { engine, onProgress, signal });
    return { result: assembleResult(plan, runs, originOf(loaded)), runs };
  } catch (error) {
    throw refusalOf(error, loaded);
  }
}

/** On the calling thread, which looks around now and then: signals are delivered between turns of the event loop only. */
async function runHere(loaded: LoadedScenario, { signal, ...options }: ThreadedOptions): Promise<Simulation> {
  const steps = simulateWithStops(loaded, options, () => signal?.aborted === true);
  let looked = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - looked < LOOK_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    looked = performance.now();
  }
}

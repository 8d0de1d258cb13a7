/** Runs a scenario while listening for Ctrl-C: the points finished by then are kept. */

import type { LoadedScenario } from '../scenario/load-scenario.ts';
import type { Simulation } from '../sim/simulate-plan.ts';
import { runThreaded, type ThreadedOptions } from '../simulate-on-threads.ts';

export interface RunEnd {
  readonly simulation: Simulation;
  /** Whether SIGINT or SIGTERM ended the run early. */
  readonly isInterrupted: boolean;
}

export async function runToEnd(loaded: LoadedScenario, options: Omit<ThreadedOptions, 'signal'>): Promise<RunEnd> {
  const stopping = new AbortController();
  const interrupt = () => stopping.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const simulation = await runThreaded(loaded, { ...options, signal: stopping.signal });
    return { simulation, isInterrupted: stopping.signal.aborted };
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

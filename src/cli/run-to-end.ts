/** Runs a scenario while listening for Ctrl-C: the points finished by then are kept. */

import type { LoadedScenario } from '../scenario/load-scenario.ts';
import type { RunOptions } from '../sim/engine/run-plan.ts';
import type { Simulation } from '../sim/simulate-plan.ts';
import { simulateWithStops } from '../simulate.ts';

/** How long to compute between two looks at the outside world [ms]. */
const LOOK_MS = 50;

export interface RunEnd {
  readonly simulation: Simulation;
  /** Whether SIGINT or SIGTERM ended the run early. */
  readonly isInterrupted: boolean;
}

export async function runToEnd(loaded: LoadedScenario, options: RunOptions): Promise<RunEnd> {
  let isInterrupted = false;
  const interrupt = () => {
    isInterrupted = true;
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const steps = simulateWithStops(loaded, options, () => isInterrupted);
    let looked = performance.now();
    for (;;) {
      const step = steps.next();
      if (step.done === true) return { simulation: step.value, isInterrupted };
      if (performance.now() - looked < LOOK_MS) continue;
      // Signals are delivered between turns of the event loop only.
      await new Promise((resolve) => setImmediate(resolve));
      looked = performance.now();
    }
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

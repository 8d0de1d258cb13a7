/** A thread that helps with a run; the file that it starts with. */

import { workerData } from 'node:worker_threads';
import { type Takings, takeShares, type Undertaking } from './take-shares.ts';

export function help(): Takings {
  const steps = takeShares(workerData as Undertaking);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

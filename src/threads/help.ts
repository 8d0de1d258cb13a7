/** What a helper thread does: take shares of a plan until none is left. */

import { type Takings, takeShares, type Undertaking } from './take-shares.ts';

export function help(undertaking: Undertaking): Takings {
  const steps = takeShares(undertaking);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

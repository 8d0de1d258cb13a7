/** What a helper thread does: take shares of a plan until none is left. */

import { enrolGuests } from '../guests/enrol-guests.ts';
import { type Takings, takeShares, type Undertaking } from './take-shares.ts';

export async function help(undertaking: Undertaking): Promise<Takings> {
  await enrolGuests(undertaking.plan);
  const steps = takeShares(undertaking);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** A request served whole in one place: the tier of an exit takes it and answers there, or nobody does. */

import type { Rule } from './policy.ts';

/** Exit `last` answers, and all that it needs is computed where it lives. @param last 1..N */
export function answerAt(last: number): Rule {
  return { approach: (exit) => (exit < last ? 'skip' : 'test'), decide: () => 'answer' };
}

/** The request is not taken: it is lost as soon as it arises. */
export function turnAway(): Rule {
  return { approach: () => 'drop', decide: () => 'answer' };
}

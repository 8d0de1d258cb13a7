/** States as users write them, to the chain the simulator walks along. */

import type { MarkovPlan } from '../sim/plan/plan.ts';
import { parseDurationNs } from './units.ts';

interface State {
  readonly mean: string;
  readonly next?: readonly number[] | undefined;
}

/** @param rateOf what a state means to its owner: bits or requests a second */
export function compileChain<S extends State>(states: readonly S[], rateOf: (state: S) => number): MarkovPlan {
  const others = states.length - 1;
  return {
    rates: states.map(rateOf),
    meanNs: states.map(({ mean }) => parseDurationNs(mean)),
    next: states.map(({ next }, i) => next ?? states.map((_, j) => (j === i ? 0 : 1 / others))),
  };
}

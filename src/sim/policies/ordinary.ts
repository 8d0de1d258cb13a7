/** Ordinary early exit: the baseline without the DEEx. */

import { comparing, type Rule } from './policy.ts';

export interface OrdinaryOptions {
  /** Whether the most confident exit of all answers what exit N is not sure of. */
  readonly isBestOfAll?: boolean;
}

/**
 * Every exit below N answers when what is measured there reaches `targetThreshold`; what none is sure of goes to exit N. With best of
 * all, where exit N's confidence is below the target too, the most confident exit of all answers: the answer changes, its latency does not.
 *
 * @param targetThreshold p_tar, 0..
 * @see Teerapittayanon, McDanel, Kung, "BranchyNet" (2016), with confidence in place of entropy
 * @see Pacheco, Bochie, Gilbert, Couto, Campista, "Towards edge computing using early-exit CNNs" (2021), best of all
 */
export function ordinary(targetThreshold: number, { isBestOfAll = false }: OrdinaryOptions = {}): Rule {
  return {
    ...comparing(() => ({ bound: targetThreshold, reached: 'answer', missed: 'continue' })),
    ...(isBestOfAll ? { bestOfAllBelow: targetThreshold } : {}),
  };
}

/** BranchyNet's rule: an exit answers when the entropy of its softmax vector is low. */

import { comparing, type Rule } from './policy.ts';

/**
 * The first exit below N with eta < T_n answers, strictly; exit N answers what none is sure of.
 *
 * @param thresholds T of each exit 1..N-1, 0..; of one number, the same for all; in nats, or 0..1 where normalised
 * @param isNormalised whether eta is divided by ln(classes), as DDNN does
 * @see Teerapittayanon, McDanel, Kung, "BranchyNet" (2016), algorithm 1
 * @see Teerapittayanon, McDanel, Kung, "Distributed deep neural networks" (2017), section III-D, normalised
 */
export function entropy(thresholds: number | readonly number[], isNormalised = false): Rule {
  const thresholdOf = (exit: number) => (typeof thresholds === 'number' ? thresholds : (thresholds[exit - 1] as number));
  return {
    ...comparing((exit) => ({ bound: thresholdOf(exit), reached: 'continue', missed: 'answer' })),
    measure: { kind: isNormalised ? 'normalised-entropy' : 'entropy' },
  };
}

/** Ordinary early exit: the baseline without the DEEx. */

import type { Rule } from './policy.ts';

/**
 * Every exit below N answers when its confidence reaches `targetThreshold`; what none is sure of goes to exit N.
 *
 * @param targetThreshold p_tar, 0..
 * @see Teerapittayanon, McDanel, Kung, "BranchyNet" (2016), with confidence in place of entropy
 */
export function ordinary(targetThreshold: number): Rule {
  return {
    approach: () => 'test',
    decide: ({ confidence }) => (confidence >= targetThreshold ? 'answer' : 'continue'),
  };
}

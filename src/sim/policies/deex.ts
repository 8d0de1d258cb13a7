/** Decision Early Exit: the first branch only decides where a request will be answered. */

import type { Rule } from './policy.ts';

/**
 * Exit 1 keeps a request below exit N for good when its confidence reaches `decisionThreshold` and sends it to exit N at once
 * otherwise. Exits 2..N-2 answer when confidence reaches `targetThreshold`; exit N-1 answers in any case.
 *
 * @param decisionThreshold p_d, 0..; above 1 offloads everything
 * @param targetThreshold p_tar, 0..; unused with three exits
 * @see Barbosa, Pacheco, Couto, Medeiros, Campista, "Decision Early-Exit"
 */
export function deex(decisionThreshold: number, targetThreshold: number): Rule {
  return {
    approach: () => 'test',
    decide({ exit, exits, confidence }) {
      if (exit === 1) return confidence >= decisionThreshold ? 'continue' : 'offload';
      return exit === exits - 1 || confidence >= targetThreshold ? 'answer' : 'continue';
    },
  };
}

/** Decision Early Exit: the first branch only decides where a request will be answered. */

import { comparing, type Rule } from './policy.ts';

export interface DeexOptions {
  /** Whether exit N-1 sends to exit N what misses the target there, in place of answering it in any case. */
  readonly hasFallback?: boolean;
}

/**
 * Exit 1 keeps a request below exit N for good when what is measured there reaches `decisionThreshold` and sends it to exit N at once
 * otherwise. Exits 2..N-2 answer when it reaches `targetThreshold`; exit N-1 answers in any case, or, with fallback, as they do.
 *
 * @param decisionThreshold p_d, 0..; above 1 offloads everything
 * @param targetThreshold p_tar, 0..; unused with three exits and no fallback
 * @see Barbosa, Pacheco, Couto, Medeiros, Campista, "Decision Early-Exit"; the fallback is this project's variant
 */
export function deex(decisionThreshold: number, targetThreshold: number, { hasFallback = false }: DeexOptions = {}): Rule {
  return comparing((exit, exits) => {
    if (exit === 1) return { bound: decisionThreshold, reached: 'continue', missed: 'offload' };
    const isLast = exit === exits - 1 && !hasFallback;
    return { bound: targetThreshold, reached: 'answer', missed: isLast ? 'answer' : 'continue' };
  });
}

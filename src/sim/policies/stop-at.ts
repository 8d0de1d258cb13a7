/** A network that ends at an early exit. */

import type { Rule } from './policy.ts';

/**
 * Exit `last` answers whatever gets there. With a threshold, those before it answer what they are that sure of; without, their branches
 * are not run.
 *
 * @param last 1..N-1
 * @param threshold confidence from which an earlier exit answers, 0..; null: none does
 */
export function stopAt(last: number, threshold: number | null = null): Rule {
  return {
    approach: (exit) => (exit === last || threshold !== null ? 'test' : 'pass'),
    decide: ({ exit, confidence }) => (exit === last || (threshold !== null && confidence >= threshold) ? 'answer' : 'continue'),
  };
}

/** A network cut in two: the device runs it up to an exit and ships that exit's tensor. */

import type { Rule } from './policy.ts';

/**
 * Segments 1..`cut` are run where they live and exit N answers the rest. With a threshold, every exit up to the cut, itself included,
 * answers what it is that sure of; without, no branch is run.
 *
 * @param cut exit whose tensor is shipped, 1..N-1; 0: the picture is
 * @param threshold confidence from which an exit answers, 0..; null: none does
 */
export function cutAt(cut: number, threshold: number | null = null): Rule {
  return {
    approach(exit) {
      if (cut === 0) return 'picture';
      if (threshold !== null) return 'test';
      return exit < cut ? 'pass' : 'offload';
    },
    decide({ exit, confidence }) {
      if (threshold !== null && confidence >= threshold) return 'answer';
      return exit < cut ? 'continue' : 'offload';
    },
  };
}

/** Every request is answered at exit N; no branch runs. */

import type { Rule } from './policy.ts';

export function allCloud(): Rule {
  return {
    approach: () => 'offload',
    decide() {
      throw new Error('all-cloud.decide: approach() never returns "test", so there is nothing to decide');
    },
  };
}

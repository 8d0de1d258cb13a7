/** Every request is answered at exit N; no branch runs. */

import type { Policy } from './policy.ts';

export function allCloud(): Policy {
  return {
    name: 'all-cloud',
    approach: () => 'offload',
    decide() {
      throw new Error('all-cloud.decide: approach() never returns "test", so there is nothing to decide');
    },
  };
}

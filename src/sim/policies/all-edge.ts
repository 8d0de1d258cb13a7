/** Every request is answered at exit N-1; no other branch runs. */

import type { Policy } from './policy.ts';

export function allEdge(): Policy {
  return {
    name: 'all-edge',
    approach: (exit, exits) => (exit === exits - 1 ? 'test' : 'pass'),
    decide: () => 'answer',
  };
}

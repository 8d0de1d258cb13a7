/** Every request is answered at exit N-1; no other branch runs. */

import type { Rule } from './policy.ts';

export function allEdge(): Rule {
  return {
    approach: (exit, exits) => (exit === exits - 1 ? 'test' : 'pass'),
    decide: () => 'answer',
  };
}

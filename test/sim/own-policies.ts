/** Policies as users may bring them, for tests: enrolled on this thread, so that a plan may name them. */

import { enrol } from '../../src/sim/plan/make-own.ts';
import type { CustomPlan } from '../../src/sim/plan/plan.ts';
import type { OwnPolicy, SetUp } from '../../src/sim/policies/own-policy.ts';
import type { Rule } from '../../src/sim/policies/policy.ts';

let count = 0;

/** Enrols a module that brings `policy`. @returns the plan of it */
export function bring(policy: (setUp: SetUp) => unknown, params: CustomPlan['params'] = {}): CustomPlan {
  const source = { file: `test-${++count}.mjs`, sha256: String(count) };
  enrol(source, { name: 'own', policy: policy as (setUp: SetUp) => OwnPolicy });
  return { name: 'custom', label: 'own', entry: 0, ...source, params };
}

/** The DEEx of three exits and more, written as a user would; targets 0.8. */
export const ownDeex = (threshold: number): Rule => ({
  approach: () => 'test',
  decide({ exit, exits, confidence }) {
    if (exit === 1) return confidence >= threshold ? 'continue' : 'offload';
    return exit === exits - 1 || confidence >= 0.8 ? 'answer' : 'continue';
  },
});

/** Stays or goes by turns, a device apart, and learns nothing. */
export const byTurns = ({ devices }: SetUp): OwnPolicy => ({
  rules: [ownDeex(0), ownDeex(2)],
  choice: {
    kind: 'adaptive',
    reconsiders: false,
    start() {
      const asked = new Array<number>(devices).fill(0);
      return {
        choose({ device }) {
          const turn = asked[device] as number;
          asked[device] = turn + 1;
          return turn % 2;
        },
      };
    },
  },
});

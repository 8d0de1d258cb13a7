/**
 * What may become of a request, whatever the thresholds are: exits 1..k tested and exit k answers, or exit N at once.
 *
 * A threshold moves samples from one fate to another and changes nothing else. Fates are walked by the simulator's own walk, so that what
 * they cost and answer is what it would be there.
 */

import type { Itinerary, PointPlan } from '../../sim/plan/plan.ts';
import { planItinerary } from '../../sim/plan/plan-itinerary.ts';
import { allCloud } from '../../sim/policies/all-cloud.ts';
import { allEdge } from '../../sim/policies/all-edge.ts';
import type { Measure, Rule } from '../../sim/policies/policy.ts';

export interface Fates {
  /** tested[k - 1]: exits 1..k tested in turn, exit k answers; exit N, which has no branch, behind all others. */
  readonly tested: readonly Itinerary[];
  /** Exit 1 tested, then exit N. */
  readonly offloaded: Itinerary;
  readonly allEdge: Itinerary;
  readonly allCloud: Itinerary;
  /** What a rule would measure at exits 1..N-1, were it to go on until the last: [samples] each. */
  measure(what: Measure): Float64Array[];
}

const testedUpTo = (last: number): Rule => ({ approach: () => 'test', decide: ({ exit }) => (exit === last ? 'answer' : 'continue') });
const OFFLOADED: Rule = { approach: () => 'test', decide: () => 'offload' };

export function walkFates({ exits, recorded, tiers, payload }: PointPlan): Fates {
  const walk = (rule: Rule) => planItinerary(rule, recorded, tiers, payload);
  return {
    tested: Array.from({ length: exits }, (_, i) => walk(testedUpTo(i + 1))),
    offloaded: walk(OFFLOADED),
    allEdge: walk(allEdge()),
    allCloud: walk(allCloud()),
    measure(what) {
      const seen = Array.from({ length: exits - 1 }, () => new Float64Array(recorded.labels.length));
      let sample = 0;
      walk({
        approach: () => 'test',
        decide({ exit, measured }) {
          (seen[exit - 1] as Float64Array)[sample] = measured;
          if (exit === exits - 1) sample++;
          return 'continue';
        },
        measure: what,
      });
      return seen;
    },
  };
}

/** The latest exit that is in time: exits from last to first, each with its best cut. What Edgent and Boomerang share. */

import { cutAt } from './cut-at.ts';
import type { Rule } from './policy.ts';
import { expectedNs, type RuleFacts, smallest } from './rule-facts.ts';
import { stopAt } from './stop-at.ts';

/**
 * First the cuts that lead to exit N (the picture, exits 1..`cuts`), then one rule for each early exit, from exit N-1 to the first.
 *
 * Exits stay where the scenario puts them, so that one way leads to an early exit.
 *
 * @param exits N @param cuts number of tensors that may be shipped; 0: the picture alone is
 */
export function rightSizingRules(exits: number, cuts: number): Rule[] {
  return [
    ...Array.from({ length: cuts + 1 }, (_, cut) => cutAt(cut)),
    ...Array.from({ length: exits - 1 }, (_, i) => stopAt(exits - 1 - i)),
  ];
}

/**
 * Rule of the latest exit whose quickest cut takes at most `leftNs`; where none does, that of exit 1.
 *
 * @param facts of `rightSizingRules`, in their order
 */
export function latestInTime(facts: readonly RuleFacts[], cuts: number, bps: number, leftNs: number): number {
  const timesNs = facts.map((fact) => expectedNs(fact, bps, 1));
  const best = smallest(timesNs.slice(0, cuts + 1));
  if ((timesNs[best] as number) <= leftNs) return best;
  const early = timesNs.findIndex((timeNs, rule) => rule > cuts && timeNs <= leftNs);
  return early < 0 ? facts.length - 1 : early;
}

/** Offline profiling: what each rule costs and is worth on average, by walking the samples of a recording made for this. */

import type { Rule } from '../policies/policy.ts';
import type { RuleFacts } from '../policies/rule-facts.ts';
import { laneTime } from './part-work.ts';
import type { Itinerary, ProfilePlan, WorldPlan } from './plan.ts';
import { planItinerary } from './plan-itinerary.ts';

/** @returns facts of each rule, in their order */
export function tabulateRules(rules: readonly Rule[], { recorded, tiers, payload }: ProfilePlan, world: WorldPlan): RuleFacts[] {
  return rules.map((rule) => tabulate(planItinerary(rule, recorded, tiers, payload), world));
}

function tabulate(walk: Itinerary, { links, answerBytes }: WorldPlan): RuleFacts {
  const { samples, topTier, prediction, label } = walk;
  const mean = (of: (sample: number) => number): number => {
    let sum = 0;
    for (let sample = 0; sample < samples; sample++) sum += of(sample);
    return sum / samples;
  };
  const ways = links.map(({ up, down, propagationNs }, l) => {
    const upNs = laneTime(up);
    const answerNs = down === null ? 0 : laneTime(down)(answerBytes);
    return (bytes: number) => 2 * propagationNs + answerNs + (l === 0 ? 0 : upNs(bytes));
  });
  const wayNs = (sample: number) =>
    ways.reduce(
      (sum, way, l) => ((topTier[sample] as number) > l ? sum + way((walk.upBytes[l] as Float64Array)[sample] as number) : sum),
      0,
    );
  return {
    edgeNs: mean((sample) => (walk.computeNs[0] as Float64Array)[sample] as number),
    upBytes: mean((sample) => walk.upBytes[0]?.[sample] ?? 0),
    wayNs: mean(wayNs),
    upperNs: mean((sample) => walk.computeNs.slice(1).reduce((sum, tier) => sum + (tier[sample] as number), 0)),
    sentShare: mean((sample) => ((topTier[sample] as number) > 0 ? 1 : 0)),
    accuracy: mean((sample) => (prediction[sample] === label[sample] ? 1 : 0)),
  };
}

/** The latest exit that meets the deadline, searched anew for every request at the bandwidth that recent messages saw. */

import { Conditions } from './conditions.ts';
import { perDevice } from './per-device.ts';
import type { Policy, Rule } from './policy.ts';
import { latestInTime } from './right-sizing.ts';
import type { RuleFacts } from './rule-facts.ts';

export interface Boomerang {
  /** From arrival [ns]; null: the request's own. */
  readonly deadlineNs: number | null;
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/**
 * @param rules `rightSizingRules`, and `facts` of them
 * @param cuts number of tensors that may be shipped
 * @param uplinkBps mean capacity of the uplink, believed until messages say otherwise
 * @see Zeng, Li, Zhou, Chen, "Boomerang: On-Demand Cooperative Deep Neural Network Inference for Edge Intelligence on the Industrial
 * Internet of Things" (IEEE Network, 2019)
 */
export function boomerang(
  { deadlineNs, forgetNs }: Boomerang,
  rules: readonly Rule[],
  facts: readonly RuleFacts[],
  cuts: number,
  uplinkBps: number,
): Policy {
  return {
    rules,
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const conditions = perDevice(() => new Conditions(uplinkBps, forgetNs));
        return {
          choose: ({ nowNs, device, leftNs }) =>
            latestInTime(facts, cuts, conditions(device).bps(nowNs), deadlineNs ?? leftNs ?? Number.POSITIVE_INFINITY),
          learn: (outcome) => conditions(outcome.device).learn(outcome),
        };
      },
    },
  };
}

/** The latest exit that meets the deadline at the bandwidth's present state. */

import { BandwidthState } from './bandwidth-state.ts';
import { perDevice } from './per-device.ts';
import type { Policy, Rule } from './policy.ts';
import { latestInTime } from './right-sizing.ts';
import type { RuleFacts } from './rule-facts.ts';

export interface Edgent {
  /** From arrival [ns]; null: the request's own. */
  readonly deadlineNs: number | null;
  /** `static` goes by the bandwidth known at set-up, `dynamic` by a state that follows what messages see. */
  readonly network: 'static' | 'dynamic';
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/**
 * @param rules `rightSizingRules`, and `facts` of them
 * @param cuts number of tensors that may be shipped
 * @param uplinkBps mean capacity of the uplink
 * @see Li, Zhou, Chen, "Edge Intelligence: On-Demand Deep Learning Model Co-Inference with Device-Edge Synergy" (MECOMM 2018)
 */
export function edgent(
  { deadlineNs, network, forgetNs }: Edgent,
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
        const states = perDevice(() => new BandwidthState(uplinkBps, forgetNs));
        return {
          choose({ nowNs, device, leftNs }) {
            const bps = network === 'static' ? uplinkBps : states(device).bps(nowNs);
            return latestInTime(facts, cuts, bps, deadlineNs ?? leftNs ?? Number.POSITIVE_INFINITY);
          },
          learn: (outcome) => states(outcome.device).learn(outcome),
        };
      },
    },
  };
}

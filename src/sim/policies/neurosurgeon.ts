/** Where to cut a network in two, decided for every request by what the uplink carries and how loaded the cloud is. */

import { Conditions } from './conditions.ts';
import { cutAt } from './cut-at.ts';
import { perDevice } from './per-device.ts';
import type { Policy, Rule } from './policy.ts';
import { expectedNs, type RuleFacts, smallest, upperNsOfSent } from './rule-facts.ts';
import { stopAt } from './stop-at.ts';

export interface Neurosurgeon {
  /** What is least: the latency, or the energy of the device. */
  readonly objective:
    | { readonly kind: 'latency' }
    /** Power of the device while it computes, and of its radio while it sends [W]. */
    | { readonly kind: 'energy'; readonly deviceW: number; readonly radioW: number };
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/**
 * Its cuts, from all above to all below: the picture, exits 1..`cuts`, and the device's last exit in place of exit N.
 *
 * @param cuts number of tensors that may be shipped; 0: the picture alone is
 * @param own last exit of the first tier; 0: it holds none, and there is nothing but the picture to send
 */
export function neurosurgeonRules(cuts: number, own: number): Rule[] {
  const shipped = Array.from({ length: cuts + 1 }, (_, cut) => cutAt(cut));
  return own === 0 ? shipped : [...shipped, stopAt(own)];
}

/**
 * Takes the cut of least sum t_device + S / B + k sum t_cloud, or of least P_device sum t_device + P_radio S / B. No exit is early.
 *
 * @param facts of the rules, in their order
 * @param uplinkBps mean capacity of the uplink, believed until messages say otherwise
 * @see Kang et al., "Neurosurgeon: Collaborative Intelligence Between the Cloud and Mobile Edge" (ASPLOS 2017)
 */
export function neurosurgeon(
  { objective, forgetNs }: Neurosurgeon,
  rules: readonly Rule[],
  facts: readonly RuleFacts[],
  uplinkBps: number,
): Policy {
  const cost = (fact: RuleFacts, bps: number, load: number) =>
    objective.kind === 'latency'
      ? expectedNs(fact, bps, load)
      : objective.deviceW * fact.edgeNs + (objective.radioW * 8e9 * fact.upBytes) / bps;
  return {
    rules,
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const conditions = perDevice(() => new Conditions(uplinkBps, forgetNs));
        return {
          choose({ nowNs, device }) {
            const present = conditions(device);
            return smallest(facts.map((fact) => cost(fact, present.bps(nowNs), present.load(nowNs))));
          },
          learn: (outcome) => conditions(outcome.device).learn(outcome, upperNsOfSent(facts[outcome.rule] as RuleFacts)),
        };
      },
    },
  };
}

/** A wearable and the handheld it is paired with: where to cut a network, by the time it takes and by what it costs either battery. */

import { Battery, type BatteryPlan } from './battery.ts';
import { Conditions } from './conditions.ts';
import { neurosurgeonRules } from './neurosurgeon.ts';
import { perDevice } from './per-device.ts';
import type { Policy, Rule } from './policy.ts';
import { expectedNs, type RuleFacts, smallest, upperNsOfSent } from './rule-facts.ts';

/** What a machine spends, and what it has. */
export interface Spender {
  /** While it computes [W]. */
  readonly computeW: number;
  /** While a message of the pair is on the first link, sent or received [W]. */
  readonly radioW: number;
  /** null: it is on the mains, and counts as full. */
  readonly battery: BatteryPlan | null;
}

export interface Deepwear {
  /** From arrival [ns]; null: the request's own deadline, and none where it has none. */
  readonly boundNs: number | null;
  /** What counts, 0..: time, a joule of the wearable, a joule of the handheld. At least one is above 0. */
  readonly weights: { readonly latency: number; readonly wearable: number; readonly handheld: number };
  readonly wearable: Spender;
  readonly handheld: Spender;
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/** Its cuts, from all on the handheld to all on the wearable. No exit is early. */
export const deepwearRules: (cuts: number, own: number) => Rule[] = neurosurgeonRules;

/** What a pair sees when it has to choose. */
export interface PairState {
  /** B, what the link carries [bit/s]. */
  readonly bps: number;
  /** k, time above the first tier as a multiple of what computing alone takes there. */
  readonly load: number;
  /** b of each battery, above 0..1. */
  readonly wearableShare: number;
  readonly handheldShare: number;
}

/**
 * Index of the cut that costs least, of those whose expected time is within the bound; the quickest where none is.
 *
 * cost = w_t T / max T + (w_w E_w / b_w + w_h k E_h / b_h) / max (E_w + E_h), maxima over the cuts within the bound: a joule counts for more the
 * emptier the battery it comes from, and one of a handheld that is busy with other things k times.
 */
export function solveDeepwear(
  { weights, wearable, handheld }: Deepwear,
  facts: readonly RuleFacts[],
  pair: PairState,
  leftNs: number,
): number {
  const { bps, load, wearableShare, handheldShare } = pair;
  const costs = facts.map((fact) => {
    const airNs = (8e9 * fact.upBytes) / bps;
    return {
      timeNs: expectedNs(fact, bps, load),
      wearable: wearable.computeW * fact.edgeNs + wearable.radioW * airNs,
      handheld: handheld.computeW * fact.upperNs + handheld.radioW * airNs,
    };
  });
  const timesNs = costs.map(({ timeNs }) => timeNs);
  if (Math.min(...timesNs) > leftNs) return smallest(timesNs);
  const inTime = costs.filter(({ timeNs }) => timeNs <= leftNs);
  const mostNs = Math.max(...inTime.map(({ timeNs }) => timeNs)) || 1;
  const mostEnergy = Math.max(...inTime.map((cost) => cost.wearable + cost.handheld)) || 1;
  return smallest(
    costs.map((cost) => {
      if (cost.timeNs > leftNs) return Number.POSITIVE_INFINITY;
      const energy = (weights.wearable * cost.wearable) / wearableShare + (weights.handheld * load * cost.handheld) / handheldShare;
      return (weights.latency * cost.timeNs) / mostNs + energy / mostEnergy;
    }),
  );
}

/**
 * Every device is a wearable with a handheld of its own. What is over is charged to both batteries: computing at its mean, the message by the time it was on the link.
 *
 * @param rules `deepwearRules`, and `facts` of them
 * @param uplinkBps mean capacity of the link, believed until messages say otherwise
 * @see Xu et al., "DeepWear: Adaptive Local Offloading for On-Wearable Deep Learning" (IEEE TMC 2020)
 */
export function deepwear(plan: Deepwear, rules: readonly Rule[], facts: readonly RuleFacts[], uplinkBps: number): Policy {
  const { wearable, handheld, boundNs, forgetNs } = plan;
  return {
    rules,
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const pairs = perDevice(() => ({
          conditions: new Conditions(uplinkBps, forgetNs),
          wearable: new Battery(wearable.battery),
          handheld: new Battery(handheld.battery),
        }));
        return {
          choose({ nowNs, device, leftNs }) {
            const pair = pairs(device);
            const state = {
              bps: pair.conditions.bps(nowNs),
              load: pair.conditions.load(nowNs),
              wearableShare: pair.wearable.share,
              handheldShare: pair.handheld.share,
            };
            return solveDeepwear(plan, facts, state, boundNs ?? leftNs ?? Number.POSITIVE_INFINITY);
          },
          learn(outcome) {
            const pair = pairs(outcome.device);
            const fact = facts[outcome.rule] as RuleFacts;
            const aboveNs = upperNsOfSent(fact);
            pair.conditions.learn(outcome, aboveNs);
            pair.wearable.spend(1e-9 * (wearable.computeW * fact.edgeNs + wearable.radioW * outcome.sendNs));
            pair.handheld.spend(1e-9 * (handheld.computeW * (outcome.upperNs > 0 ? aboveNs : 0) + handheld.radioW * outcome.sendNs));
          },
        };
      },
    },
  };
}

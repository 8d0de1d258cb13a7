/** Cut and threshold together, from a table made offline and looked up again as uplink and cloud change. */

import { Conditions } from './conditions.ts';
import { cutAt } from './cut-at.ts';
import { perDevice } from './per-device.ts';
import type { Policy, Rule } from './policy.ts';
import { expectedNs, type RuleFacts, upperNsOfSent } from './rule-facts.ts';
import { stopAt } from './stop-at.ts';

/** What SPINN may want: quick answers, many of them, little work for the server or the device, right answers. */
export const SPINN_AIMS = ['latency', 'throughput', 'server', 'device', 'accuracy'] as const;
export type SpinnAim = (typeof SPINN_AIMS)[number];

export interface Spinn {
  /** Of all answers, 0..1; null: any. */
  readonly minAccuracy: number | null;
  /** Mean latency [ns]; null: any. */
  readonly maxLatencyNs: number | null;
  /** Aims in their order, or weighted against each other. */
  readonly aims:
    | { readonly kind: 'ordered'; readonly order: readonly SpinnAim[] }
    | { readonly kind: 'weighted'; readonly weights: Readonly<Record<SpinnAim, number>> };
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/** Confidences from which an exit may answer. */
const THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/** What is within this share of the best in one aim is left to the next. */
const NEARLY = 0.01;

/** What is measured has to change by this share for the table to be looked up again. */
const CHANGE = 0.05;

/** All above (the picture), then each cut at each threshold, then all below at each threshold. @param own last exit of the first tier */
export function spinnRules(own: number): Rule[] {
  const cuts = Array.from({ length: own }, (_, i) => THRESHOLDS.map((threshold) => cutAt(i + 1, threshold)));
  return [cutAt(0), ...cuts.flat(), ...(own === 0 ? [] : THRESHOLDS.map((threshold) => stopAt(own, threshold)))];
}

/**
 * Index of the rule that meets the constraints and serves the aims best. Where none meets both, accuracy goes before latency; where none
 * is accurate enough, the most accurate is taken.
 */
export function solveSpinn({ minAccuracy, maxLatencyNs, aims }: Spinn, facts: readonly RuleFacts[], bps: number, load: number): number {
  const costs = facts.map((fact) => costsOf(fact, bps, load));
  const all = [...facts.keys()];
  const accurate = all.filter((rule) => (facts[rule] as RuleFacts).accuracy >= (minAccuracy ?? 0));
  if (accurate.length === 0) return least(all, (rule) => -(facts[rule] as RuleFacts).accuracy)[0] as number;
  const latencyNs = (rule: number) => (costs[rule] as Costs).latency;
  const quick = accurate.filter((rule) => latencyNs(rule) <= (maxLatencyNs ?? Number.POSITIVE_INFINITY));
  if (quick.length === 0) return least(accurate, latencyNs)[0] as number;
  if (aims.kind === 'ordered') {
    return aims.order.reduce((left, aim) => least(left, (rule) => (costs[rule] as Costs)[aim]), quick)[0] as number;
  }
  const most = (aim: SpinnAim) => Math.max(...quick.map((rule) => (costs[rule] as Costs)[aim])) || 1;
  const scales = SPINN_AIMS.map((aim) => aims.weights[aim] / most(aim));
  const score = (rule: number) => SPINN_AIMS.reduce((sum, aim, i) => sum + (scales[i] as number) * (costs[rule] as Costs)[aim], 0);
  const scores = quick.map(score);
  return quick[scores.indexOf(Math.min(...scores))] as number;
}

type Costs = Readonly<Record<SpinnAim, number>>;

/** All to be small: throughput as the time of the busiest part for one request, accuracy as the share of wrong answers. */
function costsOf(fact: RuleFacts, bps: number, load: number): Costs {
  return {
    latency: expectedNs(fact, bps, load),
    throughput: Math.max(fact.edgeNs, (8e9 * fact.upBytes) / bps, load * fact.upperNs),
    server: fact.upperNs,
    device: fact.edgeNs,
    accuracy: 1 - fact.accuracy,
  };
}

/** Those whose cost is nearly the least; the least of all first. */
function least(rules: readonly number[], cost: (rule: number) => number): number[] {
  const best = Math.min(...rules.map(cost));
  const near = best + NEARLY * Math.abs(best);
  return rules.filter((rule) => cost(rule) <= near).sort((a, b) => cost(a) - cost(b) || a - b);
}

/**
 * @param rules `spinnRules`, and `facts` of them
 * @param uplinkBps mean capacity of the uplink, believed until messages say otherwise
 * @see Laskaridis et al., "SPINN: Synergistic Progressive Inference of Neural Networks over Device and Cloud" (MobiCom 2020)
 */
export function spinn(plan: Spinn, rules: readonly Rule[], facts: readonly RuleFacts[], uplinkBps: number): Policy {
  return {
    rules,
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const devices = perDevice(() => {
          const conditions = new Conditions(uplinkBps, plan.forgetNs);
          return { conditions, bps: uplinkBps, load: 1, rule: solveSpinn(plan, facts, uplinkBps, 1) };
        });
        return {
          choose({ nowNs, device }) {
            const own = devices(device);
            const bps = own.conditions.bps(nowNs);
            const load = own.conditions.load(nowNs);
            if (Math.abs(bps - own.bps) > CHANGE * own.bps || Math.abs(load - own.load) > CHANGE * own.load) {
              Object.assign(own, { bps, load, rule: solveSpinn(plan, facts, bps, load) });
            }
            return own.rule;
          },
          learn: (outcome) => devices(outcome.device).conditions.learn(outcome, upperNsOfSent(facts[outcome.rule] as RuleFacts)),
        };
      },
    },
  };
}

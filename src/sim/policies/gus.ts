/** Every request to the server and the model that satisfy it most, of those that are accurate and quick enough and have room; else it is turned away. */

import { answerAt, turnAway } from './answer-at.ts';
import { Conditions } from './conditions.ts';
import { perDevice } from './per-device.ts';
import type { Outcome, Policy, Rule, Situation } from './policy.ts';
import { type RuleFacts, upperNsOfSent } from './rule-facts.ts';

export interface Gus {
  /** Least accuracy, 0..1; null: that of the request. */
  readonly minAccuracy: number | null;
  /** From arrival [ns]; null: that of the request. */
  readonly deadlineNs: number | null;
  readonly weights: { readonly accuracy: number; readonly time: number };
  /** Requests of a device that may be under way at or to a tier, and messages on its uplink; null: any number. */
  readonly computeRoom: number | null;
  readonly linkRoom: number | null;
  /** From the last message up until what it measured counts no more [ns]. */
  readonly forgetNs: number;
}

/** A server with a model: an exit, answering where it lives. */
export interface Service {
  readonly facts: RuleFacts;
  /** Index of its tier. */
  readonly tier: number;
}

/** What a device reckons of a service for the request at hand. */
export interface Offer {
  /** Share of right answers, 0..1. */
  readonly accuracy: number;
  /** Until the answer is back, waiting included [ns]. */
  readonly timeNs: number;
  readonly hasRoom: boolean;
}

/** What a request asks for, and what is most of it. */
export interface Wish {
  readonly minAccuracy: number;
  /** null: it may take any time. */
  readonly leftNs: number | null;
  /** Accuracy of the best model, above 0. */
  readonly bestAccuracy: number;
  /** Longest deadline of all requests [ns]; one that may take any time is measured by it. */
  readonly longestNs: number;
}

/** One for each exit 1..N, and one that turns away. */
export function gusRules(exits: number): Rule[] {
  return [...Array.from({ length: exits }, (_, i) => answerAt(i + 1)), turnAway()];
}

/**
 * Index of the feasible offer of greatest satisfaction w_a (a - A) / max a + w_c (C - c) / max c, the first of equals; null where none is
 * accurate enough, in time and has room.
 */
export function mostSatisfying({ weights }: Pick<Gus, 'weights'>, offers: readonly Offer[], wish: Wish): number | null {
  const { minAccuracy, leftNs, bestAccuracy, longestNs } = wish;
  let best: number | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, { accuracy, timeNs, hasRoom }] of offers.entries()) {
    if (!hasRoom || accuracy < minAccuracy || (leftNs !== null && timeNs > leftNs)) continue;
    const gain = (weights.accuracy * (accuracy - minAccuracy)) / bestAccuracy;
    const satisfaction = gain + (weights.time * ((leftNs ?? longestNs) - timeNs)) / longestNs;
    if (satisfaction > most) [best, most] = [i, satisfaction];
  }
  return best;
}

/** What a device knows of the servers, from its own requests. */
class Surroundings {
  readonly #plan: Gus;
  readonly #services: readonly Service[];
  readonly #servers: number;
  readonly #uplink: Conditions;
  /** By tier. */
  readonly #tiers: readonly Conditions[];
  readonly #underWay: number[];
  /** When the device's own server has done what was given it so far, as it reckons [ns]. */
  #freeNs = 0;

  constructor(plan: Gus, services: readonly Service[], servers: number, uplinkBps: number) {
    const tiers = Math.max(...services.map(({ tier }) => tier)) + 1;
    this.#plan = plan;
    this.#services = services;
    this.#servers = servers;
    this.#uplink = new Conditions(uplinkBps, plan.forgetNs);
    this.#tiers = Array.from({ length: tiers }, () => new Conditions(uplinkBps, plan.forgetNs));
    this.#underWay = new Array<number>(tiers).fill(0);
  }

  offers({ nowNs, backlog, backlogBytes }: Situation): Offer[] {
    const { computeRoom, linkRoom } = this.#plan;
    return this.#services.map(({ facts, tier }) => {
      const { edgeNs, upBytes, wayNs, upperNs, accuracy } = facts;
      const waitNs = edgeNs > 0 ? Math.max(0, this.#freeNs - nowNs) : 0;
      const load = (this.#tiers[tier] as Conditions).load(nowNs);
      const beyondNs = tier === 0 ? 0 : (8e9 * (backlogBytes + upBytes)) / this.#uplink.bps(nowNs) + wayNs + load * upperNs;
      const isFull = (this.#underWay[tier] as number) >= (computeRoom ?? Number.POSITIVE_INFINITY);
      const isJammed = tier > 0 && backlog >= (linkRoom ?? Number.POSITIVE_INFINITY);
      return { accuracy, timeNs: waitNs + edgeNs + beyondNs, hasRoom: !isFull && !isJammed };
    });
  }

  send(service: number, nowNs: number): void {
    const { facts, tier } = this.#services[service] as Service;
    this.#underWay[tier] = (this.#underWay[tier] as number) + 1;
    if (facts.edgeNs > 0) this.#freeNs = Math.max(nowNs, this.#freeNs) + facts.edgeNs / this.#servers;
  }

  learn(outcome: Outcome): void {
    const service = this.#services[outcome.rule];
    // What was turned away went nowhere.
    if (service === undefined) return;
    const { facts, tier } = service;
    this.#underWay[tier] = (this.#underWay[tier] as number) - 1;
    this.#uplink.learn(outcome);
    (this.#tiers[tier] as Conditions).learn(outcome, upperNsOfSent(facts));
  }
}

/**
 * @param services one for each exit 1..N, in their order
 * @param servers of the first tier @param longestNs longest deadline of any request
 * @param uplinkBps mean capacity of the uplink, believed until messages say otherwise
 * @see Hosseinzadeh, Wachal, Khamfroush, Lucani, "Optimal Accuracy-Time Trade-off for Deep Learning Services in Edge Computing Systems" (ICC 2021)
 */
export function gus(plan: Gus, services: readonly Service[], servers: number, longestNs: number, uplinkBps: number): Policy {
  const bestAccuracy = Math.max(...services.map(({ facts }) => facts.accuracy)) || 1;
  return {
    rules: gusRules(services.length),
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const devices = perDevice(() => new Surroundings(plan, services, servers, uplinkBps));
        return {
          choose(situation) {
            const around = devices(situation.device);
            const minAccuracy = plan.minAccuracy ?? situation.minAccuracy;
            const leftNs = plan.deadlineNs ?? situation.leftNs;
            const service = mostSatisfying(plan, around.offers(situation), { minAccuracy, leftNs, bestAccuracy, longestNs });
            if (service === null) return services.length;
            around.send(service, situation.nowNs);
            return service;
          },
          learn: (outcome) => devices(outcome.device).learn(outcome),
        };
      },
    },
  };
}

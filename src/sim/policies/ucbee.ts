/** A bandit that finds its threshold while it works. */

import { ordinary } from './ordinary.ts';
import { perDevice } from './per-device.ts';
import type { Outcome, Policy } from './policy.ts';

export type UcbeeReward =
  /** What sending gained in confidence, less a price for it, 0..1. */
  | { readonly kind: 'paper'; readonly overhead: number }
  /** What sending gained in confidence, less the request's latency / scale, at most 1. */
  | { readonly kind: 'latency'; readonly scaleNs: number };

export interface Ucbee {
  /** c, 0..: how much what was seldom tried is preferred. */
  readonly exploration: number;
  readonly reward: UcbeeReward;
}

/** Arms: exits answer from this confidence on. */
const THRESHOLDS = [0, 0.2, 0.4, 0.6, 0.8, 1] as const;

/**
 * UCB1 over thresholds, each arm pulled once and then argmax mean + c sqrt(ln t / n); ties go to the lower threshold. One bandit a
 * device. Answers come late, so that t and n count choices and the mean is over the rewards known by then, 0 before the first.
 *
 * @see Pacheco et al., "AdaEE: Adaptive Early-Exit DNN Inference Through Multi-Armed Bandits" (ICC 2023); "UCBEE" (2023)
 */
export function ucbee({ exploration, reward }: Ucbee): Policy {
  return {
    rules: THRESHOLDS.map((threshold) => ordinary(threshold)),
    choice: {
      kind: 'adaptive',
      reconsiders: false,
      start() {
        const bandits = perDevice(() => new Bandit(exploration));
        return {
          choose: ({ device }) => bandits(device).pull(),
          learn: (outcome) => bandits(outcome.device).learn(outcome.rule, rewardOf(outcome, reward)),
        };
      },
    },
  };
}

class Bandit {
  readonly #exploration: number;
  readonly #pulls = THRESHOLDS.map(() => 0);
  readonly #rewards = THRESHOLDS.map(() => 0);
  readonly #sums = THRESHOLDS.map(() => 0);
  #total = 0;

  constructor(exploration: number) {
    this.#exploration = exploration;
  }

  pull(): number {
    const arm = this.#total < THRESHOLDS.length ? this.#total : this.#best();
    this.#pulls[arm] = (this.#pulls[arm] as number) + 1;
    this.#total++;
    return arm;
  }

  learn(arm: number, reward: number): void {
    this.#rewards[arm] = (this.#rewards[arm] as number) + 1;
    this.#sums[arm] = (this.#sums[arm] as number) + reward;
  }

  #best(): number {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    this.#pulls.forEach((pulls, arm) => {
      const rewards = this.#rewards[arm] as number;
      const mean = rewards === 0 ? 0 : (this.#sums[arm] as number) / rewards;
      const index = mean + this.#exploration * Math.sqrt(Math.log(this.#total) / pulls);
      if (index > most) [best, most] = [arm, index];
    });
    return best;
  }
}

/** An answer that never came has confidence 0: it gained nothing and cost what sending costs. */
function rewardOf({ isSent, confidence, ownConfidence, latencyNs }: Outcome, reward: UcbeeReward): number {
  const gain = isSent ? Math.max(confidence - ownConfidence, 0) : 0;
  if (reward.kind === 'latency') return gain - Math.min(latencyNs / reward.scaleNs, 1);
  return isSent ? gain - reward.overhead : 0;
}

/**
 * What a device thinks of the world beyond it, from its own requests: what its uplink carries, how loaded the upper tiers are.
 *
 * Both are exponentially weighted means. What was measured long ago tells nothing of now: without news for `forgetNs` the device
 * believes again in what it knew at set-up, as a probe would make it do. Otherwise one bad spell would keep it from ever sending again.
 */

import type { Outcome } from './policy.ts';

/** Weight of a new measurement; ours: the last four weigh two thirds. */
const GAIN = 1 / 4;

export class Conditions {
  readonly #nominalBps: number;
  readonly #forgetNs: number;
  #bps: number;
  #load = 1;
  #measuredNs = Number.NEGATIVE_INFINITY;

  /**
   * @param nominalBps what the uplink carries in the long run [bit/s], as known at set-up
   * @param forgetNs from the last message up until it counts no more
   */
  constructor(nominalBps: number, forgetNs = Number.POSITIVE_INFINITY) {
    this.#nominalBps = nominalBps;
    this.#forgetNs = forgetNs;
    this.#bps = nominalBps;
  }

  /** What the uplink carries [bit/s]. */
  bps(nowNs: number): number {
    return this.#isFresh(nowNs) ? this.#bps : this.#nominalBps;
  }

  /** Time above the first tier, waiting included, as a multiple of what computing alone takes there; 1 at set-up. */
  load(nowNs: number): number {
    return this.#isFresh(nowNs) ? this.#load : 1;
  }

  /** @param nominalUpperNs mean time that such a request computes above the first tier; 0 where that is not known */
  learn({ nowNs, sentBytes, sendNs, upperNs }: Outcome, nominalUpperNs = 0): void {
    if (sendNs <= 0) return;
    const bps = this.bps(nowNs);
    const load = this.load(nowNs);
    this.#bps = bps + GAIN * ((8e9 * sentBytes) / sendNs - bps);
    // An upper tier that was never reached has not reported.
    this.#load = upperNs > 0 && nominalUpperNs > 0 ? load + GAIN * (upperNs / nominalUpperNs - load) : load;
    this.#measuredNs = nowNs;
  }

  #isFresh(nowNs: number): boolean {
    return nowNs - this.#measuredNs <= this.#forgetNs;
  }
}

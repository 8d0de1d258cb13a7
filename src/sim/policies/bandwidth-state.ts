/** What the uplink carries, as a state that holds until messages say that it has changed. */

import type { Outcome } from './policy.ts';

/** Messages that have to agree on a change, and how far from the state they have to lie; ours. */
const AGREEING = 3;
const FACTOR = 1.5;

/** After three messages in a row that saw more than 1.5 times the state, or less than it / 1.5, their mean is the new state. */
export class BandwidthState {
  readonly #nominalBps: number;
  readonly #forgetNs: number;
  #bps: number;
  #measuredNs = Number.NEGATIVE_INFINITY;
  /** Since messages lie off the state, all to the same side. */
  #strayBps: number[] = [];

  /** @param nominalBps first state [bit/s] @param forgetNs from the last message up until the first state is believed again */
  constructor(nominalBps: number, forgetNs: number) {
    this.#nominalBps = nominalBps;
    this.#forgetNs = forgetNs;
    this.#bps = nominalBps;
  }

  bps(nowNs: number): number {
    return this.#isFresh(nowNs) ? this.#bps : this.#nominalBps;
  }

  learn({ nowNs, sentBytes, sendNs }: Outcome): void {
    if (sendNs <= 0) return;
    if (!this.#isFresh(nowNs)) {
      this.#bps = this.#nominalBps;
      this.#strayBps = [];
    }
    this.#measuredNs = nowNs;
    const bps = (8e9 * sentBytes) / sendNs;
    const side = this.#side(bps);
    if (side === 0 || this.#strayBps.some((stray) => this.#side(stray) !== side)) this.#strayBps = [];
    if (side === 0) return;
    this.#strayBps.push(bps);
    if (this.#strayBps.length < AGREEING) return;
    this.#bps = this.#strayBps.reduce((sum, stray) => sum + stray, 0) / AGREEING;
    this.#strayBps = [];
  }

  #isFresh(nowNs: number): boolean {
    return nowNs - this.#measuredNs <= this.#forgetNs;
  }

  #side(bps: number): number {
    if (bps > FACTOR * this.#bps) return 1;
    return bps < this.#bps / FACTOR ? -1 : 0;
  }
}

/** The way through the air: half the round-trip time and what jitter adds, without one message overtaking another. */

import type { LanePlan, LinkPlan } from '../plan/plan.ts';
import { jitterNs } from '../world/jitter.ts';
import type { MakeStream } from './services.ts';

export class Air {
  readonly #links: readonly LinkPlan[];
  /** Jitter of each lane, up lanes first, by request; null where it has none. */
  readonly #jitterNs: readonly (Float64Array | null)[];
  /** Last landing from each place. */
  readonly #landedNs: Float64Array;

  /** @param laneNames up lanes, then down lanes @param places of all stations together */
  constructor(links: readonly LinkPlan[], laneNames: readonly string[], places: number, requests: number, stream: MakeStream) {
    const lanes: readonly (LanePlan | null)[] = [...links.map(({ up }) => up), ...links.map(({ down }) => down)];
    this.#links = links;
    this.#jitterNs = lanes.map((lane, i) =>
      lane === null || lane.jitter === null ? null : jitterNs(lane.jitter, requests, stream('jitter', laneNames[i] as string)),
    );
    this.#landedNs = new Float64Array(this.#jitterNs.some((delays) => delays !== null) ? places : 0);
  }

  /** Time in the air of every message of a lane [ns]; null where it differs. */
  steadyNs(lane: number): number | null {
    return this.#jitterNs[lane] === null ? (this.#links[lane % this.#links.length] as LinkPlan).propagationNs : null;
  }

  /** When the message of request `r`, whose last bit leaves `place` of `lane` now, has landed [ns]. */
  landNs(r: number, lane: number, place: number, nowNs: number): number {
    const { propagationNs } = this.#links[lane % this.#links.length] as LinkPlan;
    const jitter = this.#jitterNs[lane] as Float64Array | null;
    if (jitter === null) return nowNs + propagationNs;
    const landNs = Math.max(nowNs + propagationNs + (jitter[r] as number), this.#landedNs[place] as number);
    this.#landedNs[place] = landNs;
    return landNs;
  }

  /** How much later than without jitter it lands [ns]. */
  extraNs(r: number, lane: number, place: number, nowNs: number): number {
    if (this.#jitterNs[lane] === null) return 0;
    return this.landNs(r, lane, place, nowNs) - nowNs - (this.#links[lane % this.#links.length] as LinkPlan).propagationNs;
  }
}

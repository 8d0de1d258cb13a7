/** What every importer makes: rates that held one after the other. */

import type { Steps } from '../rate-windows.ts';

/** Builds steps from stretches of time; equal rates in a row become one step. */
export interface Samples {
  /** @param lengthNs > 0; @param bps >= 0 */
  add(lengthNs: number, bps: number): void;
  /** Whether any stretch has a rate above 0. */
  hasRate(): boolean;
  /** Steps that repeat after the last stretch. */
  end(): Steps;
}

export function samples(): Samples {
  const startsNs: number[] = [];
  const bps: number[] = [];
  let nowNs = 0;
  return {
    add(lengthNs, rate) {
      if (bps.at(-1) !== rate) {
        startsNs.push(nowNs);
        bps.push(rate);
      }
      nowNs += lengthNs;
    },
    hasRate: () => bps.some((rate) => rate > 0),
    end: () => ({ kind: 'steps', startsNs: Float64Array.from(startsNs), bps: Float64Array.from(bps), repeatNs: nowNs }),
  };
}

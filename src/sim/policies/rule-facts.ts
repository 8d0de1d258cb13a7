/**
 * What is known of a rule before the run: means over the samples of a recording made for this, never over those it will meet.
 *
 * A table of these is what offline profiling gives a real system.
 */

export interface RuleFacts {
  /** Computing at the first tier [ns]. */
  readonly edgeNs: number;
  /** Bytes up the first link, overhead included; 0 for those that stay. */
  readonly upBytes: number;
  /** Under way besides: propagation, answers, and the links further up at their mean capacity [ns]. */
  readonly wayNs: number;
  /** Computing above the first tier, where nobody waits [ns]. */
  readonly upperNs: number;
  /** Share of the requests that leave the first tier, 0..1. */
  readonly sentShare: number;
  /** Share of the answers that are right, 0..1. */
  readonly accuracy: number;
}

/**
 * Mean latency of a request under a rule where nobody waits for the device or the uplink [ns]: edge + 8 bytes / B + way + k upper.
 *
 * @param bps B, what the uplink carries now [bit/s]
 * @param load k, time above the first tier as a multiple of what computing alone takes there
 */
export function expectedNs({ edgeNs, upBytes, wayNs, upperNs }: RuleFacts, bps: number, load: number): number {
  return edgeNs + (8e9 * upBytes) / bps + wayNs + load * upperNs;
}

/** Time that a request which leaves the first tier computes above it, where nobody waits [ns]. */
export function upperNsOfSent({ upperNs, sentShare }: RuleFacts): number {
  return sentShare > 0 ? upperNs / sentShare : 0;
}

/** Index of the smallest value, the first of equals. */
export function smallest(values: readonly number[]): number {
  return values.indexOf(Math.min(...values));
}

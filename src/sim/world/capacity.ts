/**
 * How much a lane can carry over time, as plain numbers; the plan passes these on under the same names.
 *
 * They live in this room, below the plan, because whoever computes with them does.
 */

/**
 * A Markov chain in continuous time: stay in state i for an exponential time, then move to state j with probability next[i][j].
 *
 * All arrays are [states]; `next` is [states x states], rows sum to 1. A chain of one state stays there for ever.
 */
export interface MarkovPlan {
  /** What the chain drives: bits a second of a link, requests a second of a device; >= 0. */
  readonly rates: readonly number[];
  /** Mean stay [ns], > 0. */
  readonly meanNs: readonly number[];
  readonly next: readonly (readonly number[])[];
}

/** How much a lane can carry over time. Clocks start at 0 of each replication. */
export type CapacityPlan =
  | { readonly kind: 'constant'; readonly bps: number }
  /** bps[i] holds from startsNs[i] on; startsNs[0] = 0. The last one holds for ever, or everything repeats every `repeatNs`. */
  | { readonly kind: 'steps'; readonly startsNs: Float64Array; readonly bps: Float64Array; readonly repeatNs: number | null }
  /** Mahimahi: `bytes` may leave at each of timesNs (non-decreasing), which repeat every `repeatNs`, their last value. */
  | { readonly kind: 'opportunities'; readonly timesNs: Float64Array; readonly bytes: number; readonly repeatNs: number }
  /** Drawn for every replication and place; rates in bits a second. */
  | { readonly kind: 'markov'; readonly chain: MarkovPlan };

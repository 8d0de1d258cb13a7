/**
 * The laws of a part of the world as plain data: outages, loss, jitter, radio; capacity.ts has those of what a lane can carry.
 *
 * Units stand in the names: Ns nanoseconds, Bps bits per second. What draws and follows them stands in the files beside this one.
 */

/** When a part of the world stands still. Work under way is resumed afterwards. */
export type OutagePlan =
  /** From fromNs[i] until toNs[i], ascending and apart. */
  | { readonly kind: 'windows'; readonly fromNs: Float64Array; readonly toNs: Float64Array }
  /** Exponential times between failures and to repair, drawn for every replication and place; up at 0. */
  | { readonly kind: 'random'; readonly meanUpNs: number; readonly meanDownNs: number };

/** Gilbert and Elliott's channel, stepped once a packet; random loss has goodToBad 0. A lost packet is sent again at once. */
export interface LossPlan {
  readonly packetBytes: number;
  readonly goodToBad: number;
  readonly badToGood: number;
  /** Probability that a packet is lost, by state. */
  readonly lossInGood: number;
  readonly lossInBad: number;
}

/** Delay added to the propagation of each message; messages keep their order. */
export interface JitterPlan {
  readonly distribution: 'uniform' | 'exponential';
  /** Uniform lies in 0..2 meanNs. */
  readonly meanNs: number;
}

/** The radio of a device on the first link. @see Huang et al., MobiSys 2012 */
export interface RadioPlan {
  /** Energy of a bit sent and received [nJ], which is mW per Mbit/s. */
  readonly upNjPerBit: number;
  readonly downNjPerBit: number;
  /** Power while anything is sent or received [W]. */
  readonly baseW: number;
  /** Waking the radio from idle: duration and power. Costs energy, not latency. */
  readonly promotionNs: number;
  readonly promotionW: number;
  /** After the last message the radio stays awake: duration and power. */
  readonly tailNs: number;
  readonly tailW: number;
}

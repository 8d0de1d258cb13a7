/**
 * What a pass over the requests of a world of two tiers reads and writes: one server everywhere, and nothing that varies. Most sweeps are
 * made of such worlds. No request overtakes another there, so all stations are taken in one go, request by request.
 */

/** The stops of a request, in the order in which it meets them: the edge, the up lane, the cloud, the down lane. */
export const STOPS = 4;

/** In place of a time on the up lane: there is none. */
export const STAYS_BELOW = -1;

/** What the rows of the itinerary do. */
export interface Stays {
  /** By row and stop [ns] [rows x 4]; on the up lane STAYS_BELOW for those who do not go up. */
  readonly staysNs: Float64Array;
  /** One more after each change of what `staysNs` holds. */
  readonly version: number;
  /** Rows that this version changed; null: all. */
  readonly changed: Int32Array | null;
}

export interface OneLinkWorld extends Stays {
  /** Each way [ns]. */
  readonly propagationNs: number;
  /** Whether answers take time on the down lane. */
  readonly hasDown: boolean;
}

/** Requests as they arise. */
export interface Requests {
  readonly arrivalNs: Float64Array;
  /** Row of the itinerary. */
  readonly row: Int32Array;
}

/** Waits of those who go up, in the order of their requests. */
export interface WaitNotes {
  /** For the up lane, at the cloud and, where answers take time there, for the down lane; then those of the next [ns]. */
  readonly waitsNs: Float64Array;
  /** Numbers a request. */
  readonly stride: 2 | 3;
}

/** Numbers a request writes; the third is written over where it tells nothing. */
export const MOST_NOTES = 3;

/** What a pass has come to [ns], by stop; moves on from one part of the requests to the next. */
export interface PassState {
  /** When each stop is free. */
  readonly freeNs: Float64Array;
  /** Sums of the waits and of the stays there. */
  readonly waitsNs: Float64Array;
  readonly staysNs: Float64Array;
}

/**
 * Takes requests `from` .. `to` - 1 through.
 *
 * What is written tells the whole way of a request: the wait at the edge is what its latency leaves.
 *
 * @param latencyNs where latencies go, by request [ns] @param notes of all requests from the first on; null: nobody asks
 * @param gone how many of the requests before have gone up @returns how many by now
 */
export type Pass = (
  world: OneLinkWorld,
  requests: Requests,
  from: number,
  to: number,
  latencyNs: Float64Array,
  state: PassState,
  notes: WaitNotes | null,
  gone: number,
) => number;

/** Numbers that a request notes. */
export function strideOf({ hasDown }: Pick<OneLinkWorld, 'hasDown'>): 2 | 3 {
  return hasDown ? 3 : 2;
}

/** Notes of up to so many requests. */
export function makeNotes(requests: number, world: Pick<OneLinkWorld, 'hasDown'>): WaitNotes {
  return { waitsNs: new Float64Array(MOST_NOTES * requests), stride: strideOf(world) };
}

/** Before the first request. */
export function startPass(): PassState {
  return { freeNs: new Float64Array(STOPS), waitsNs: new Float64Array(STOPS), staysNs: new Float64Array(STOPS) };
}

/**
 * The recursion over a world of two tiers, one server each, and nothing that varies: what most sweeps are made of.
 *
 * No request overtakes another there, so all stations are taken in one go, request by request. max(0, d) is written (d + |d|) / 2,
 * which is exact for whole numbers and which a compiler makes no branch of; sums stand so that the time at which a stop is free, for which
 * the next request waits, is known after as few steps as can be.
 */

/** The stops of a request, in the order in which it meets them. */
export const STOPS = 4;

/** Stays and ways of the rows. */
export interface OneLinkWorld {
  /** Way of each row. */
  readonly wayOf: Uint8Array;
  /** Stay of each row at its stops on each way that it may take [ns] [ways x rows x 4]. */
  readonly staysNs: Float64Array;
  /** By way: 1 where it goes up. */
  readonly isUp: Uint8Array;
  /** Each way [ns]. */
  readonly propagationNs: number;
  /** Whether answers take time on the down lane. */
  readonly hasDown: boolean;
}

/** Where the stays of a row begin. */
export function stopsOf(wayOf: Uint8Array, row: number): number {
  return STOPS * ((wayOf[row] as number) * wayOf.length + row);
}

/** Requests as they arise. */
export interface Requests {
  readonly arrivalNs: Float64Array;
  /** Row of the itinerary. */
  readonly row: Int32Array;
}

/** Where waits go, by request [ns]: at the edge, for the up lane, at the cloud, for the down lane; null: nobody waits there. */
export type WaitColumns = readonly [Float64Array, Float64Array, Float64Array, Float64Array | null];

/** What a pass has come to [ns]: when each stop is free, sums of the waits there; then what follows. */
export const FREE = 0;
export const WAITS = STOPS;
/** Sum of the latencies, the largest of them, and when the last answer from above arrived. */
export const LATENCY_SUM = 2 * STOPS;
export const LATENCY_MOST = LATENCY_SUM + 1;
export const LAST_FROM_ABOVE = LATENCY_SUM + 2;
export const STATE = LATENCY_SUM + 3;

/** Requests a call: the compiler does well with loops of this length, called again and again. */
const CHUNK = 4096;

/**
 * Takes requests `from` .. `to` - 1 through.
 *
 * @param latencyNs where latencies go, by request [ns] @param columns at least `to` long; null: nobody asks
 * @param state of the requests before, moves on [STATE]
 */
export function passOneLink(
  { wayOf, staysNs, isUp, propagationNs, hasDown }: OneLinkWorld,
  { arrivalNs, row }: Requests,
  from: number,
  to: number,
  latencyNs: Float64Array,
  columns: WaitColumns | null,
  state: Float64Array,
): void {
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(start + CHUNK, to);
    if (columns === null) passChunk(start, end, arrivalNs, row, wayOf, staysNs, isUp, propagationNs, hasDown, latencyNs, state);
    else passAndNote(start, end, arrivalNs, row, wayOf, staysNs, isUp, propagationNs, latencyNs, columns, state);
  }
}

// Columns are arguments, not fields of an object: V8 forgets what it compiled for objects of a shape when the last of them is collected.
// And the loop is written twice, since asking at every stop whether there is a column costs a third more.

function passChunk(
  from: number,
  to: number,
  arrivalNs: Float64Array,
  row: Int32Array,
  wayOf: Uint8Array,
  staysNs: Float64Array,
  isUp: Uint8Array,
  propagationNs: number,
  hasDown: boolean,
  latencyNs: Float64Array,
  state: Float64Array,
): void {
  const rows = wayOf.length;
  let edgeFreeNs = state[FREE] as number;
  let upFreeNs = state[FREE + 1] as number;
  let cloudFreeNs = state[FREE + 2] as number;
  let downFreeNs = state[FREE + 3] as number;
  let edgeSum = state[WAITS] as number;
  let upSum = state[WAITS + 1] as number;
  let cloudSum = state[WAITS + 2] as number;
  let downSum = state[WAITS + 3] as number;
  let latencySum = state[LATENCY_SUM] as number;
  let latencyMost = state[LATENCY_MOST] as number;
  let lastNs = state[LAST_FROM_ABOVE] as number;
  for (let r = from; r < to; r++) {
    const taken = row[r] as number;
    const way = wayOf[taken] as number;
    const stop = STOPS * (way * rows + taken);
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeSum += waitNs;
    edgeFreeNs = waitNs + (arrived + (staysNs[stop] as number));
    if (isUp[way] === 0) {
      const latency = edgeFreeNs - arrived;
      latencyNs[r] = latency;
      latencySum += latency;
      if (latency > latencyMost) latencyMost = latency;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    upSum += waitNs;
    upFreeNs = waitNs + (edgeFreeNs + (staysNs[stop + 1] as number));
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    cloudSum += waitNs;
    cloudFreeNs = waitNs + (landed + (staysNs[stop + 2] as number));
    lastNs = cloudFreeNs + propagationNs;
    if (hasDown) {
      behind = downFreeNs - cloudFreeNs;
      waitNs = 0.5 * (behind + Math.abs(behind));
      downSum += waitNs;
      downFreeNs = waitNs + (cloudFreeNs + (staysNs[stop + 3] as number));
      lastNs = downFreeNs + propagationNs;
    }
    const latency = lastNs - arrived;
    latencyNs[r] = latency;
    latencySum += latency;
    if (latency > latencyMost) latencyMost = latency;
  }
  state[FREE] = edgeFreeNs;
  state[FREE + 1] = upFreeNs;
  state[FREE + 2] = cloudFreeNs;
  state[FREE + 3] = downFreeNs;
  state[WAITS] = edgeSum;
  state[WAITS + 1] = upSum;
  state[WAITS + 2] = cloudSum;
  state[WAITS + 3] = downSum;
  state[LATENCY_SUM] = latencySum;
  state[LATENCY_MOST] = latencyMost;
  state[LAST_FROM_ABOVE] = lastNs;
}

/** The same, waits written down. */
function passAndNote(
  from: number,
  to: number,
  arrivalNs: Float64Array,
  row: Int32Array,
  wayOf: Uint8Array,
  staysNs: Float64Array,
  isUp: Uint8Array,
  propagationNs: number,
  latencyNs: Float64Array,
  [edgeWaitNs, upWaitNs, cloudWaitNs, downWaitNs]: WaitColumns,
  state: Float64Array,
): void {
  const rows = wayOf.length;
  let edgeFreeNs = state[FREE] as number;
  let upFreeNs = state[FREE + 1] as number;
  let cloudFreeNs = state[FREE + 2] as number;
  let downFreeNs = state[FREE + 3] as number;
  let edgeSum = state[WAITS] as number;
  let upSum = state[WAITS + 1] as number;
  let cloudSum = state[WAITS + 2] as number;
  let downSum = state[WAITS + 3] as number;
  let latencySum = state[LATENCY_SUM] as number;
  let latencyMost = state[LATENCY_MOST] as number;
  let lastNs = state[LAST_FROM_ABOVE] as number;
  for (let r = from; r < to; r++) {
    const taken = row[r] as number;
    const way = wayOf[taken] as number;
    const stop = STOPS * (way * rows + taken);
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeWaitNs[r] = waitNs;
    edgeSum += waitNs;
    edgeFreeNs = waitNs + (arrived + (staysNs[stop] as number));
    if (isUp[way] === 0) {
      upWaitNs[r] = 0;
      cloudWaitNs[r] = 0;
      if (downWaitNs !== null) downWaitNs[r] = 0;
      const latency = edgeFreeNs - arrived;
      latencyNs[r] = latency;
      latencySum += latency;
      if (latency > latencyMost) latencyMost = latency;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    upWaitNs[r] = waitNs;
    upSum += waitNs;
    upFreeNs = waitNs + (edgeFreeNs + (staysNs[stop + 1] as number));
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    cloudWaitNs[r] = waitNs;
    cloudSum += waitNs;
    cloudFreeNs = waitNs + (landed + (staysNs[stop + 2] as number));
    lastNs = cloudFreeNs + propagationNs;
    if (downWaitNs !== null) {
      behind = downFreeNs - cloudFreeNs;
      waitNs = 0.5 * (behind + Math.abs(behind));
      downWaitNs[r] = waitNs;
      downSum += waitNs;
      downFreeNs = waitNs + (cloudFreeNs + (staysNs[stop + 3] as number));
      lastNs = downFreeNs + propagationNs;
    }
    const latency = lastNs - arrived;
    latencyNs[r] = latency;
    latencySum += latency;
    if (latency > latencyMost) latencyMost = latency;
  }
  state[FREE] = edgeFreeNs;
  state[FREE + 1] = upFreeNs;
  state[FREE + 2] = cloudFreeNs;
  state[FREE + 3] = downFreeNs;
  state[WAITS] = edgeSum;
  state[WAITS + 1] = upSum;
  state[WAITS + 2] = cloudSum;
  state[WAITS + 3] = downSum;
  state[LATENCY_SUM] = latencySum;
  state[LATENCY_MOST] = latencyMost;
  state[LAST_FROM_ABOVE] = lastNs;
}

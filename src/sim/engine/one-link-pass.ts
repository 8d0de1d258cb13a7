/**
 * The recursion over a world of two tiers, one server each, and nothing that varies: what most sweeps are made of.
 *
 * No request overtakes another there, so all stations are taken in one go, request by request. max(0, d) is written (d + |d|) / 2,
 * which is exact for whole numbers and which a compiler makes no branch of; sums stand so that the time at which a stop is free, for which
 * the next request waits, is known after as few steps as can be.
 */

/** The stops of a request, in the order in which it meets them. */
export const STOPS = 4;

/** What the rows of the itinerary do. */
export interface OneLinkWorld {
  /** Stays at the edge, on the up lane, at the cloud, on the down lane [ns] [rows x 4]; on the up lane STAYS_BELOW for those who do not go up. */
  readonly staysNs: Float64Array;
  /** Each way [ns]. */
  readonly propagationNs: number;
  /** Whether answers take time on the down lane. */
  readonly hasDown: boolean;
}

/** In place of a time on the up lane: there is none. */
export const STAYS_BELOW = -1;

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

/** What a pass has come to [ns], by stop; moves on from one part of the requests to the next. */
export interface PassState {
  /** When each stop is free. */
  readonly freeNs: Float64Array;
  /** Sums of the waits there. */
  readonly waitsNs: Float64Array;
}

/** Requests a call: the compiler does well with loops of this length, called again and again. */
const CHUNK = 4096;

/** Notes of up to so many requests. */
export function makeNotes(requests: number, { hasDown }: Pick<OneLinkWorld, 'hasDown'>): WaitNotes {
  // Three are written in any case, and the third written over where there is none.
  return { waitsNs: new Float64Array(3 * requests), stride: hasDown ? 3 : 2 };
}

/**
 * Takes requests `from` .. `to` - 1 through.
 *
 * What is written tells the whole way of a request: the wait at the edge is what its latency leaves.
 *
 * @param latencyNs where latencies go, by request [ns] @param notes of all requests from the first on; null: nobody asks
 * @param noted numbers noted before @returns numbers noted by now
 */
export function passOneLink(
  { staysNs, propagationNs }: OneLinkWorld,
  { arrivalNs, row }: Requests,
  from: number,
  to: number,
  latencyNs: Float64Array,
  { freeNs, waitsNs }: PassState,
  notes: WaitNotes | null = null,
  noted = 0,
): number {
  let at = noted;
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(start + CHUNK, to);
    if (notes === null) passChunk(start, end, arrivalNs, row, staysNs, propagationNs, latencyNs, freeNs, waitsNs);
    else at = noteChunk(start, end, arrivalNs, row, staysNs, propagationNs, latencyNs, freeNs, waitsNs, notes, at);
  }
  return at;
}

/**
 * A row's stays begin at 4 times its number: written in bits, nobody looks whether such an index overflows. Columns are arguments, not fields
 * of an object: V8 forgets what it compiled for objects of a shape when the last of them is collected. The loop keeps no more
 * numbers at hand than it must, since those that find no register are waited for. Without a down lane nobody waits for one.
 */
function passChunk(
  from: number,
  to: number,
  arrivalNs: Float64Array,
  row: Int32Array,
  staysNs: Float64Array,
  propagationNs: number,
  latencyNs: Float64Array,
  freeNs: Float64Array,
  waitsNs: Float64Array,
): void {
  let edgeFreeNs = freeNs[0] as number;
  let upFreeNs = freeNs[1] as number;
  let cloudFreeNs = freeNs[2] as number;
  let downFreeNs = freeNs[3] as number;
  let edgeSum = waitsNs[0] as number;
  let upSum = waitsNs[1] as number;
  let cloudSum = waitsNs[2] as number;
  let downSum = waitsNs[3] as number;
  for (let r = from; r < to; r++) {
    const stop = (row[r] as number) << 2;
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeSum += waitNs;
    edgeFreeNs = waitNs + (arrived + (staysNs[stop] as number));
    const sendingNs = staysNs[stop | 1] as number;
    if (sendingNs < 0) {
      latencyNs[r] = edgeFreeNs - arrived;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    upSum += waitNs;
    upFreeNs = waitNs + (edgeFreeNs + sendingNs);
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    cloudSum += waitNs;
    cloudFreeNs = waitNs + (landed + (staysNs[stop | 2] as number));
    behind = downFreeNs - cloudFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    downSum += waitNs;
    downFreeNs = waitNs + (cloudFreeNs + (staysNs[stop | 3] as number));
    latencyNs[r] = downFreeNs + (propagationNs - arrived);
  }
  freeNs[0] = edgeFreeNs;
  freeNs[1] = upFreeNs;
  freeNs[2] = cloudFreeNs;
  freeNs[3] = downFreeNs;
  waitsNs[0] = edgeSum;
  waitsNs[1] = upSum;
  waitsNs[2] = cloudSum;
  waitsNs[3] = downSum;
}

/** The same, and the waits of those who go up noted: a loop of its own, since that costs a fifth more. @returns numbers noted by now */
function noteChunk(
  from: number,
  to: number,
  arrivalNs: Float64Array,
  row: Int32Array,
  staysNs: Float64Array,
  propagationNs: number,
  latencyNs: Float64Array,
  freeNs: Float64Array,
  waitsNs: Float64Array,
  { waitsNs: notes, stride }: WaitNotes,
  noted: number,
): number {
  let edgeFreeNs = freeNs[0] as number;
  let upFreeNs = freeNs[1] as number;
  let cloudFreeNs = freeNs[2] as number;
  let downFreeNs = freeNs[3] as number;
  let edgeSum = waitsNs[0] as number;
  let upSum = waitsNs[1] as number;
  let cloudSum = waitsNs[2] as number;
  let downSum = waitsNs[3] as number;
  let next = noted;
  for (let r = from; r < to; r++) {
    const stop = (row[r] as number) << 2;
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeSum += waitNs;
    edgeFreeNs = waitNs + (arrived + (staysNs[stop] as number));
    const sendingNs = staysNs[stop | 1] as number;
    if (sendingNs < 0) {
      latencyNs[r] = edgeFreeNs - arrived;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next] = waitNs;
    upSum += waitNs;
    upFreeNs = waitNs + (edgeFreeNs + sendingNs);
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next + 1] = waitNs;
    cloudSum += waitNs;
    cloudFreeNs = waitNs + (landed + (staysNs[stop | 2] as number));
    behind = downFreeNs - cloudFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next + 2] = waitNs;
    downSum += waitNs;
    downFreeNs = waitNs + (cloudFreeNs + (staysNs[stop | 3] as number));
    latencyNs[r] = downFreeNs + (propagationNs - arrived);
    next += stride;
  }
  freeNs[0] = edgeFreeNs;
  freeNs[1] = upFreeNs;
  freeNs[2] = cloudFreeNs;
  freeNs[3] = downFreeNs;
  waitsNs[0] = edgeSum;
  waitsNs[1] = upSum;
  waitsNs[2] = cloudSum;
  waitsNs[3] = downSum;
  return next;
}

/**
 * Requests through one station of the recursion: each starts when it has come and a server is free.
 *
 * The loop for one server at one place, where nothing varies, is what most of a sweep's time goes into: it has no branch that
 * depends on chance, and max(0, d) is written (d + |d|) / 2, which is exact for whole numbers and which a compiler makes no branch of.
 */

/** What a pass works on. */
export interface StationPass {
  /** The requests that come, in the order of their entry: ids[0..count-1]. */
  readonly ids: Int32Array;
  readonly count: number;
  /** When each request enters [ns]; after the pass, when it comes to the next station. */
  readonly clockNs: Float64Array;
  readonly sample: Int32Array;
  /** Stay of each sample [ns]. */
  readonly tableNs: Float64Array;
  /** Where waits go; null: nobody waits here. */
  readonly waitsNs: Float64Array | null;
  /** Where stays go; null: known beforehand. */
  readonly staysNs: Float64Array | null;
  /** From the end of a stay to the next station [ns]. */
  readonly delayNs: number;
  /** When busy time begins to count [ns]. */
  readonly openNs: number;
}

export interface StationTotals {
  /** Busy time from `openNs` on [ns]. */
  busyNs: number;
  /** Stays and waits [ns]. */
  areaNs: number;
}

/** Requests a call: the compiler does well with loops of this length, called again and again. */
const CHUNK = 4096;

/** One server at one place. */
export function passOneServer(pass: StationPass): StationTotals {
  const state = Float64Array.of(0, 0, 0);
  for (let from = 0; from < pass.count; from += CHUNK) passChunk(pass, from, Math.min(from + CHUNK, pass.count), state);
  return { busyNs: state[1] as number, areaNs: state[2] as number };
}

/** @param state when the server is free, and the totals so far [ns] */
function passChunk(pass: StationPass, from: number, to: number, state: Float64Array): void {
  const { ids, clockNs, sample, tableNs, waitsNs, staysNs, delayNs, openNs } = pass;
  let freeNs = state[0] as number;
  let busyNs = state[1] as number;
  let areaNs = state[2] as number;
  for (let i = from; i < to; i++) {
    const r = ids[i] as number;
    const enteredNs = clockNs[r] as number;
    const stayNs = tableNs[sample[r] as number] as number;
    const late = freeNs - enteredNs;
    const waitNs = 0.5 * (late + Math.abs(late));
    freeNs = enteredNs + waitNs + stayNs;
    if (waitsNs !== null) waitsNs[r] = waitNs;
    if (staysNs !== null) staysNs[r] = stayNs;
    clockNs[r] = freeNs + delayNs;
    areaNs += waitNs + stayNs;
    // Of a stay that began before, what comes after counts.
    const counted = freeNs - openNs;
    if (counted > 0) busyNs += counted < stayNs ? counted : stayNs;
  }
  state[0] = freeNs;
  state[1] = busyNs;
  state[2] = areaNs;
}

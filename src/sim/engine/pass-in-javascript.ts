/**
 * The pass over the requests of a world with one link, where there is no WebAssembly: in a report page.
 *
 * max(0, d) is written (d + |d|) / 2, which is exact for whole numbers and which a compiler makes no branch of; sums stand so that the
 * time at which a stop is free, for which the next request waits, is known after as few steps as can be.
 */

import { MOST_NOTES, type OneLinkWorld, type PassState, type Requests, strideOf, type WaitNotes } from './one-link-world.ts';

/** Requests a call: the compiler does well with loops of this length, called again and again. */
const CHUNK = 4096;
/** Notes that nobody asks for. */
const spare = new Float64Array(MOST_NOTES * CHUNK);

/** A `Pass`. */
export function passInJavaScript(
  world: OneLinkWorld,
  { arrivalNs, row }: Requests,
  from: number,
  to: number,
  latencyNs: Float64Array,
  { freeNs, waitsNs, staysNs: sumsNs }: PassState,
  notes: WaitNotes | null,
  gone: number,
): number {
  const { staysNs, propagationNs } = world;
  const stride = strideOf(world);
  let up = gone;
  for (let start = from; start < to; start += CHUNK) {
    const end = Math.min(start + CHUNK, to);
    const [noted, at] = notes === null ? [spare, 0] : [notes.waitsNs, up * stride];
    const next = passChunk(start, end, arrivalNs, row, staysNs, propagationNs, latencyNs, freeNs, waitsNs, sumsNs, noted, stride, at);
    up += (next - at) / stride;
  }
  return up;
}

/**
 * A row's stays begin at 4 times its number: written in bits, nobody looks whether such an index overflows. Columns are arguments, not fields
 * of an object: V8 forgets what it compiled for objects of a shape when the last of them is collected. The loop keeps no more
 * numbers at hand than it must, since those that find no register are waited for. Without a down lane nobody waits for one.
 *
 * @returns numbers noted by now
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
  sumsNs: Float64Array,
  notes: Float64Array,
  stride: number,
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
  let edgeStays = sumsNs[0] as number;
  let upStays = sumsNs[1] as number;
  let cloudStays = sumsNs[2] as number;
  let downStays = sumsNs[3] as number;
  let next = noted;
  for (let r = from; r < to; r++) {
    const stop = (row[r] as number) << 2;
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeSum += waitNs;
    const edgeNs = staysNs[stop] as number;
    edgeStays += edgeNs;
    edgeFreeNs = waitNs + (arrived + edgeNs);
    const sendingNs = staysNs[stop | 1] as number;
    if (sendingNs < 0) {
      latencyNs[r] = edgeFreeNs - arrived;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next] = waitNs;
    upSum += waitNs;
    upStays += sendingNs;
    upFreeNs = waitNs + (edgeFreeNs + sendingNs);
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next + 1] = waitNs;
    cloudSum += waitNs;
    const cloudNs = staysNs[stop | 2] as number;
    cloudStays += cloudNs;
    cloudFreeNs = waitNs + (landed + cloudNs);
    behind = downFreeNs - cloudFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    notes[next + 2] = waitNs;
    downSum += waitNs;
    const downNs = staysNs[stop | 3] as number;
    downStays += downNs;
    downFreeNs = waitNs + (cloudFreeNs + downNs);
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
  sumsNs[0] = edgeStays;
  sumsNs[1] = upStays;
  sumsNs[2] = cloudStays;
  sumsNs[3] = downStays;
  return next;
}

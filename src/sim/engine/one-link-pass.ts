/**
 * The recursion over a world of two tiers, one server each, and nothing that varies: what most sweeps are made of.
 *
 * No request overtakes another there, so all stations are taken in one go, request by request. max(0, d) is written (d + |d|) / 2,
 * which is exact for whole numbers and which a compiler makes no branch of.
 */

/** Tables by sample, columns by request [ns]. */
export interface OneLinkWorld {
  readonly arrivalNs: Float64Array;
  readonly sample: Int32Array;
  /** By sample: 1 where it goes up. */
  readonly goesUp: Uint8Array;
  readonly edgeNs: Float64Array;
  readonly upNs: Float64Array;
  readonly cloudNs: Float64Array;
  readonly downNs: Float64Array;
  /** Each way. */
  readonly propagationNs: number;
  readonly finishNs: Float64Array;
  readonly edgeWaitNs: Float64Array;
  readonly upWaitNs: Float64Array;
  readonly cloudWaitNs: Float64Array;
  /** null where answers take no time. */
  readonly downWaitNs: Float64Array | null;
}

/** Sums over all requests [ns]. */
export interface WaitSums {
  readonly edge: number;
  readonly up: number;
  readonly cloud: number;
  readonly down: number;
}

/** Requests a call: the compiler does well with loops of this length, called again and again. */
const CHUNK = 4096;

/** Fills the columns with every request. */
export function passOneLink(world: OneLinkWorld, requests: number): WaitSums {
  const freeNs = new Float64Array(4);
  const sumsNs = new Float64Array(4);
  for (let from = 0; from < requests; from += CHUNK) passChunk(world, from, Math.min(from + CHUNK, requests), freeNs, sumsNs);
  const [edge, up, cloud, down] = sumsNs as unknown as [number, number, number, number];
  return { edge, up, cloud, down };
}

/** @param freeNs when edge, up lane, cloud and down lane are free @param sumsNs of the waits there so far */
function passChunk(world: OneLinkWorld, from: number, to: number, freeNs: Float64Array, sumsNs: Float64Array): void {
  const { arrivalNs, sample, goesUp, edgeNs, upNs, cloudNs, downNs, propagationNs } = world;
  const { finishNs, edgeWaitNs, upWaitNs, cloudWaitNs, downWaitNs } = world;
  let edgeFreeNs = freeNs[0] as number;
  let upFreeNs = freeNs[1] as number;
  let cloudFreeNs = freeNs[2] as number;
  let downFreeNs = freeNs[3] as number;
  let edgeSum = sumsNs[0] as number;
  let upSum = sumsNs[1] as number;
  let cloudSum = sumsNs[2] as number;
  let downSum = sumsNs[3] as number;
  for (let r = from; r < to; r++) {
    const taken = sample[r] as number;
    const arrived = arrivalNs[r] as number;
    let behind = edgeFreeNs - arrived;
    let waitNs = 0.5 * (behind + Math.abs(behind));
    edgeWaitNs[r] = waitNs;
    edgeSum += waitNs;
    edgeFreeNs = arrived + waitNs + (edgeNs[taken] as number);
    if (goesUp[taken] === 0) {
      finishNs[r] = edgeFreeNs;
      continue;
    }
    behind = upFreeNs - edgeFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    upWaitNs[r] = waitNs;
    upSum += waitNs;
    upFreeNs = edgeFreeNs + waitNs + (upNs[taken] as number);
    const landed = upFreeNs + propagationNs;
    behind = cloudFreeNs - landed;
    waitNs = 0.5 * (behind + Math.abs(behind));
    cloudWaitNs[r] = waitNs;
    cloudSum += waitNs;
    cloudFreeNs = landed + waitNs + (cloudNs[taken] as number);
    if (downWaitNs === null) {
      finishNs[r] = cloudFreeNs + propagationNs;
      continue;
    }
    behind = downFreeNs - cloudFreeNs;
    waitNs = 0.5 * (behind + Math.abs(behind));
    downWaitNs[r] = waitNs;
    downSum += waitNs;
    downFreeNs = cloudFreeNs + waitNs + (downNs[taken] as number);
    finishNs[r] = downFreeNs + propagationNs;
  }
  freeNs[0] = edgeFreeNs;
  freeNs[1] = upFreeNs;
  freeNs[2] = cloudFreeNs;
  freeNs[3] = downFreeNs;
  sumsNs[0] = edgeSum;
  sumsNs[1] = upSum;
  sumsNs[2] = cloudSum;
  sumsNs[3] = downSum;
}

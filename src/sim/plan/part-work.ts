/** How much work the requests of a trace bring to a tier or a lane on average, and what share of the time it is there to do it. */

import { roundNs } from '../kernel/clock.ts';
import { meanBps } from '../world/mean-capacity.ts';
import { batchPieceNs } from './batch-time.ts';
import type { LanePlan, LossPlan, OutagePlan, PreparedPoint } from './plan.ts';

/**
 * Work of a tier for one request of each sample, weighted by `reach` and summed [ns].
 *
 * A tier that takes batches is reckoned with full ones, as it works when it is pressed: a piece that a share q of its requests need
 * takes T(max q) for a batch of `max`, T being its recorded time by batch size.
 *
 * @param reach how much of each sample's requests get to the tier, 0..1 [samples]
 */
export function tierWorkNs({ world, itinerary, tiers }: PreparedPoint, tier: number, reach: Float64Array): number {
  const { max } = (world.tiers[tier] as (typeof world.tiers)[number]).batch;
  const { batchNs, slowdown } = tiers[tier] as (typeof tiers)[number];
  if (max === 1 || batchNs === null) return weightedSum(itinerary.computeNs[tier] as Float64Array, reach);
  const served = weightedSum(itinerary.isServed[tier] as Uint8Array, reach);
  if (served === 0) return 0;
  const first = itinerary.firstSegment[tier] as Uint8Array;
  const last = itinerary.lastSegment[tier] as Uint8Array;
  const branches = itinerary.branches[tier] as Uint32Array;
  const pieceNs = (timesNs: readonly number[], isNeeded: (sample: number) => boolean) => {
    let needed = 0;
    for (let sample = 0; sample < reach.length; sample++) if (isNeeded(sample)) needed += reach[sample] as number;
    return batchPieceNs(batchNs.sizes, timesNs, (max * needed) / served);
  };
  let fullNs = 0;
  batchNs.segmentNs.forEach((timesNs, k) => {
    fullNs += pieceNs(timesNs, (s) => (first[s] as number) > 0 && (first[s] as number) <= k + 1 && k + 1 <= (last[s] as number));
  });
  batchNs.branchNs.forEach((timesNs, k) => {
    fullNs += pieceNs(timesNs, (s) => (((branches[s] as number) >>> k) & 1) === 1);
  });
  return (fullNs * slowdown * served) / max;
}

/** Mean time of a message of so many bytes on a lane while it works, packets sent again included [ns]. */
export function laneTime({ capacity, loss }: Pick<LanePlan, 'capacity' | 'loss'>): (bytes: number) => number {
  const bps = meanBps(capacity);
  const kept = 1 - meanLoss(loss);
  return (bytes) => (bytes === 0 ? 0 : roundNs((8e9 * bytes) / bps) / kept);
}

/**
 * Share of packets lost in the long run: Gilbert and Elliott's chain is in its bad state a share g / (g + b) of the packets, g and b the
 * probabilities to turn bad and good.
 */
function meanLoss(loss: LossPlan | null): number {
  if (loss === null) return 0;
  const { goodToBad, badToGood, lossInGood, lossInBad } = loss;
  const bad = goodToBad === 0 ? 0 : goodToBad / (goodToBad + badToGood);
  return (1 - bad) * lossInGood + bad * lossInBad;
}

/** Share of the time a part is up in the long run; outages that are listed come to an end and do not count. */
export function upShare(outages: OutagePlan | null): number {
  return outages?.kind === 'random' ? outages.meanUpNs / (outages.meanUpNs + outages.meanDownNs) : 1;
}

/** Sum of values times weights. */
function weightedSum(values: ArrayLike<number>, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (values[i] as number) * (weights[i] as number);
  return sum;
}

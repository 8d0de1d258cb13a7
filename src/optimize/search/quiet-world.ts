/**
 * A world in which nobody waits: what each fate costs there, and how much work it brings to each part.
 *
 * Nothing is faster in the real world: its latencies are bounds below. Where capacity varies, the fastest it ever is counts for the bound,
 * and its mean for the load. Worlds that turn requests away or answer for want of time may be faster, and have no bound.
 */

import { meanGapNs } from '../../sim/plan/offered-load.ts';
import { laneTime, upShare } from '../../sim/plan/part-work.ts';
import type { CapacityPlan, Itinerary, LanePlan, PointPlan } from '../../sim/plan/plan.ts';

/** One part of the world that works: a tier or a lane. */
export interface Part {
  /** Work a second that brings its load to 1, as a share of one server: servers, devices and outages counted. */
  readonly capacity: number;
  /** Places among which the requests are spread, for the guess at waiting. */
  readonly places: number;
}

/** What a fate costs, [samples] each. */
export interface FateCosts {
  /** Least latency [ns]. */
  readonly latencyNs: Float64Array;
  /** 1 where the answer is right. */
  readonly isRight: Uint8Array;
  /** Least energy [J], and what it will rather be: with the radio awake before, meanwhile and afterwards. */
  readonly leastJ: Float64Array;
  readonly guessJ: Float64Array;
  /** Work of each part [ns], as the load counts it. */
  readonly workNs: readonly Float64Array[];
}

export interface QuietWorld {
  readonly parts: readonly Part[];
  /** Between two requests of all devices [ns]; null where they wait for answers. */
  readonly gapNs: number | null;
  /** Whether latencies and energies are bounds, and the load decides who is stable. */
  readonly isBound: boolean;
  costsOf(fate: Itinerary): FateCosts;
}

export function quietWorld(point: PointPlan): QuietWorld {
  const { world, workload } = point;
  const { tiers, links, devices } = world;
  const lanes = links.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const placesOf = (isPerDevice: boolean) => (isPerDevice ? devices : 1);
  return {
    parts: [
      ...tiers.map(({ servers, isPerDevice, outages }) => ({
        capacity: servers * upShare(outages) * placesOf(isPerDevice),
        places: servers * placesOf(isPerDevice),
      })),
      ...lanes.map(({ isPerDevice, outages }) => ({
        capacity: upShare(outages) * placesOf(isPerDevice),
        places: placesOf(isPerDevice),
      })),
    ],
    gapNs: meanGapNs(workload, devices),
    isBound: [...tiers, ...lanes].every(({ buffer }) => buffer === null) && world.timeoutNs === null && workload.whenLate === 'keep',
    costsOf: (fate) => costsOf(fate, point),
  };
}

function costsOf(fate: Itinerary, { world }: PointPlan): FateCosts {
  const { samples, topTier, prediction, label } = fate;
  const latencyNs = new Float64Array(samples);
  const leastJ = new Float64Array(samples);
  const guessJ = new Float64Array(samples);
  const workNs: Float64Array[] = [];
  world.tiers.forEach(({ batch, powerW }, t) => {
    const computeNs = fate.computeNs[t] as Float64Array;
    // Whole batches cost what they cost: neither a bound nor a load follows from single requests.
    const isSingle = batch.max === 1;
    workNs.push(isSingle ? computeNs : new Float64Array(samples));
    for (let i = 0; i < samples; i++) {
      const ns = computeNs[i] as number;
      if (isSingle) latencyNs[i] = (latencyNs[i] as number) + ns;
      const joules = (powerW ?? 0) * ns * 1e-9;
      if (isSingle) leastJ[i] = (leastJ[i] as number) + joules;
      guessJ[i] = (guessJ[i] as number) + joules;
    }
  });
  world.links.forEach(({ up, down, propagationNs }, l) => {
    const bytes = fate.upBytes[l] as Float64Array;
    const upNs = laneTime(up);
    const fastestUpNs = leastTime(up);
    const downNs = down === null ? 0 : laneTime(down)(world.answerBytes);
    const leastNs = 2 * propagationNs + (down === null ? 0 : leastTime(down)(world.answerBytes));
    const upWork = new Float64Array(samples);
    const downWork = new Float64Array(samples);
    const radio = l === 0 ? world.radio : null;
    const answerJ = radio === null ? 0 : 8e-9 * world.answerBytes * radio.downNjPerBit;
    const awakeJ = radio === null ? 0 : (radio.promotionNs * radio.promotionW + radio.tailNs * radio.tailW) * 1e-9;
    for (let i = 0; i < samples; i++) {
      if ((topTier[i] as number) <= l) continue;
      const size = bytes[i] as number;
      upWork[i] = upNs(size);
      downWork[i] = downNs;
      latencyNs[i] = (latencyNs[i] as number) + fastestUpNs(size) + leastNs;
      if (radio === null) continue;
      const bitsJ = 8e-9 * size * radio.upNjPerBit + answerJ;
      leastJ[i] = (leastJ[i] as number) + bitsJ;
      guessJ[i] = (guessJ[i] as number) + bitsJ + radio.baseW * 1e-9 * ((upWork[i] as number) + downNs) + awakeJ;
    }
    workNs.push(upWork);
    if (down !== null) workNs.push(downWork);
  });
  return { latencyNs, isRight: Uint8Array.from(label, (value, i) => (prediction[i] === value ? 1 : 0)), leastJ, guessJ, workNs };
}

/** Time of a message on a lane at its best [ns]. */
function leastTime({ capacity }: LanePlan): (bytes: number) => number {
  const bps = mostBps(capacity);
  return (bytes) => (bytes === 0 || bps === Number.POSITIVE_INFINITY ? 0 : Math.round((8e9 * bytes) / bps));
}

function mostBps(capacity: CapacityPlan): number {
  switch (capacity.kind) {
    case 'constant':
      return capacity.bps;
    case 'steps':
      return capacity.bps.reduce((most, bps) => Math.max(most, bps), 0);
    case 'markov':
      return capacity.chain.rates.reduce((most, bps) => Math.max(most, bps), 0);
    case 'opportunities':
      return Number.POSITIVE_INFINITY;
  }
}

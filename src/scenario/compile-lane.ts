/** One direction of a link in numbers: its capacity over time, and what becomes of the messages. */

import type { BufferPlan, CapacityPlan, JitterPlan, LanePlan, LossPlan, OutagePlan } from '../sim/plan/plan.ts';
import { linkPreset } from '../weather/presets.ts';
import { compileChain } from './compile-chain.ts';
import type { LaneSpec } from './schema/link.ts';
import { parseBandwidthBps, parseBytes, parseDurationNs } from './units.ts';

/** Which reading of a profile a lane asks for: one file may be read in two formats, or with two repetitions. */
export function profileKey({ profile, format, repeat }: Pick<LaneSpec, 'profile' | 'format' | 'repeat'>): string {
  return JSON.stringify([profile, format, repeat === undefined ? null : parseDurationNs(repeat)]);
}

/** @param profiles what was read, by `profileKey` */
export function compileLane(lane: LaneSpec, profiles: ReadonlyMap<string, CapacityPlan>): LanePlan {
  return {
    capacity: compileCapacity(lane, profiles),
    isPerDevice: lane.per === 'device',
    isShared: lane.sharing === 'fair',
    ...compileBuffer(lane),
    loss: compileLoss(lane.loss),
    jitter: compileJitter(lane.jitter),
    outages: compileOutages(lane.outages),
  };
}

function compileCapacity(lane: LaneSpec, profiles: ReadonlyMap<string, CapacityPlan>): CapacityPlan {
  const { bandwidth, profile, markov } = lane;
  if (bandwidth !== undefined) return { kind: 'constant', bps: parseBandwidthBps(bandwidth) };
  const capacity = profile === undefined ? undefined : profiles.get(profileKey(lane));
  if (capacity !== undefined) return capacity;
  const chain =
    typeof markov === 'object' ? compileChain(markov.states, (state) => parseBandwidthBps(state.bandwidth)) : linkPreset(markov ?? '');
  if (chain === undefined) throw new Error('compileCapacity needs a bandwidth, a profile read before or a known chain');
  return { kind: 'markov', chain };
}

export function compileBuffer({ buffer, full }: Pick<LaneSpec, 'buffer' | 'full'>): BufferPlan {
  return { buffer: buffer === 'unlimited' ? null : buffer, whenFull: full };
}

/** @returns null where nothing is ever lost */
function compileLoss(loss: LaneSpec['loss']): LossPlan | null {
  if (loss === undefined) return null;
  const { random, gemodel, packet } = typeof loss === 'number' ? { random: loss, gemodel: undefined, packet: '1500 B' } : loss;
  const packetBytes = parseBytes(packet);
  if (gemodel === undefined) {
    const share = random ?? 0;
    return share === 0 ? null : { packetBytes, goodToBad: 0, badToGood: 1, lossInGood: share, lossInBad: share };
  }
  const { p, r, '1-h': lossInBad, '1-k': lossInGood } = gemodel;
  if (lossInGood === 0 && (p === 0 || lossInBad === 0)) return null;
  return { packetBytes, goodToBad: p, badToGood: r, lossInGood, lossInBad };
}

/** @returns null where nothing is added */
function compileJitter(jitter: LaneSpec['jitter']): JitterPlan | null {
  if (jitter === undefined) return null;
  const plan: JitterPlan =
    typeof jitter === 'string'
      ? { distribution: 'uniform', meanNs: parseDurationNs(jitter) / 2 }
      : { distribution: jitter.distribution, meanNs: parseDurationNs(jitter.mean) };
  return plan.meanNs === 0 ? null : plan;
}

/** @returns null where nothing ever stops */
export function compileOutages(outages: LaneSpec['outages']): OutagePlan | null {
  if (outages === undefined) return null;
  if (!Array.isArray(outages)) {
    return { kind: 'random', meanUpNs: parseDurationNs(outages.mtbf), meanDownNs: parseDurationNs(outages.mttr) };
  }
  if (outages.length === 0) return null;
  return {
    kind: 'windows',
    fromNs: Float64Array.from(outages, ({ from }) => parseDurationNs(from)),
    toNs: Float64Array.from(outages, ({ to }) => parseDurationNs(to)),
  };
}

/** Energy of the counted requests of a replication: what computes, and the devices' radios. */

import type { PreparedPoint, WorldPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { radioEnergyJ } from './radio-energy.ts';

/** Energy of a request on average [J]; null where neither a tier's power nor a radio is given. */
export function energyPerRequestJ(
  { world, workload }: Pick<PreparedPoint, 'world' | 'workload'>,
  records: Records,
  first: number,
): number | null {
  if (world.radio === null && world.tiers.every(({ powerW }) => powerW === null)) return null;
  const counted = records.requests - first;
  // Busy time is counted from the first request on where the end of the warm-up is known only afterwards.
  const watched = workload.warmup.kind === 'mser-5' ? records.requests : counted;
  const computing = world.tiers.reduce((sum, { powerW }, t) => {
    if (powerW === null) return sum;
    const perRequestNs = isPartShared(world, t) ? (records.busyNs[t] as number) / watched : computedNs(records, t, first) / counted;
    return sum + powerW * perRequestNs * 1e-9;
  }, 0);
  return computing + (world.radio === null ? 0 : radioEnergyJ(world.radio, records, first) / counted);
}

/**
 * Whether the compute parts of a tier's requests do not add up to what its servers did: a batch and a shared server are one server for
 * several requests, and an answer that comes after its request has given up was computed all the same. Busy time counts there.
 */
function isPartShared({ tiers, timeoutNs }: WorldPlan, tier: number): boolean {
  const { batch, discipline } = tiers[tier] as WorldPlan['tiers'][number];
  return batch.max > 1 || discipline === 'ps' || (timeoutNs !== null && tier > 0);
}

/** Compute time of the requests from `first` on at a tier [ns]. */
function computedNs({ partNames, stationNames, partsNs }: Records, tier: number, first: number): number {
  const part = partsNs[partNames.indexOf(`${stationNames[tier]}_compute`)] as Float64Array;
  let sum = 0;
  for (let r = first; r < part.length; r++) sum += part[r] as number;
  return sum;
}

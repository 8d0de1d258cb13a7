/** Energy of the counted requests of a replication: what computes, and the devices' radios. */

import type { Itinerary, PreparedPoint, WorldPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { radioEnergyJ } from './radio-energy.ts';
import { countSamples } from './sample-counts.ts';

/** Energy of a request on average [J]; null where neither a tier's power nor a radio is given. */
export function energyPerRequestJ(point: PreparedPoint, records: Records, first: number): number | null {
  const { world, workload, itinerary } = point;
  const counted = records.requests - first;
  // Work is counted from the first request on where the end of the warm-up is known only afterwards.
  const watched = workload.warmup.kind === 'mser-5' ? records.requests : counted;
  const computing = computingJ(world, (t) =>
    isPartShared(world, t) ? (records.workNs[t] as number) / watched : computedNs(itinerary, records, t, first) / counted,
  );
  if (world.radio === null) return computing;
  return (computing ?? 0) + radioEnergyJ(world.radio, records, first) / counted;
}

/** Energy of what computes; null where no power is given. @param perRequestNs time that a tier computes for a request on average */
export function computingJ({ tiers }: WorldPlan, perRequestNs: (tier: number) => number): number | null {
  if (tiers.every(({ powerW }) => powerW === null)) return null;
  return tiers.reduce((sum, { powerW }, t) => (powerW === null ? sum : sum + powerW * perRequestNs(t) * 1e-9), 0);
}

/**
 * Whether the compute parts of a tier's requests do not add up to what its servers did: a batch is one server's work for several requests,
 * and what is computed for a request that has given up is no part of it. The work of the servers counts there.
 */
function isPartShared({ tiers, timeoutNs }: WorldPlan, tier: number): boolean {
  return (tiers[tier] as WorldPlan['tiers'][number]).batch.max > 1 || (timeoutNs !== null && tier > 0);
}

/** Compute time of the requests from `first` on at a tier [ns]; standing still in an outage is none. */
function computedNs(itinerary: Itinerary, records: Records, tier: number, first: number): number {
  const { partNames, stationNames, row } = records;
  const part = partNames.indexOf(`${stationNames[tier]}_compute`);
  const table = records.table(part);
  if (table !== null) return countSamples(row, first, itinerary.samples).weigh(table);
  const column = records.column(part);
  const computeNs = itinerary.computeNs[tier] as Float64Array;
  let sum = 0;
  for (let r = first; r < column.length; r++) sum += Math.min(column[r] as number, computeNs[row[r] as number] as number);
  return sum;
}

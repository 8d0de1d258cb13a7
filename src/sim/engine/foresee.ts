/**
 * What of the records is known before a run: where no request is ever turned away, a stay that nothing varies, the way through the air
 * and the exit that answers depend on the sample alone and are held as tables. The rest is columns to be written as the run goes.
 */

import { isForeseeable } from '../plan/is-foreseeable.ts';
import type { PreparedPoint, TierPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import type { Services } from './services.ts';

/** Columns to write to [ns]; null where the records know already. */
export interface OpenColumns {
  /** By station. */
  readonly waitsNs: readonly (Float64Array | null)[];
  /** By station. */
  readonly staysNs: readonly (Float64Array | null)[];
  readonly propagationNs: Float64Array | null;
  readonly timeoutNs: Float64Array | null;
  readonly exit: Uint8Array | null;
}

/** Tells `records` what is known and clears the columns that are not. */
export function foresee(point: PreparedPoint, records: Records, services: Services): OpenColumns {
  const { world, itinerary } = point;
  const isKnown = isForeseeable(point);
  const stations = records.stationNames.length;
  const none = new Float64Array(itinerary.samples);
  const column = (part: number, tableNs: Float64Array | null): Float64Array | null => {
    if (!isKnown || tableNs === null) return records.clearPart(part);
    records.fixPart(part, tableNs);
    return null;
  };
  const eachStation = <T>(make: (s: number) => T): T[] => Array.from({ length: stations }, (_, s) => make(s));
  const isBatched = (s: number) => s < world.tiers.length && (world.tiers[s] as TierPlan).batch.max > 1;
  const hasJitter = world.links.some(({ up, down }) => up.jitter !== null || (down !== null && down.jitter !== null));
  if (isKnown) records.fixExit(itinerary.exit);
  return {
    waitsNs: eachStation((s) => column(2 * s, services.isFree(s) ? none : null)),
    staysNs: eachStation((s) => column(2 * s + 1, isBatched(s) ? null : services.table(s))),
    propagationNs: column(2 * stations, hasJitter ? null : propagationTable(point)),
    timeoutNs: world.timeoutNs === null ? null : records.clearPart(2 * stations + 1),
    exit: isKnown ? null : records.exit,
  };
}

/** Time of each sample in the air, up and down [ns]. */
function propagationTable({ world, itinerary }: PreparedPoint): Float64Array {
  const byTop = [0];
  for (const { propagationNs } of world.links) byTop.push((byTop.at(-1) as number) + 2 * propagationNs);
  const table = new Float64Array(itinerary.samples);
  for (let sample = 0; sample < table.length; sample++) table[sample] = byTop[itinerary.topTier[sample] as number] as number;
  return table;
}

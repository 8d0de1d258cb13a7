/**
 * Tells the records what is known of them before a run: where no request is ever turned away, a stay that nothing varies, the way
 * through the air and the exit that answers depend on the sample alone and are held as tables. The rest is columns, to be written as
 * the run goes.
 */

import type { PreparedPoint, TierPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { foresightOf } from './foresight.ts';

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
export function foresee(point: PreparedPoint, records: Records): OpenColumns {
  const { world, itinerary } = point;
  const { services, isCertain, propagationNs, nothing } = foresightOf(point);
  const column = (part: number, tableNs: Float64Array | null): Float64Array | null => {
    if (!isCertain || tableNs === null) return records.clearPart(part);
    records.fixPart(part, () => tableNs);
    return null;
  };
  const isBatched = (s: number) => s < world.tiers.length && (world.tiers[s] as TierPlan).batch.max > 1;
  const timeoutPart = 2 * services.length + 1;
  if (isCertain) records.fixExit(() => itinerary.exit);
  return {
    // Nobody waits where nobody stays.
    waitsNs: services.map(({ tier, lane }, s) => column(2 * s, tier === null && lane === null ? nothing : null)),
    staysNs: services.map(({ tableNs }, s) => column(2 * s + 1, isBatched(s) ? null : tableNs)),
    propagationNs: column(2 * services.length, propagationNs),
    timeoutNs: world.timeoutNs === null ? null : records.clearPart(timeoutPart),
    exit: isCertain ? null : records.exit,
  };
}

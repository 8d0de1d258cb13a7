/** Sums over all samples, way by way: what a point of a sweep comes to without columns of its own. */

import { changedSamples } from './changed-samples.ts';
import type { Itinerary, WayFacts, WaysTaken } from './plan.ts';

/** Sums found last, by what its ways are among. */
const last = new WeakMap<object, { readonly taken: WaysTaken; readonly sumsNs: readonly number[] }>();

/**
 * Compute time of each tier over all samples [ns]; null where rows are not what their ways are. Whole numbers, so that their order does not
 * matter, and from one point to the next only those are reckoned that take another way.
 */
export function computeSumsNs({ byWay }: Itinerary): readonly number[] | null {
  if (!byWay) return null;
  const before = last.get(byWay.among);
  if (before?.taken.wayOf === byWay.wayOf) return before.sumsNs;
  const sumsNs = before === undefined ? addUp(byWay) : moveOn(before, byWay);
  last.set(byWay.among, { taken: byWay, sumsNs });
  return sumsNs;
}

function addUp({ wayOf, ways }: WaysTaken): number[] {
  const nothing = new Float64Array(0);
  const tiers = ways.find((way) => way !== null)?.computeNs.length ?? 0;
  return Array.from({ length: tiers }, (_, t) =>
    sumOf(
      wayOf,
      ways.map((way) => (way === null ? nothing : (way.computeNs[t] as Float64Array))),
    ),
  );
}

function sumOf(wayOf: Uint8Array, columns: readonly Float64Array[]): number {
  let sum = 0;
  for (let i = 0; i < wayOf.length; i++) sum += (columns[wayOf[i] as number] as Float64Array)[i] as number;
  return sum;
}

function moveOn(
  { taken, sumsNs }: { readonly taken: WaysTaken; readonly sumsNs: readonly number[] },
  { wayOf, ways }: WaysTaken,
): number[] {
  const sums = [...sumsNs];
  for (const i of changedSamples(taken.wayOf, wayOf)) {
    const [left, entered] = [taken.ways[taken.wayOf[i] as number] as WayFacts, ways[wayOf[i] as number] as WayFacts];
    for (let t = 0; t < sums.length; t++) {
      const change = ((entered.computeNs[t] as Float64Array)[i] as number) - ((left.computeNs[t] as Float64Array)[i] as number);
      sums[t] = (sums[t] as number) + change;
    }
  }
  return sums;
}

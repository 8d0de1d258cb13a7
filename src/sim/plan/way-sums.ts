/** Sums over all samples, way by way: what a point of a sweep comes to without columns of its own. */

import type { Itinerary } from './plan.ts';

const known = new WeakMap<Itinerary, readonly number[]>();

/** Compute time of each tier over all samples [ns]; null where rows are not what their ways are. Whole numbers: their order does not matter. */
export function computeSumsNs(itinerary: Itinerary): readonly number[] | null {
  const { byWay } = itinerary;
  if (!byWay) return null;
  let sums = known.get(itinerary);
  if (sums === undefined) {
    const { wayOf, ways } = byWay;
    const nothing = new Float64Array(0);
    const tiers = ways.find((way) => way !== null)?.computeNs.length ?? 0;
    sums = Array.from({ length: tiers }, (_, t) =>
      sumOf(
        wayOf,
        ways.map((way) => (way === null ? nothing : (way.computeNs[t] as Float64Array))),
      ),
    );
    known.set(itinerary, sums);
  }
  return sums;
}

function sumOf(wayOf: Uint8Array, columns: readonly Float64Array[]): number {
  let sum = 0;
  for (let i = 0; i < wayOf.length; i++) sum += (columns[wayOf[i] as number] as Float64Array)[i] as number;
  return sum;
}

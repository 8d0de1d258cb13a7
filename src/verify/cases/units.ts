/** Numbers the cases share, and their units. */

import { exponentialRows } from '../service-table.ts';

/** Nanoseconds of a millisecond. */
export const MS = 1e6;

/** Replications of every case with intervals: enough for Student's t at the small error a row is allowed. */
export const REPLICATIONS = 20;

/** Mean service of most stations [ms]. */
export const SERVICE_MS = 10;

const UNIT = exponentialRows();

/** A table of exponential times [ns]. */
export function exponentialNs(meanMs: number): Float64Array {
  return UNIT.map((value) => value * meanMs * MS);
}

/** A table of exponential message lengths [whole bytes]. */
export function exponentialBytes(mean: number): Float64Array {
  return UNIT.map((value) => Math.round(value * mean));
}

/** Poisson arrivals at `load` of one server of mean service `serviceMs`. */
export function poissonAt(load: number, serviceMs = SERVICE_MS) {
  return { kind: 'poisson', ratePerS: (1000 * load) / serviceMs } as const;
}

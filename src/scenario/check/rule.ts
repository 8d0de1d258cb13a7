/** What every rule between keys works with: the written tree, and a way to say what is wrong with it. */

import { getAt } from '../tree.ts';
import { type Dimension, parseDurationNs, parseRatePerS, quantityFault } from '../units.ts';
import type { Path } from '../yaml-source.ts';

/** Tells of the key at `path`: what is there, and what to write. */
export type Report = (path: Path, fact: string, rule: string) => void;

/** A scenario as it was written, of which any part may be missing or of the wrong type: that is the schema's to report. */
export interface Draft {
  readonly tree: unknown;
  /** Number of exits N of the model; null where the model is not known. */
  readonly exits: number | null;
  /** What the policies that users bring are called; null where that is not known. */
  readonly labels: readonly string[] | null;
  readonly report: Report;
}

/** The number at `path`, or `fallback` where nothing is written; null where something else is. */
export function numberAt(tree: unknown, path: Path, fallback: number | null = null): number | null {
  const value = getAt(tree, path);
  if (value === undefined) return fallback;
  return typeof value === 'number' ? value : null;
}

function readQuantity(value: unknown, dimension: Dimension, parse: (text: string) => number): number | null {
  return quantityFault(value, dimension, true) === null ? parse(value as string) : null;
}

/** Nanoseconds of a sound duration, else null. */
export function readDurationNs(value: unknown): number | null {
  return readQuantity(value, 'duration', parseDurationNs);
}

/** Per second; null where the value is no sound rate. */
export function readRatePerS(value: unknown): number | null {
  return readQuantity(value, 'rate', parseRatePerS);
}

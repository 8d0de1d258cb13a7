/**
 * A case: a world, what theory expects of it, and how the same figures are read from the engine's records.
 */

import type { PreparedPoint } from '../sim/plan/plan.ts';
import type { Records } from '../sim/records/records.ts';

/** What one replication left. */
export interface Run {
  readonly point: PreparedPoint;
  readonly records: Records;
  /** The same draws in the case's other world; null where it has none. */
  readonly twin: Records | null;
}

export interface Figure {
  readonly name: string;
  /** `ms`, `ms2`, `1/s`, or nothing for shares and counts. */
  readonly unit: 'ms' | 'ms2' | '1/s' | '';
  /** What theory says. */
  readonly expected: number;
  /** `interval`: it must lie in the interval of the replications; `exact`: it is met to the last digit. */
  readonly check: 'interval' | 'exact';
  /** The same figure of one replication. */
  readonly measure: (run: Run) => number;
}

export interface Case {
  /** Cases of one family stand together. */
  readonly family: string;
  /** Unique, as `--only` takes it. */
  readonly name: string;
  readonly point: PreparedPoint;
  /** A world that must give the same figures, exactly. */
  readonly twin?: PreparedPoint;
  readonly replications: number;
  readonly figures: readonly Figure[];
}

/** A figure whose expected value lies within the interval of the replications. */
export function expects(name: string, unit: Figure['unit'], expected: number, measure: Figure['measure']): Figure {
  return { name, unit, expected, check: 'interval', measure };
}

/** A figure that is met exactly. */
export function equals(name: string, unit: Figure['unit'], expected: number, measure: Figure['measure']): Figure {
  return { name, unit, expected, check: 'exact', measure };
}

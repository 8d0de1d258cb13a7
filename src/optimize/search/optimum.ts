/**
 * The document of a search: what `sim optimize --json` prints and optimum.json holds.
 *
 * No clock time, host or path may enter: same scenario, objective and seed, same bytes.
 */

import type { Interval } from '../../sim/summary/result.ts';
import type { Constraint, Figure, LatencyFigure, Preference } from './objective.ts';

export interface OptimumSetting {
  readonly policy: Readonly<Record<string, number | string | boolean | readonly number[]>>;
  /** Exits of each tier by name. */
  readonly exits: Readonly<Record<string, readonly number[]>>;
  readonly payload: string | null;
  readonly codec: string | null;
}

/** What the simulator says of a setting on a trace. */
export interface OptimumFigures {
  readonly replications: number;
  readonly stable: boolean;
  readonly latency_ms: Readonly<Record<LatencyFigure, number | null>>;
  /** Of the latency that the objective looks at. */
  readonly latency_ci95: Interval | null;
  readonly accuracy: number | null;
  readonly accuracy_ci95: Interval | null;
  readonly energy_j_mean: number | null;
  readonly offload_share: number;
  readonly lost_share: number;
  readonly deadline_missed_share: number | null;
}

/** One constraint, held against a setting. */
export interface OptimumCheck {
  readonly figure: Figure;
  readonly bound: 'most' | 'least';
  readonly limit: number;
  readonly value: number | null;
  readonly ci95: Interval | null;
  /** What is left over, in the figure's unit; below 0 what is lacking. */
  readonly margin: number | null;
  readonly met: boolean;
  /** Whether the whole interval meets it. */
  readonly sure: boolean;
}

export interface OptimumCandidate {
  readonly setting: OptimumSetting;
  /** On the trace it was chosen on. */
  readonly validation: OptimumFigures;
  /** On the scenario's trace; null where it was not run there. */
  readonly test: OptimumFigures | null;
  /** On the scenario's trace where it was run there. */
  readonly checks: readonly OptimumCheck[];
  /** This one minus the recommended one on the scenario's trace, paired by replication. */
  readonly difference: { readonly figure: Figure; readonly difference: number | null; readonly ci95: Interval | null } | null;
}

export interface Optimum {
  readonly schema: 'sim.optimum/1';
  readonly engine: string;
  readonly scenario: { readonly name: string; readonly sha256: string };
  readonly seed: number;
  readonly objective: {
    readonly constraints: readonly Constraint[];
    readonly prefer: Preference;
    readonly goal: Figure;
    readonly latency: LatencyFigure;
  };
  readonly traces: {
    readonly validation: { readonly sha256: string; readonly samples: number };
    readonly test: { readonly sha256: string; readonly samples: number };
  };
  readonly search: {
    /** Settings looked at. */
    readonly settings: number;
    /** Discarded without simulation, by the first reason. */
    readonly discarded: { readonly load: number; readonly accuracy: number; readonly latency: number; readonly energy: number };
    /** Settings simulated on the validation trace. */
    readonly simulated: number;
  };
  /** `met`: found, and it holds on the scenario's trace; `missed_on_test`: found, and it does not; `unmet`: no setting meets it. */
  readonly outcome: 'met' | 'missed_on_test' | 'unmet';
  readonly recommendation: OptimumCandidate | null;
  /** Where no setting meets the objective: the one that lacks least. */
  readonly nearest_miss: OptimumCandidate | null;
  /** What is better still by its figures on the validation trace, and keeps to a limit there by less than their 95 % intervals; null where none was found. */
  readonly at_the_limit: OptimumCandidate | null;
  /** The best of another policy, cut, payload or codec. */
  readonly runner_up: OptimumCandidate | null;
  /** The best with the scenario's own policies, cut, payload and codec; null where that is the recommended one. */
  readonly baseline: OptimumCandidate | null;
  /** Settings simulated that none beats in latency, accuracy and energy at once, on the validation trace, by latency. */
  readonly front: readonly { readonly setting: OptimumSetting; readonly validation: OptimumFigures }[];
  /** The recommended scenario, to be saved beside the scenario's own file. */
  readonly yaml: string | null;
}

/** Policies by their numbers, as the plan holds them. */

import type { AdaptivePlan } from './adaptive-plan.ts';

export interface DeexPlan {
  readonly decisionThreshold: number;
  readonly targetThreshold: number;
  /** Absent: no. */
  readonly hasFallback?: boolean;
}

export interface OrdinaryPlan {
  readonly targetThreshold: number;
  /** Absent: no. */
  readonly isBestOfAll?: boolean;
}

/** DEEx or ordinary early exit, as other policies make use of them. */
export type FixedPlan = ({ readonly kind: 'deex' } & DeexPlan) | ({ readonly kind: 'ordinary' } & OrdinaryPlan);

/** A policy that a user brings: where its code is, and what it is given. */
export interface CustomPlan {
  readonly name: 'custom';
  /** What results call it. */
  readonly label: string;
  /** Its place among the scenario's policies, from 0. */
  readonly entry: number;
  /** Absolute path of the module, and the hash of what is in it. */
  readonly file: string;
  readonly sha256: string;
  readonly params: Readonly<Record<string, number | string | boolean>>;
}

/** A policy by its numbers. */
export type PolicyPlan =
  | ({ readonly name: 'deex' } & DeexPlan)
  | ({ readonly name: 'ordinary' } & OrdinaryPlan)
  | { readonly name: 'random'; readonly share: number }
  /** One threshold for all exits, or one for each exit 1..N-1. */
  | { readonly name: 'entropy'; readonly thresholds: number | readonly number[]; readonly isNormalised: boolean }
  | { readonly name: 'margin'; readonly threshold: number }
  /** One threshold for all aggregators, or one for each; `exits` whose scores they look at, ascending. */
  | { readonly name: 'ddnn'; readonly thresholds: number | readonly number[]; readonly exits: readonly number[] }
  /** T of each exit 1..N-1. */
  | { readonly name: 'calibrated'; readonly rule: FixedPlan; readonly temperatures: readonly number[] }
  | { readonly name: 'oracle'; readonly among: 'all' | 'deex' }
  /** The rule with the threshold that was found best for the trace. */
  | { readonly name: 'best-fixed'; readonly rule: FixedPlan }
  | { readonly name: 'all-edge' }
  | { readonly name: 'all-cloud' }
  | CustomPlan
  | AdaptivePlan;

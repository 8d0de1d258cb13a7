/** A related system: what it is known by, what was run, and its claims beside ours. */

import { type Claim, type Verdict, verdictOf } from './claim.ts';
import type { Laboratory } from './laboratory.ts';

export interface Reference {
  /** Of the first author and the others: `Kang et al.`. */
  readonly authors: string;
  readonly title: string;
  readonly venue: string;
  readonly year: number;
  /** DOI or arXiv number, where known. */
  readonly link?: string;
}

/** Why none of a system's claims can be judged here, however the figures turn out. */
export type Missing = Extract<Verdict, 'no such model shipped yet' | 'not yet in this version'>;

export interface SystemReport {
  readonly name: string;
  readonly references: readonly Reference[];
  /** What was run in place of the paper's set-up, in a sentence or two. */
  readonly setup: string;
  /** Commands that run it again. */
  readonly commands: readonly string[];
  /** Null where claims are judged one by one. */
  readonly missing: Missing | null;
  readonly claims: readonly Claim[];
  /** What a reader must know to judge the verdicts. */
  readonly notes: readonly string[];
}

/** How a system is reproduced; every figure of ours is computed when this is called. */
export type System = (laboratory: Laboratory) => Promise<readonly SystemReport[]>;

export function verdictIn({ missing }: SystemReport, claim: Claim): Verdict {
  return missing ?? verdictOf(claim);
}

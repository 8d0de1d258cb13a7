/** What a policy of the user's own is: the module that brings it, what it is told beforehand, and what it may return. */

import type { Chooser, Rule } from './policy.ts';
import type { RuleFacts } from './rule-facts.ts';

/** What a scenario may hand to a policy. */
export type ParamValues = Readonly<Record<string, number | string | boolean>>;

/** What is known before the run. Frozen. `Params`: those that the policy knows, for its author's type checker. */
export interface SetUp<Params = ParamValues> {
  /** As the scenario writes them, or as its sweep moves them. */
  readonly params: Params;
  /** Number of exits N, and of classes. */
  readonly exits: number;
  readonly classes: number;
  readonly devices: number;
  /** In order, from where requests arise. */
  readonly tiers: readonly { readonly name: string; readonly exits: readonly number[]; readonly servers: number }[];
  /** Mean capacity of the first link up [bit/s]; null where there is no link. */
  readonly uplinkBps: number | null;
  /** What crosses the links: mean size of a picture and size of each exit's tensor 1..N-1 [bytes], and what is added to every message. */
  readonly payload: {
    readonly kind: 'features' | 'input';
    readonly pictureBytes: number;
    readonly featureBytes: readonly number[];
    readonly overheadBytes: number;
  };
  /**
   * What each rule costs and is worth on average over the samples of another recording, the `profile` of the scenario's entry.
   *
   * @throws Error where the entry names none
   */
  readonly tabulate: (rules: readonly Rule[]) => readonly RuleFacts[];
}

/** Rules, and a way to choose among them that knows neither labels nor the future. */
export interface OwnPolicy {
  /** At least one. */
  readonly rules: readonly Rule[];
  readonly choice: /** The first rule, always. */
    | { readonly kind: 'only' }
    /** By chance: shares of the rules, summing to 1. */
    | { readonly kind: 'drawn'; readonly shares: readonly number[] }
    /** By what its devices see; `start` is called for each replication. `reconsiders`: chosen anew when the first branch has run; absent: no. */
    | { readonly kind: 'adaptive'; readonly reconsiders?: boolean; readonly start: (draw: () => number) => Chooser };
}

/** The exports of a module that brings a policy. */
export interface PolicyModule {
  /** What results call it: a letter, then letters, digits and hyphens; not the name of a policy that is here already. */
  readonly name: string;
  /** Called for each point of the scenario, on each thread: the same set-up has to give the same policy. */
  readonly policy: (setUp: SetUp) => OwnPolicy;
}

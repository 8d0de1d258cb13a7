/** A policy of the user's own that failed: its code threw, or returned what it may not. The user's mistake, and told as such. */

/** What failed, as plain data. */
export interface FailureFacts {
  /** What results call the policy. */
  readonly policy: string;
  /** Function of it that failed, such as `choose`. */
  readonly method: string;
  /** What it threw, or what is wrong with what it returned. */
  readonly reason: string;
  /** What it should be; null where it threw. */
  readonly rule: string | null;
  /** Where its code threw, for those who write it. */
  readonly trace: string | null;
}

export class PolicyFailure extends Error {
  readonly facts: FailureFacts;

  constructor(facts: FailureFacts) {
    super(`${facts.policy}: ${facts.method} ${facts.reason}${facts.rule === null ? '' : `; ${facts.rule}`}`);
    this.name = 'PolicyFailure';
    this.facts = facts;
    if (facts.trace !== null) this.stack = facts.trace;
  }
}

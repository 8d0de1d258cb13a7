/** A plan that cannot be run to its end, told as data: classes of errors do not survive the way between threads. */

import { ClockOverflow } from '../sim/kernel/clock.ts';
import { type FailureFacts, PolicyFailure } from '../sim/policies/policy-failure.ts';
import { NothingCounted } from '../sim/summary/warmup.ts';

export interface Failure {
  /** Where it showed. */
  readonly point: number;
  readonly replication: number;
  readonly cause: Cause;
}

type Cause =
  | { readonly kind: 'clock-overflow' }
  | { readonly kind: 'nothing-counted'; readonly untilNs: number; readonly lastNs: number }
  | { readonly kind: 'policy-failed'; readonly facts: FailureFacts };

/** @returns null for an error that is nobody's mistake but ours */
export function causeOf(error: unknown): Cause | null {
  if (error instanceof ClockOverflow) return { kind: 'clock-overflow' };
  if (error instanceof NothingCounted) return { kind: 'nothing-counted', untilNs: error.untilNs, lastNs: error.lastNs };
  if (error instanceof PolicyFailure) return { kind: 'policy-failed', facts: error.facts };
  return null;
}

/** The error as one thread would have thrown it: that of the failure which comes first in the order of the plan; null where there is none. */
export function firstError(failures: readonly Failure[]): Error | null {
  const [first] = [...failures].sort((a, b) => a.point - b.point || a.replication - b.replication);
  if (first === undefined) return null;
  const { cause } = first;
  switch (cause.kind) {
    case 'clock-overflow':
      return new ClockOverflow();
    case 'nothing-counted':
      return new NothingCounted(cause.untilNs, cause.lastNs);
    case 'policy-failed':
      return new PolicyFailure(cause.facts);
  }
}

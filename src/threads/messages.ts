/** What travels between the thread that asks and those that run: plain data. */

import type { PointPart } from '../sim/engine/point-part.ts';
import type { EngineChoice } from '../sim/engine/run-plan.ts';
import { ClockOverflow } from '../sim/kernel/clock.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { NothingCounted } from '../sim/summary/warmup.ts';
import type { Board } from './board.ts';

/** What a thread is given when it starts. */
export interface ThreadSetup {
  readonly plan: Plan;
  readonly engine: EngineChoice;
  readonly board: Board;
}

/** What a share came to. */
export interface ShareOutcome {
  /** Points done, in the order run; fewer than the share has where it was stopped or failed. */
  readonly parts: readonly PointPart[];
  readonly failure: Failure | null;
}

/** A plan that cannot be run to its end, and where that showed. */
export interface Failure {
  readonly point: number;
  readonly replication: number;
  readonly cause:
    | { readonly kind: 'clock-overflow' }
    | { readonly kind: 'nothing-counted'; readonly untilNs: number; readonly lastNs: number };
}

/** Classes of errors do not survive the way between threads. @returns null for an error that is nobody's mistake but ours */
export function causeOf(error: unknown): Failure['cause'] | null {
  if (error instanceof ClockOverflow) return { kind: 'clock-overflow' };
  if (error instanceof NothingCounted) return { kind: 'nothing-counted', untilNs: error.untilNs, lastNs: error.lastNs };
  return null;
}

/** The error as it was thrown. */
export function errorOf({ cause }: Failure): Error {
  return cause.kind === 'clock-overflow' ? new ClockOverflow() : new NothingCounted(cause.untilNs, cause.lastNs);
}

/**
 * What a policy is: it sees an observation and returns a decision.
 *
 * A policy knows neither the world (queues, links) nor the truth (labels, the future); it sees what its real system could know.
 */

/** What is known at an exit once its branch has run. */
export interface Observation {
  /** The exit whose branch has just run, 1..N-1. */
  readonly exit: number;
  /** Number of exits N. */
  readonly exits: number;
  /** Maximum of the softmax vector at this exit, 0..1. */
  readonly confidence: number;
}

/** `answer` here, `continue` with the next exit, or `offload` to exit N at once, past every other branch. */
export type Decision = 'answer' | 'continue' | 'offload';

/** What to do on reaching an exit: run its branch and decide (`test`), go on without it (`pass`), or `offload` untested. */
export type Approach = 'test' | 'pass' | 'offload';

export interface Policy {
  readonly name: string;
  /** @param exit 1..N-1 */
  approach(exit: number, exits: number): Approach;
  /** Called at exits approached with `test`. Returning `continue` at exit N-1 sends the request to exit N. */
  decide(observation: Observation): Decision;
}

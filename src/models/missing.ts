/**
 * A model, trace, timing or data set that was asked for by name and is not there.
 *
 * A gate that knows where the user wrote the name catches this and puts its own place and key into the problem.
 */
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';

export type MissingKind = 'model' | 'trace' | 'timing' | 'dataset';

/** Thrown by loadSimulatedModel, readTrace, readTiming and readDataset; holds exactly one problem. */
export class Missing extends InvalidInput {
  readonly kind: MissingKind;
  readonly problem: Problem;

  constructor(kind: MissingKind, problem: Problem) {
    super([problem]);
    this.name = 'Missing';
    this.kind = kind;
    this.problem = problem;
  }
}

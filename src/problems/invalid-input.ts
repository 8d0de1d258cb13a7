/**
 * What is wrong with something the user gave: a place, a fact, a rule and its remedy.
 *
 * This room knows nothing of files, scenarios or models; every gate reports in its words, and the command line
 * turns an `InvalidInput` into exit status 3.
 */

/** One thing that is wrong, told so that it can be mended. */
export interface Problem {
  /** `file:line:column`, `file` or `--set KEY` -- where the user finds it. */
  readonly place: string;
  /** Dotted key, such as `links.edge-cloud.rtt`; absent where a file as a whole is meant. */
  readonly key?: string;
  /** What is there, with the value. */
  readonly fact: string;
  /** What has to be there, and what to write. */
  readonly rule: string;
}

/** The problem as one line: `place  key: fact; rule`. */
export function formatProblem({ place, key, fact, rule }: Problem): string {
  return `${place}  ${key === undefined ? '' : `${key}: `}${fact}; ${rule}`;
}

/** Input that cannot be used; carries every problem found, not only the first. */
export class InvalidInput extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'));
    this.name = 'InvalidInput';
    this.problems = problems;
  }
}

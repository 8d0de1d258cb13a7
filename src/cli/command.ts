/**
 * What a command of `sim` is: plain data about its words and flags, and one function that does the work.
 *
 * Command files hold no heavy import at the top: what they need (ONNX Runtime, Vega, YAML) is imported inside `run`, so that
 * `sim --help` stays quick. Only main.ts knows the command-line library.
 */

/** A positional word. `list` takes one or more, `optional` one or none. */
export interface Positional {
  readonly describe: string;
  readonly kind: 'one' | 'list' | 'optional';
  /** Closed set of words, when there is one. */
  readonly choices?: readonly string[];
}

/** A flag: `switch` stands alone, `text` takes a value, `texts` may be repeated, `count` takes an integer >= 0. */
export interface Flag {
  readonly describe: string;
  readonly kind: 'switch' | 'text' | 'texts' | 'count';
  readonly choices?: readonly string[];
  /** Shown in the help; the command applies it. */
  readonly fallback?: string;
  readonly required?: boolean;
}

type PositionalValue<P extends Positional> = P['kind'] extends 'list'
  ? readonly string[]
  : P['kind'] extends 'optional'
    ? string | undefined
    : string;
type FlagValue<F extends Flag> = F['kind'] extends 'switch'
  ? boolean
  : F['kind'] extends 'texts'
    ? readonly string[]
    : F['kind'] extends 'count'
      ? number | undefined
      : F extends { readonly required: true }
        ? string
        : string | undefined;

export type Values<P extends Record<string, Positional>, F extends Record<string, Flag>> = {
  readonly [K in keyof P]: PositionalValue<P[K]>;
} & { readonly [K in keyof F]: FlagValue<F[K]> };

/** `--jobs`, the same wherever work is shared among threads. */
export const JOBS_FLAG = {
  describe: 'Threads at most; the results are the same for any number',
  kind: 'count',
  fallback: 'as many as pay',
} as const;

/** @throws UsageError where somebody asks for none */
export function checkJobs(jobs: number | undefined): void {
  if (jobs === 0) throw new UsageError('--jobs 0: needs a whole number from 1 up');
}

/** Exit statuses, fixed for scripts. */
export const EXIT = { done: 0, failure: 1, usage: 2, invalid: 3, unmet: 4, partial: 5, interrupted: 130 } as const;

export interface Command {
  /** Words that call it: `run`, `trace show`. */
  readonly name: string;
  readonly about: string;
  readonly positionals: Readonly<Record<string, Positional>>;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly examples: readonly string[];
  /** Does the work; resolves to the exit status. Throws InvalidInput for exit 3, UsageError for exit 2. */
  run(values: never): Promise<number>;
}

/** Wrong use of the command line that the flags' own rules cannot see; exit status 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** A command whose `run` sees its words and flags typed. Flag names are as typed by the user (`requests-out`). */
export function defineCommand<const P extends Record<string, Positional>, const F extends Record<string, Flag>>(command: {
  readonly name: string;
  readonly about: string;
  readonly positionals: P;
  readonly flags: F;
  readonly examples: readonly string[];
  run(values: Values<P, F>): Promise<number>;
}): Command {
  return command as unknown as Command;
}

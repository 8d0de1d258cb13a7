/**
 * Collects what is wrong with a file until the whole file was looked at.
 *
 * Knows nothing of any file format; keeps a file of a million bad rows from printing a million lines.
 */
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';

/** Problems found so far, in the order found. */
export interface ProblemList {
  add(problem: Problem): void;
  /** Number of problems added, those beyond the limit too. */
  count(): number;
  /** Throws InvalidInput with the first `limit` problems and the number of the others, if there is any. */
  throwIfAny(): void;
}

/** An empty list that tells `limit` problems in full. */
export function listProblems(limit = 20): ProblemList {
  const kept: Problem[] = [];
  let count = 0;
  return {
    add(problem) {
      count++;
      if (kept.length < limit) kept.push(problem);
    },
    count: () => count,
    throwIfAny() {
      const first = kept[0];
      if (first === undefined) return;
      const more = count - kept.length;
      const place = first.place.replace(/:\d+:\d+$/, '');
      throw new InvalidInput(
        more === 0 ? kept : [...kept, { place, fact: `${more} more problems like these`, rule: 'mend those above first' }],
      );
    },
  };
}

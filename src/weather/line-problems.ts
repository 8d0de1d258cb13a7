/** What is wrong with a text file, line by line, until the whole file was looked at. Knows no format. */

import { InvalidInput, type Problem } from '../problems/invalid-input.ts';

/** Problems told in full; a file of a million bad lines prints no million lines. */
const MOST_PROBLEMS = 20;

/** Problems found so far, in the order found. */
export interface LineProblems {
  /** @param line from 1; null for the file as a whole. @param column from 1 */
  add(line: number | null, fact: string, rule: string, column?: number): void;
  /** Problems found so far, those not kept too. */
  count(): number;
  /** Throws InvalidInput with the first twenty and the number of the others, if there is any. */
  throwIfAny(): void;
}

/** @param shown the file as problems name it */
export function lineProblems(shown: string): LineProblems {
  const kept: Problem[] = [];
  let count = 0;
  return {
    add(line, fact, rule, column = 1) {
      count++;
      if (kept.length < MOST_PROBLEMS) kept.push({ place: line === null ? shown : `${shown}:${line}:${column}`, fact, rule });
    },
    count: () => count,
    throwIfAny() {
      if (count === 0) return;
      const more = count - kept.length;
      const rest = { place: shown, fact: `${more} more problems like these`, rule: 'mend those above first' };
      throw new InvalidInput(more === 0 ? kept : [...kept, rest]);
    },
  };
}

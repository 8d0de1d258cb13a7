/** What the tests of this room share: problems as one line each. */

import assert from 'node:assert/strict';
import { formatProblem, InvalidInput } from '../../src/problems/invalid-input.ts';

/** The problems `work` fails with; fails itself when there are none. */
export function refused(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof InvalidInput) return error.problems.map(formatProblem);
    throw error;
  }
  return assert.fail('expected InvalidInput, but nothing was wrong');
}

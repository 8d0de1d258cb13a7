/** Mahimahi's packet-delivery files: one whole millisecond a line, each line an opportunity for one packet of 1,500 bytes. */

import type { CapacityPlan } from '../sim/plan/plan.ts';
import { lineProblems } from './line-problems.ts';
import { linesOf, quote } from './text-lines.ts';

/** Bytes that may leave at each opportunity. */
export const OPPORTUNITY_BYTES = 1500;
/** A clock of nanoseconds in a float64 counts no further. */
const MOST_MS = Math.floor(Number.MAX_SAFE_INTEGER / 1e6);

const LINE_RULE = 'write the millisecond at which 1,500 bytes may leave, one a line, and nothing else';

type Opportunities = Extract<CapacityPlan, { kind: 'opportunities' }>;

/**
 * Opportunities of the file; they start again after its last value.
 *
 * Throws InvalidInput with the bad lines (the first twenty): the format has neither comments nor empty lines, so that a line which is
 * no whole number is a sign of another format.
 *
 * @param shown the file as problems name it
 * @see https://github.com/ravinet/mahimahi/blob/master/traces/README
 */
export function parseMahimahi(text: string, shown: string): Opportunities {
  const lines = linesOf(text);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const problems = lineProblems(shown);
  const timesNs = new Float64Array(lines.length);
  let previous = 0;
  for (const [i, line] of lines.entries()) {
    const ms = /^\d+$/.test(line.trim()) ? Number(line) : Number.NaN;
    if (line.trim() === '') problems.add(i + 1, 'the line is empty', LINE_RULE);
    else if (Number.isNaN(ms)) problems.add(i + 1, `${quote(line)} is no whole number from 0 up`, LINE_RULE);
    else if (ms > MOST_MS) problems.add(i + 1, `${ms} ms is too late`, `write at most ${MOST_MS} ms (104 days)`);
    else if (ms < previous) problems.add(i + 1, `${ms} ms is earlier than ${previous} ms before it`, 'write times in ascending order');
    else {
      previous = ms;
      timesNs[i] = ms * 1e6;
    }
  }
  if (lines.length === 0) problems.add(null, 'the file is empty', 'give at least one line: the millisecond at which 1,500 bytes may leave');
  else if (problems.count() === 0 && previous === 0) {
    problems.add(lines.length, 'the last time is 0 ms', 'end with a time above 0: the file starts again after its last value');
  }
  problems.throwIfAny();
  return { kind: 'opportunities', timesNs, bytes: OPPORTUNITY_BYTES, repeatNs: previous * 1e6 };
}

/** Pensieve's cooked traces: time [s] and throughput [Mbit/s] on each line, between blanks. */

import { lineProblems } from '../line-problems.ts';
import type { Steps } from '../rate-windows.ts';
import { linesOf, parseDecimal, quote } from '../text-lines.ts';
import { samples } from './samples.ts';

/**
 * The rate of a line held since the line before, and that of the first line nowhere: so Pensieve reads its traces, and so they start
 * again after their last line.
 *
 * @see https://github.com/hongzimao/pensieve/blob/master/test/fixed_env.py and traces/README.md there
 */
export function importCooked(text: string, shown: string): Steps {
  const problems = lineProblems(shown);
  const taken = samples();
  let before: number | null = null;
  for (const [i, line] of linesOf(text).entries()) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(/\s+/);
    const [seconds = Number.NaN, mbps = Number.NaN] = cells.map(parseDecimal);
    const timeNs = Math.round(seconds * 1e9);
    if (cells.length !== 2 || Number.isNaN(seconds) || Number.isNaN(mbps))
      problems.add(i + 1, `${quote(line)} is not a time and a rate`, 'a cooked file has seconds and Mbit/s on each line');
    else if (before !== null && timeNs <= before)
      problems.add(i + 1, `the time ${cells[0]} does not lie after the one before`, 'times ascend');
    else {
      if (before !== null) taken.add(timeNs - before, mbps * 1e6);
      before = timeNs;
    }
  }
  if (problems.count() === 0 && !taken.hasRate())
    problems.add(null, 'there is no rate above 0 after the first line', 'give a file of two lines or more');
  problems.throwIfAny();
  return taken.end();
}

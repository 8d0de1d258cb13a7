/**
 * The CSV of G-NetTrack as Raca's 4G (2018) and 5G (2020) data sets publish it: a header, `Timestamp` as 2019.11.28_07.27.58 and
 * `UL_bitrate` in kbit/s, among many columns.
 *
 * It tells what the phone sent, not what the link could have carried: most of those recordings were downloads.
 */

import { type LineProblems, lineProblems } from '../line-problems.ts';
import type { Steps } from '../rate-windows.ts';
import { linesOf, parseDecimal, quote } from '../text-lines.ts';
import { samples } from './samples.ts';

const TIMESTAMP = /^(\d{4})\.(\d{2})\.(\d{2})_(\d{2})\.(\d{2})\.(\d{2})$/;
const MISSING = '-';

interface Sample {
  readonly timeNs: number;
  readonly bps: number;
}

/**
 * Rates as logged, each holding until the next; of several lines of one second the last counts, lines without a rate (`-`) none. The
 * last rate holds as long as the one before it.
 *
 * @see Raca et al. 2018, doi:10.1145/3204949.3208123; Raca et al. 2020, doi:10.1145/3339825.3394938
 */
export function importGnettrack(text: string, shown: string): Steps {
  const problems = lineProblems(shown);
  const lines = linesOf(text);
  const header = (lines[0] ?? '').split(',').map((cell) => cell.trim());
  const columns = ['Timestamp', 'UL_bitrate'].map((name) => {
    const index = header.indexOf(name);
    if (index < 0) problems.add(1, `there is no column ${name}`, 'the first line names Timestamp and UL_bitrate among its columns');
    return index;
  }) as [number, number];
  problems.throwIfAny();
  const found: Sample[] = [];
  lines.forEach((line, i) => {
    if (i === 0 || line.trim() === '') return;
    const sample = readSample(line, i + 1, columns, problems);
    if (sample === null) return;
    const before = found.at(-1);
    if (before !== undefined && sample.timeNs < before.timeNs)
      problems.add(i + 1, 'the time lies before that of an earlier line', 'times ascend');
    else if (before?.timeNs === sample.timeNs) found[found.length - 1] = sample;
    else found.push(sample);
  });
  if (problems.count() === 0 && (found.length < 2 || !found.some(({ bps }) => bps > 0)))
    problems.add(null, 'there are no two times with a rate above 0', 'give a log of an upload');
  problems.throwIfAny();
  const taken = samples();
  found.forEach(({ timeNs, bps }, i) => {
    const [from, to] = i + 1 < found.length ? [timeNs, found[i + 1]?.timeNs] : [found[i - 1]?.timeNs, timeNs];
    taken.add((to as number) - (from as number), bps);
  });
  return taken.end();
}

/** Null where the line has no rate, or is wrong, which is added to `problems`. */
function readSample(line: string, at: number, [time, rate]: readonly [number, number], problems: LineProblems): Sample | null {
  const cells = line.split(',').map((cell) => cell.trim());
  const [timeText = '', rateText = ''] = [cells[time], cells[rate]];
  if (rateText === MISSING || rateText === '') return null;
  const match = TIMESTAMP.exec(timeText);
  if (match === null) {
    problems.add(at, `${quote(timeText)} is no timestamp`, 'write it as 2019.11.28_07.27.58');
    return null;
  }
  const kbps = parseDecimal(rateText);
  if (Number.isNaN(kbps)) {
    problems.add(at, `UL_bitrate ${quote(rateText)} is no number from 0 up`, 'write kbit/s, or - where it is missing');
    return null;
  }
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [number, number, number, number, number, number];
  return { timeNs: Date.UTC(year, month - 1, day, hour, minute, second) * 1e6, bps: kbps * 1e3 };
}

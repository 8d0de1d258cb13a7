/** Link rates over time as CSV: a header that names columns and units, then a line for each change of rate. */

import type { CapacityPlan } from '../sim/plan/plan.ts';
import { type LineProblems, lineProblems } from './line-problems.ts';
import { linesOf, parseDecimal, quote } from './text-lines.ts';

type Steps = Extract<CapacityPlan, { kind: 'steps' }>;

/** Columns and their factors to nanoseconds and bits a second, by name in lower case. */
const TIMES: Readonly<Record<string, number>> = { time_s: 1e9, time_ms: 1e6 };
const RATES: Readonly<Record<string, number>> = { bit_per_s: 1, kbit_per_s: 1e3, mbit_per_s: 1e6 };
const HEADER_RULE = 'name the columns with their units: time_s or time_ms, and one of bit_per_s, kbit_per_s, Mbit_per_s';
/** Highest rate a link may have [bit/s]: 1e6 Gbit/s. */
const MOST_BPS = 1e15;

interface Columns {
  readonly time: { readonly index: number; readonly factor: number };
  readonly rate: { readonly index: number; readonly factor: number };
  readonly count: number;
}

/**
 * Rates of the file; the last one holds for ever.
 *
 * Throws InvalidInput with the bad lines (the first twenty).
 *
 * @param shown the file as problems name it
 * @example parseSteps('time_s,Mbit_per_s\n0,5.85\n2,1.1\n', 'link.csv') // startsNs [0, 2e9], bps [5.85e6, 1.1e6]
 */
export function parseSteps(text: string, shown: string): Steps {
  const lines = linesOf(text);
  const problems = lineProblems(shown);
  const columns = readHeader(lines[0] ?? '', problems);
  problems.throwIfAny();
  const startsNs: number[] = [];
  const bps: number[] = [];
  lines.forEach((line, i) => {
    if (i === 0 || line.trim() === '' || columns === null) return;
    const step = readStep(line, i + 1, columns, problems, startsNs.at(-1));
    if (step === null) return;
    startsNs.push(step.startNs);
    bps.push(step.bps);
  });
  if (problems.count() === 0 && startsNs.length === 0) problems.add(null, 'there are no rates', 'write at least one line: 0,5.85');
  else if (problems.count() === 0 && !bps.some((rate) => rate > 0)) {
    problems.add(null, 'every rate is 0', 'give at least one rate above 0: nothing would ever arrive');
  }
  problems.throwIfAny();
  return { kind: 'steps', startsNs: Float64Array.from(startsNs), bps: Float64Array.from(bps), repeatNs: null };
}

function readHeader(line: string, problems: LineProblems): Columns | null {
  if (line.trim() === '') {
    problems.add(null, 'there is no header', HEADER_RULE);
    return null;
  }
  const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
  const names = cells.map((cell) => cell.toLowerCase());
  const ambiguous = cells.find((cell) => /(?:^|[^a-z])[kmg]?i?b(?:i?t?)?ps(?:$|[^a-z])/i.test(cell));
  if (ambiguous !== undefined) {
    problems.add(1, `"${ambiguous}" may mean bits or bytes a second`, `it is read both ways; ${HEADER_RULE}`);
    return null;
  }
  const find = (known: Readonly<Record<string, number>>, what: string) => {
    const found = names.flatMap((name, index) => {
      const factor = Object.hasOwn(known, name) ? known[name] : undefined;
      return factor === undefined ? [] : [{ index, factor }];
    });
    if (found.length !== 1)
      problems.add(1, `${found.length === 0 ? 'no' : found.length} columns hold ${what} in ${quote(line)}`, HEADER_RULE);
    return found[0];
  };
  const time = find(TIMES, 'the time');
  const rate = find(RATES, 'the rate');
  return time === undefined || rate === undefined ? null : { time, rate, count: cells.length };
}

/** One line; null where it is wrong, which is added to `problems`. @param before start of the step before [ns], if there is one */
function readStep(
  line: string,
  at: number,
  { time, rate, count }: Columns,
  problems: LineProblems,
  before: number | undefined,
): { startNs: number; bps: number } | null {
  const cells = line.split(',');
  const fail = (fact: string, rule: string) => {
    problems.add(at, fact, rule);
    return null;
  };
  if (cells.length !== count) return fail(`${cells.length} cells`, `the header has ${count} columns`);
  const timeText = (cells[time.index] as string).trim();
  const rateText = (cells[rate.index] as string).trim();
  const startNs = Math.round(parseDecimal(timeText) * time.factor);
  const bps = parseDecimal(rateText) * rate.factor;
  if (Number.isNaN(startNs)) return fail(`the time ${quote(timeText)} is no number from 0 up`, 'write a decimal number');
  if (Number.isNaN(bps)) return fail(`the rate ${quote(rateText)} is no number from 0 up`, 'write a decimal number; 0 where nothing moves');
  if (!Number.isSafeInteger(startNs)) return fail(`the time ${timeText} is too late`, 'write at most 9007199 s (104 days)');
  if (bps > MOST_BPS) return fail(`the rate ${rateText} is too high`, `write at most ${MOST_BPS} bit/s`);
  if (before === undefined && startNs !== 0 && problems.count() === 0) return fail(`the first time is ${timeText}`, 'begin at 0');
  if (before !== undefined && startNs <= before)
    return fail(`the time ${timeText} does not lie after the one before`, 'write times in ascending order');
  return { startNs, bps };
}

/**
 * The engine against queueing theory: every case, one table. Knows no terminal.
 *
 * Intervals are simultaneous: with m rows judged by an interval, each is taken at 1 - 0.05 / m (Bonferroni), so that an engine without fault
 * passes them all with a probability of at least 95 %, and no seed need be looked for. m counts all cases, chosen or not: a verdict does not
 * depend on what else is shown.
 */

import type { Case } from './case.ts';
import { allCases } from './cases.ts';
import { COVERAGE, coverageRows } from './coverage.ts';
import { ENGINES, LITTLE, runCase, type VerifyRow } from './run-case.ts';

export type { VerifyRow } from './run-case.ts';

/** Probability that an engine without fault passes every row judged by an interval, at least. */
const CONFIDENCE = 0.95;

export interface VerifyReport {
  readonly seed: number;
  /** Of all intervals together. */
  readonly confidence: number;
  /** How many rows are judged by an interval, m. */
  readonly intervals: number;
  /** Families together, in the order of the table. */
  readonly rows: readonly VerifyRow[];
  readonly failed: number;
}

export interface VerifyOptions {
  /** Default 1. */
  readonly seed?: number;
  /** Part of a family's or a case's name; default all. */
  readonly only?: string | undefined;
  /** Called with requests done and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Rows judged by an interval, over all cases. */
export function countIntervals(cases: readonly Case[]): number {
  const own = cases.reduce((sum, { figures }) => sum + figures.filter(({ check }) => check === 'interval').length, 0);
  return own + COVERAGE.intervals;
}

/** Level of each of m simultaneous intervals. @example levelOf(5) // 0.99 */
export function levelOf(intervals: number): number {
  return 1 - (1 - CONFIDENCE) / intervals;
}

/** Names that `only` may match, family by family. */
export function verifyNames(): { readonly family: string; readonly name: string }[] {
  return [...allCases(), COVERAGE].map(({ family, name }) => ({ family, name }));
}

/** @throws RangeError where `only` matches nothing */
export function runVerify({ seed = 1, only, onProgress = () => {} }: VerifyOptions = {}): VerifyReport {
  const cases = allCases();
  const isWanted = ({ family, name }: { readonly family: string; readonly name: string }) =>
    only === undefined || [family, name].some((text) => text.toLowerCase().includes(only.toLowerCase()));
  const chosen = cases.filter(isWanted);
  const isCovered = isWanted(COVERAGE);
  if (chosen.length === 0 && !isCovered) throw new RangeError(`runVerify needs part of the name of a family or a case, got "${only}"`);

  const intervals = countIntervals(cases);
  const level = levelOf(intervals);
  const total = chosen.reduce(
    (sum, { replications, point }) => sum + replications * point.workload.requests,
    isCovered ? COVERAGE.requests : 0,
  );
  let done = 0;
  const note = (requests: number) => {
    done += requests;
    onProgress(done, total);
  };
  const found = chosen.flatMap((one) => runCase(one, seed, level, note));
  if (isCovered) found.push(...coverageRows(seed, level, note));
  // What cases have besides their own figures stands at the end.
  const rows = ['', LITTLE, ENGINES].flatMap((last) =>
    found.filter(({ family }) => family === last || (last === '' && family !== LITTLE && family !== ENGINES)),
  );
  return { seed, confidence: CONFIDENCE, intervals, rows, failed: rows.filter(({ verdict }) => verdict === 'fail').length };
}

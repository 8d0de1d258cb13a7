/** Runs one case: every replication, every figure, Little's law, and the other engine where it applies. */

import { makeDraws } from '../sim/engine/draws.ts';
import { runEvents } from '../sim/engine/run-events.ts';
import { runRecursion } from '../sim/engine/run-recursion.ts';
import { whyEvents } from '../sim/engine/why-events.ts';
import { randomStream } from '../sim/kernel/random-stream.ts';
import { allocateRecords } from '../sim/records/records.ts';
import { mean } from '../stats/moments.ts';
import { meanInterval } from '../stats/student-t.ts';
import type { Case, Figure } from './case.ts';
import { engineGapMs, littleGap } from './measure.ts';

/** One figure, expected and simulated. */
export interface VerifyRow {
  readonly family: string;
  readonly case: string;
  readonly figure: string;
  /** `ms`, `ms2` (milliseconds squared), `1/s`, or empty for shares and ratios. */
  readonly unit: string;
  /** `interval` contains what is expected; `exact` is met to 1e-9 of it; `range` contains what was simulated. */
  readonly check: 'interval' | 'exact' | 'range';
  readonly expected: number;
  readonly simulated: number;
  /** Simulated - expected. */
  readonly difference: number;
  /** Around what was simulated; for `range`, the range allowed; null for `exact`. */
  readonly interval: readonly [number, number] | null;
  readonly verdict: 'pass' | 'fail';
}

/** Families of the rows that cases have besides their own. */
export const LITTLE = "Little's law";
export const ENGINES = 'two engines';

/** What rounding of sums and quotients in float64 may add up to, relative to the figure. */
const ROUNDING = 1e-9;

/** Cases draw apart from each other, so that what luck does to one it does not do to all. */
function seedOf(seed: number, name: string): number {
  return Math.floor(randomStream(seed, 0, 'verify', name)() * 2 ** 32);
}

/** @param level of each interval @param onReplication called after each with the requests it ran */
export function runCase(one: Case, seed: number, level: number, onReplication: (requests: number) => void = () => {}): VerifyRow[] {
  const { point, twin, replications, figures } = one;
  const records = allocateRecords(point.world, point.workload.requests);
  const twinRecords = twin === undefined ? null : allocateRecords(twin.world, twin.workload.requests);
  const values: number[][] = figures.map(() => []);
  const drawn = seedOf(seed, one.name);
  let gap = 0;
  for (let replication = 0; replication < replications; replication++) {
    runEvents(point, makeDraws(point, drawn, replication), records);
    if (twin !== undefined && twinRecords !== null) runEvents(twin, makeDraws(twin, drawn, replication), twinRecords);
    figures.forEach(({ measure }, i) => {
      values[i]?.push(measure({ point, records, twin: twinRecords }));
    });
    gap = Math.max(gap, littleGap({ point, records, twin: null }));
    onReplication(point.workload.requests);
  }
  const rows = [
    ...figures.map((figure, i) => judge(one, figure, values[i] as number[], level)),
    { ...exactRow(one, 'L = lambda W', '', 0, gap), family: LITTLE },
  ];
  if (whyEvents(point) !== null) return rows;
  runEvents(point, makeDraws(point, drawn, 0), records);
  const others = allocateRecords(point.world, point.workload.requests);
  runRecursion(point, makeDraws(point, drawn, 0), others);
  return [...rows, { ...exactRow(one, 'recursion = events', 'ms', 0, engineGapMs(records, others)), family: ENGINES }];
}

function judge(one: Case, figure: Figure, values: readonly number[], level: number): VerifyRow {
  const { name, unit, expected, check } = figure;
  if (check === 'interval') return intervalRow(one, figure, values, level);
  const worst = values.reduce((far, value) => (Math.abs(value - expected) <= Math.abs(far - expected) ? far : value));
  return exactRow(one, name, unit, expected, worst);
}

/** A row that passes where the interval of the values' mean holds what is expected. */
export function intervalRow(
  { family, name }: Pick<Case, 'family' | 'name'>,
  figure: Pick<Figure, 'name' | 'unit' | 'expected'>,
  values: readonly number[],
  level: number,
): VerifyRow {
  const { unit, expected } = figure;
  const interval = meanInterval(values, level);
  const simulated = mean(values);
  const isInside = interval !== null && interval[0] <= expected && expected <= interval[1];
  return {
    family,
    case: name,
    figure: figure.name,
    unit,
    check: 'interval',
    expected,
    simulated,
    difference: simulated - expected,
    interval,
    verdict: isInside ? 'pass' : 'fail',
  };
}

function exactRow(one: Case, figure: string, unit: string, expected: number, simulated: number): VerifyRow {
  const difference = simulated - expected;
  const isMet = Math.abs(difference) <= ROUNDING * (expected === 0 ? 1 : Math.abs(expected));
  return {
    family: one.family,
    case: one.name,
    figure,
    unit,
    check: 'exact',
    expected,
    simulated,
    difference,
    interval: null,
    verdict: isMet ? 'pass' : 'fail',
  };
}

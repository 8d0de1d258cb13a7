/** How fast is fast enough: a floor below which we are not content, and what would be as good as it gets. */

import type { Goal, MemoryResult, RowResult } from './results.ts';
import { NAMES } from './rows.ts';

export function judgeGoals(rows: readonly RowResult[], memory: readonly MemoryResult[]): Goal[] {
  const row = (name: string) => rows.find((other) => other.name === name);
  const ratio = (name: string, to: string) => row(name)?.ratios[to]?.median ?? null;
  const cost = (name: string) => row(name)?.nsPerRequest.median ?? null;
  const steadiness = [NAMES.recursion, NAMES.events].map((name) => row(name)?.slowestToMedian).filter((value) => value !== undefined);
  const collections = [NAMES.recursion, NAMES.events].map((name) => row(name)?.collections).filter((value) => typeof value === 'number');
  const worst = (values: readonly number[]) => (values.length === 0 ? null : Math.max(...values));
  const peak = memory.find(({ name, requests }) => name === NAMES.whole && requests === 1e6)?.peakMiB ?? null;
  const two = ratio(NAMES.sweepTwo, NAMES.sweep);
  const beside = ratio(NAMES.sweepBeside, NAMES.sweep);
  const goal = (name: string, unit: string, floor: number, stretch: number, found: number | null): Goal => ({
    name,
    unit,
    isGain: false,
    floor,
    stretch,
    found,
  });
  return [
    goal(`event engine / ${NAMES.cppHeap}`, 'x', 1, 0.5, ratio(NAMES.events, NAMES.cppHeap)),
    goal(`recursion / ${NAMES.cppRecursion}`, 'x', 3, 1.3, ratio(NAMES.recursion, NAMES.cppRecursion)),
    goal(`sweep / ${NAMES.cppSweep}, one core`, 'x', 1.25, 0.9, ratio(NAMES.sweep, NAMES.cppSweep)),
    {
      name: 'sweep on one thread / on two',
      unit: 'x',
      isGain: true,
      floor: 1.8,
      stretch: 1.9,
      found: two === null ? null : 1 / two,
      sideBySide: beside === null ? null : 1 / beside,
    },
    goal('exact p50, p90, p95, p99', 'ns/request', 15, 8.5, cost(NAMES.select)),
    goal('Poisson arrivals', 'ns/request', 15, 12, cost(NAMES.arrivals)),
    goal('slowest fresh process / median, either engine', 'x', 1.3, 1.1, worst(steadiness)),
    goal('peak memory of `simulate` at 1,000,000 requests', 'MiB', 120, 80, peak),
    goal('garbage collections inside a run, either engine', '', 0, 0, worst(collections)),
  ];
}

export function verdictOf({ found, floor, stretch, isGain, unit, sideBySide = null }: Goal): string {
  if (found === null) return 'not measured';
  const isWithin = (bound: number) => (isGain ? found >= bound : found <= bound);
  if (isWithin(stretch)) return 'stretch goal reached';
  if (isWithin(floor)) return 'floor reached';
  return sideBySide === null ? 'not reached' : `not reached; two processes side by side: ${sideBySide.toPrecision(3)} ${unit}`;
}

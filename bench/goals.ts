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
  return [
    { name: `event engine / ${NAMES.cppHeap}`, unit: 'x', floor: 1, stretch: 0.5, found: ratio(NAMES.events, NAMES.cppHeap) },
    { name: `recursion / ${NAMES.cppRecursion}`, unit: 'x', floor: 3, stretch: 1.3, found: ratio(NAMES.recursion, NAMES.cppRecursion) },
    { name: `sweep / ${NAMES.cppSweep}, one core`, unit: 'x', floor: 1.25, stretch: 0.9, found: ratio(NAMES.sweep, NAMES.cppSweep) },
    { name: 'exact p50, p90, p95, p99', unit: 'ns/request', floor: 15, stretch: 8.5, found: cost(NAMES.select) },
    { name: 'Poisson arrivals', unit: 'ns/request', floor: 15, stretch: 12, found: cost(NAMES.arrivals) },
    { name: 'slowest fresh process / median, either engine', unit: 'x', floor: 1.3, stretch: 1.1, found: worst(steadiness) },
    { name: 'peak memory of `simulate` at 1,000,000 requests', unit: 'MiB', floor: 120, stretch: 80, found: peak },
    { name: 'garbage collections inside a run, either engine', unit: '', floor: 0, stretch: 0, found: worst(collections) },
  ];
}

export function verdictOf({ found, floor, stretch }: Goal): string {
  if (found === null) return 'not measured';
  if (found <= stretch) return 'stretch goal reached';
  return found <= floor ? 'floor reached' : 'not reached';
}

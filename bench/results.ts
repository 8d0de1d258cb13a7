/** The results: what results.json holds, and the arithmetic from clocks to figures. */

import { NAMES, type Row, type Step } from './rows.ts';
import type { Answer } from './task.ts';

/** A figure over processes or rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface RowResult {
  readonly group: Row['group'];
  readonly name: string;
  readonly requests: number;
  readonly processes: number;
  /** Median run of each process [ns/request]. */
  readonly nsPerRequest: Spread;
  /** First run of each process, before anything is compiled [ns/request]. */
  readonly firstNsPerRequest: Spread;
  /** Slowest process / median process. */
  readonly slowestToMedian: number;
  /** This row / another, within a round. */
  readonly ratios: Readonly<Record<string, Spread>>;
  /** Garbage collections inside a run; null where nobody tells. */
  readonly collections: number | null;
}

export interface StepResult {
  readonly axis: Step['axis'];
  readonly x: number;
  readonly name: string;
  readonly nsPerRequest: Spread;
}

export interface MemoryResult {
  readonly name: string;
  readonly requests: number;
  readonly peakMiB: number;
}

export interface Goal {
  readonly name: string;
  readonly unit: string;
  /** Whether more is better. */
  readonly isGain: boolean;
  readonly floor: number;
  readonly stretch: number;
  /** null: not measured. */
  readonly found: number | null;
  /** The same of two processes that share nothing but the machine; where it was measured. */
  readonly sideBySide?: number | null;
}

export interface Results {
  readonly schema: 'bench/1';
  readonly date: string;
  readonly command: string;
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string; readonly compiler: string | null };
  /** Why figures are not to be trusted much; null: nothing is known against them. */
  readonly noisy: string | null;
  /** What was found to agree. */
  readonly checks: readonly string[];
  readonly rows: readonly RowResult[];
  readonly memory: readonly MemoryResult[];
  readonly steps: readonly StepResult[];
  readonly goals: readonly Goal[];
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] as number) : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) };
}

/** The answers of a row, one a round. */
export interface Measurements {
  readonly row: Row;
  readonly answers: readonly Answer[];
}

/** A process's figure: its median run [ns/request]. */
export function costOf({ timesNs }: Answer, requests: number): number {
  return median(timesNs) / requests;
}

function workOf({ work, agrees }: Row): string | null {
  return work ?? agrees;
}

export function summarizeRow({ row, answers }: Measurements, all: readonly Measurements[]): RowResult {
  const costs = answers.map((answer) => costOf(answer, row.requests));
  const work = workOf(row);
  const isLike = (other: Row) => other.group === row.group && (row.group !== 'steps' || (work !== null && workOf(other) === work));
  const isBase = ({ start, name }: Row) => start.kind === 'yardstick' || name === NAMES.sweep;
  const bases = all.filter((other) => isBase(other.row) && isLike(other.row) && other.row !== row);
  const collections = answers.flatMap(({ collections }) => (collections === undefined ? [] : [median(collections)]));
  const nsPerRequest = spreadOf(costs);
  return {
    group: row.group,
    name: row.name,
    requests: row.requests,
    processes: answers.length,
    nsPerRequest,
    firstNsPerRequest: spreadOf(answers.map(({ timesNs }) => (timesNs[0] as number) / row.requests)),
    slowestToMedian: nsPerRequest.max / nsPerRequest.median,
    ratios: Object.fromEntries(
      bases.map((other) => {
        const paired = costs.slice(0, other.answers.length);
        return [other.row.name, spreadOf(paired.map((cost, round) => cost / costOf(other.answers[round] as Answer, other.row.requests)))];
      }),
    ),
    collections: collections.length === 0 ? null : median(collections),
  };
}

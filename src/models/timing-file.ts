/**
 * Timings on disk: how long each piece took on each sample of a trace, in Parquet beside the trace.
 *
 * Columns: `sample`, `segment_K_ns` for every segment, `branch_K_ns` for every branch (float64; recorded times are whole
 * nanoseconds, imported ones may be decimals). Knows nothing of how times were measured.
 */
import { basename } from 'node:path';
import { z } from 'zod';
import { Missing } from './missing.ts';
import { suggestNames } from './near-names.ts';
import { type Column, encodeParquet } from './parquet.ts';
import { listProblems } from './problem-list.ts';
import { refuse } from './refuse.ts';
import { takeColumn } from './table-columns.ts';
import type { Timing, Trace } from './trace.ts';
import { readTable } from './trace-file.ts';
import { listTimings, timingPath } from './trace-path.ts';
import { writeFileWhole } from './write-file.ts';

const TIMING_SCHEMA = 'sim.timing/1';

/** Compute times are exact sums in float64 up to here [ns]: 104 days. */
export const MOST_NS = Number.MAX_SAFE_INTEGER;
const DURATION = { isInteger: false, min: 0, max: MOST_NS, rule: 'a compute time is a number of nanoseconds >= 0' } as const;
const SAMPLE = { isInteger: true, min: 0, max: 2 ** 31 - 1, rule: 'a timing names its samples as its trace does' } as const;

/** How long one piece takes for a whole batch. */
export interface BatchTimes {
  /** Samples in the batch. */
  readonly batch: number;
  /** Compute time [ns] of each segment 1..N for the batch as a whole. */
  readonly segmentNs: readonly number[];
  /** Compute time [ns] of each branch 1..N-1 for the batch as a whole. */
  readonly branchNs: readonly number[];
}

const Nanoseconds = z.array(z.number().min(0));
const BatchTable = z.array(z.object({ batch: z.int().positive(), segmentNs: Nanoseconds, branchNs: Nanoseconds }));

/** Time by batch size, in order of batch size, as the footer has it; empty where none was recorded. */
export function readBatchTimes(timing: Timing): readonly BatchTimes[] {
  const text = timing.metadata['time_by_batch'];
  if (text === undefined) return [];
  try {
    return BatchTable.parse(JSON.parse(text)).sort((a, b) => a.batch - b.batch);
  } catch {
    throw refuse(`timing ${timing.name}`, 'its footer cannot be read', 'record the timing again', 'time_by_batch');
  }
}

const SpreadTable = z.record(z.string(), z.object({ acrossPasses: z.number().min(0) }));

/**
 * How much times vary between passes, as the footer has it: of each piece (`segment_1`, ..., `branch_1`, ...) the median over
 * samples of (max - min) / median. Undefined where it was not recorded.
 */
export function readSpread(timing: Timing): Readonly<Record<string, number>> | undefined {
  try {
    const spread = SpreadTable.parse(JSON.parse(timing.metadata['spread'] ?? ''));
    return Object.fromEntries(Object.entries(spread).map(([piece, { acrossPasses }]) => [piece, acrossPasses]));
  } catch {
    return undefined;
  }
}

/** The largest over pieces of how much times vary between passes; undefined where it was not recorded. */
export function readWidestSpread(timing: Timing): number | undefined {
  const spread = readSpread(timing);
  return spread && Math.max(0, ...Object.values(spread));
}

/** What a timing has to fit: the samples of its trace and the model's exits. */
export type TimedTrace = Pick<Trace, 'samples' | 'exits' | 'sampleIds'>;

async function missingTiming(trace: string, name: string): Promise<Missing> {
  const rule = suggestNames(name, await listTimings(trace), 'make one with sim record, or with sim trace import --timing');
  return new Missing('timing', { place: timingPath(trace, name), fact: `there is no timing "${name}"`, rule });
}

/**
 * Reads the timing `name` beside the trace at `trace`.
 *
 * Throws Missing when there is none of that name, InvalidInput when it is damaged, no timing, or of other samples or exits
 * than the trace.
 */
export async function readTiming(trace: string, name: string, timed: TimedTrace): Promise<Timing> {
  const path = timingPath(trace, name);
  const table = await readTable(path, TIMING_SCHEMA, () => missingTiming(trace, name));
  const problems = listProblems();
  if (table.rows !== timed.samples) {
    const rule = `${basename(trace)} has ${timed.samples}; record or import the timing again for these samples`;
    throw refuse(path, `it has ${table.rows} samples`, rule);
  }
  const ids = takeColumn(table, 'sample', path, SAMPLE, problems);
  const other = Array.prototype.findIndex.call(ids, (id: number, row: number) => id !== timed.sampleIds[row]);
  if (other >= 0) {
    const fact = `row ${other} is sample ${ids[other]}`;
    problems.add({
      place: path,
      key: `sample[${other}]`,
      fact,
      rule: `${basename(trace)} has sample ${timed.sampleIds[other]} there; record or import the timing again`,
    });
  }
  const take = (kind: string, length: number) =>
    Array.from({ length }, (_, i) => Float64Array.from(takeColumn(table, `${kind}_${i + 1}_ns`, path, DURATION, problems)));
  const segmentNs = take('segment', timed.exits);
  const branchNs = take('branch', timed.exits - 1);
  for (const extra of [`segment_${timed.exits + 1}_ns`, `branch_${timed.exits}_ns`]) {
    if (table.columns.has(extra))
      problems.add({ place: path, key: extra, fact: 'there is such a column', rule: `the trace has ${timed.exits} exits only` });
  }
  problems.throwIfAny();
  return { name, samples: table.rows, segmentNs, branchNs, metadata: table.metadata, sha256: table.sha256 };
}

/** A timing before it has a file. */
export type TimingDraft = Omit<Timing, 'sha256'>;

/** Writes a timing beside the trace at `trace`, whole or not at all; gives its path. */
export async function writeTiming(trace: string, timing: TimingDraft, sampleIds: Int32Array): Promise<string> {
  const toColumns = (kind: string, pieces: readonly Float64Array[]): Column[] =>
    pieces.map((data, i) => ({ name: `${kind}_${i + 1}_ns`, type: 'DOUBLE', data }));
  const columns: Column[] = [
    { name: 'sample', type: 'INT32', data: sampleIds },
    ...toColumns('segment', timing.segmentNs),
    ...toColumns('branch', timing.branchNs),
  ];
  const path = timingPath(trace, timing.name);
  await writeFileWhole(path, encodeParquet(columns, { ...timing.metadata, schema: TIMING_SCHEMA }));
  return path;
}

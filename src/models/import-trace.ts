/**
 * Puts a trace read from CSV on disk, and its compute times beside it, without destroying what is there.
 *
 * Knows traces and timings, nothing of where their numbers come from.
 */
import { basename } from 'node:path';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { ModelFacts } from './load-model.ts';
import { Missing } from './missing.ts';
import type { ImportedTrace } from './read-trace-csv.ts';
import { refuse } from './refuse.ts';
import { readTiming, writeTiming } from './timing-file.ts';
import type { Timing, Trace } from './trace.ts';
import { readTrace, type TraceDraft, writeTrace } from './trace-file.ts';
import { listTimings } from './trace-path.ts';

/** What became of the two files. */
export interface ImportOutcome {
  readonly trace: 'written' | 'kept';
  /** Null where the CSV has no compute times. */
  readonly timing: 'written' | 'kept' | null;
  /** Other timings beside a trace that was replaced: they may be of other samples. */
  readonly stale: readonly string[];
}

export interface ImportOptions {
  /** The .parquet to write. */
  readonly out: string;
  readonly timing: string;
  readonly model: ModelFacts;
  /** Replaces a trace or timing that says something else. */
  readonly force: boolean;
  /** ISO 8601, for the footers. */
  readonly date: string;
}

function equalColumns(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): boolean {
  return (
    a.length === b.length &&
    a.every((column, k) => {
      const other = b[k] as ArrayLike<number>;
      return column.length === other.length && Array.prototype.every.call(column, (value: number, i: number) => value === other[i]);
    })
  );
}

/** Whether two traces say the same of the same samples, as far as a CSV can tell. */
function saysSame(a: TraceDraft, b: TraceDraft): boolean {
  const columns = ({ sampleIds, labels, confidence, prediction }: TraceDraft) => [sampleIds, labels, ...confidence, ...prediction];
  return equalColumns(columns(a), columns(b));
}

/** What `read` gives, or nothing where the file is not there, or is damaged and to be replaced anyway. */
async function readUnlessMissing<T>(read: Promise<T>, force: boolean): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    if (error instanceof Missing || (force && error instanceof InvalidInput)) return undefined;
    throw error;
  });
}

/**
 * Writes the trace unless the same is there already, and the timing beside it.
 *
 * Throws InvalidInput when `out` holds another trace or the timing other times, unless `force` is given.
 */
export async function importTrace({ trace, times }: ImportedTrace, options: ImportOptions): Promise<ImportOutcome> {
  const { out, timing, model, force, date } = options;
  const facts = { model: model.name, model_sha256: model.sha256, provider: 'imported', date };
  const present: Trace | undefined = await readUnlessMissing(readTrace(out, model), force);
  const isSame = present !== undefined && saysSame(present, trace);
  if (present !== undefined && !isSame && !force) {
    const rule = 'choose another --out, or give --force to replace it';
    throw refuse(out, `another trace of ${present.samples} samples is there`, rule);
  }
  const old: Timing | undefined = times !== null && isSame ? await readUnlessMissing(readTiming(out, timing, trace), force) : undefined;
  const isSameTiming =
    old !== undefined && times !== null && equalColumns([...old.segmentNs, ...old.branchNs], [...times.segmentNs, ...times.branchNs]);
  if (old !== undefined && !isSameTiming && !force) {
    const rule = 'choose another --timing, or give --force to replace it';
    throw refuse(out, `another timing "${timing}" is beside ${basename(out)}`, rule);
  }
  const timings = await listTimings(out);
  if (!isSame) await writeTrace(out, { ...trace, metadata: facts });
  if (times !== null && !isSameTiming) {
    await writeTiming(out, { name: timing, samples: trace.samples, ...times, metadata: { ...facts, clock: 'imported' } }, trace.sampleIds);
  }
  return {
    trace: isSame ? 'kept' : 'written',
    timing: times === null ? null : isSameTiming ? 'kept' : 'written',
    stale: isSame ? [] : timings.filter((name) => times === null || name !== timing),
  };
}

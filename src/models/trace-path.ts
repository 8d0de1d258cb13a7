/**
 * Where traces and their timings lie: `<trace>.parquet`, and beside it `<trace>.<timing>.parquet`.
 *
 * Knows names and folders, nothing of what the files hold.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

const SUFFIX = '.parquet';

/** Names of timings hold no dot, so that `test.cpu-1t.parquet` reads one way only. */
export const TIMING_NAME = /^\w[\w-]*$/;

/** Path of a model's trace: models/NAME/traces/TRACE.parquet. */
export function tracePath(model: { readonly folder: string }, trace: string): string {
  return join(model.folder, 'traces', `${trace}${SUFFIX}`);
}

/** Path of the timing `name` beside a trace. */
export function timingPath(trace: string, name: string): string {
  return `${trace.endsWith(SUFFIX) ? trace.slice(0, -SUFFIX.length) : trace}.${name}${SUFFIX}`;
}

/** Trace and timing name of a file, going by its name: `test.cpu-1t.parquet` is timing `cpu-1t` of trace `test`. */
function splitName(file: string): { trace: string; timing?: string } | undefined {
  if (!file.endsWith(SUFFIX)) return undefined;
  const stem = file.slice(0, -SUFFIX.length);
  const dot = stem.lastIndexOf('.');
  return dot > 0 ? { trace: stem.slice(0, dot), timing: stem.slice(dot + 1) } : { trace: stem };
}

/** Names of the timings beside a trace, sorted; empty where the folder cannot be read. */
export async function listTimings(trace: string): Promise<string[]> {
  const stem = basename(trace, SUFFIX);
  const files = await readdir(dirname(trace)).catch(() => []);
  return files
    .map(splitName)
    .flatMap((name) => (name?.trace === stem && name.timing !== undefined && TIMING_NAME.test(name.timing) ? [name.timing] : []))
    .sort();
}

/** Names of the traces in a folder, timings left out, sorted; empty where it cannot be read. */
export async function listTraces(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files
    .map(splitName)
    .flatMap((name) => (name !== undefined && name.timing === undefined ? [name.trace] : []))
    .sort();
}

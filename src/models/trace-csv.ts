/**
 * A trace as CSV text: `sample,label,confidence_1..N,prediction_1..N`, and with a timing `segment_K_ns..,branch_K_ns..`.
 *
 * Knows the columns' names and order, for writing here and for reading in read-trace-csv.ts.
 */
import type { Timing, Trace } from './trace.ts';

function numbered(exits: number, name: (exit: number) => string): string[] {
  return Array.from({ length: exits }, (_, i) => name(i + 1));
}

/** Names of the columns that every trace has. */
export function traceColumns(exits: number): string[] {
  return ['sample', 'label', ...numbered(exits, (k) => `confidence_${k}`), ...numbered(exits, (k) => `prediction_${k}`)];
}

/** Names of the columns that a timing adds. */
export function timingColumns(exits: number): string[] {
  return [...numbered(exits, (k) => `segment_${k}_ns`), ...numbered(exits - 1, (k) => `branch_${k}_ns`)];
}

const ROWS_A_CHUNK = 1000;

/**
 * The CSV text in pieces of a thousand lines; every number is the shortest decimal that reads back to the same double.
 * @example [...formatTraceCsv(trace)].join('') // 'sample,label,confidence_1,...\n0,3,0.91,...\n'
 */
export function* formatTraceCsv(trace: Trace, timing?: Timing): Generator<string> {
  const { exits, sampleIds, labels, confidence, prediction } = trace;
  const columns: ArrayLike<number>[] = [sampleIds, labels, ...confidence, ...prediction];
  const names = traceColumns(exits);
  if (timing !== undefined) {
    columns.push(...timing.segmentNs, ...timing.branchNs);
    names.push(...timingColumns(exits));
  }
  yield `${names.join(',')}\n`;
  for (let from = 0; from < trace.samples; from += ROWS_A_CHUNK) {
    let text = '';
    for (let row = from; row < Math.min(from + ROWS_A_CHUNK, trace.samples); row++) {
      text += `${columns.map((column) => column[row]).join(',')}\n`;
    }
    yield text;
  }
}

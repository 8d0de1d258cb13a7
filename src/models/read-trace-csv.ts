/**
 * Reads the CSV of trace-csv.ts, written by anyone: columns in any order, LF or CRLF, with or without a byte-order mark.
 *
 * Knows the model's exits and classes; every problem is told with file, line and column.
 */
import type { ModelFacts } from './load-model.ts';
import { nearestName } from './near-names.ts';
import { listProblems, type ProblemList } from './problem-list.ts';
import { readLines } from './read-lines.ts';
import { refuse } from './refuse.ts';
import type { ColumnRule } from './table-columns.ts';
import { MOST_NS } from './timing-file.ts';
import type { Timing } from './trace.ts';
import { timingColumns, traceColumns } from './trace-csv.ts';
import { classRule, type TraceDraft } from './trace-file.ts';

/** What a CSV holds. */
export interface ImportedTrace {
  /** Without logits; `metadata` is empty. */
  readonly trace: TraceDraft;
  /** Null where the file has no `segment_*_ns` and `branch_*_ns` columns. */
  readonly times: Pick<Timing, 'segmentNs' | 'branchNs'> | null;
}

/** A column of the file: where its values go and what they must be. */
interface CsvColumn {
  readonly name: string;
  readonly rule: ColumnRule;
  values: Float64Array;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const UNQUOTED = /^\s*"?([^"]*?)"?\s*$/;

function ruleOf(name: string, classes: number): ColumnRule {
  if (name === 'sample') return { isInteger: true, min: 0, max: 2 ** 31 - 1, rule: 'a sample is a whole number in 0..2147483647' };
  if (name === 'label' || name.startsWith('prediction_')) return classRule(classes);
  if (name.startsWith('confidence_')) return { isInteger: false, min: 0, max: 1, rule: 'a confidence lies in 0..1' };
  return { isInteger: false, min: 0, max: MOST_NS, rule: 'a compute time is a decimal number of nanoseconds >= 0' };
}

/** Columns named by the header; adds what is missing, unknown or there twice to `problems`. */
function readHeader(line: string, file: string, { name, exits, classes }: ModelFacts, problems: ProblemList): CsvColumn[] {
  const always = traceColumns(exits);
  const timed = timingColumns(exits);
  const known = [...always, ...timed];
  const cells = line.split(',');
  const header = cells.map((cell) => UNQUOTED.exec(cell)?.[1] ?? cell);
  let column = 1;
  for (const [i, cell] of header.entries()) {
    const place = `${file}:1:${column}`;
    column += (cells[i] as string).length + 1;
    const near = nearestName(cell, known);
    const rule =
      near === undefined ? `a trace of ${name} has the columns ${known.join(',')}` : `did you mean "${near}"? ${name} has ${exits} exits`;
    if (!known.includes(cell)) problems.add({ place, key: cell, fact: 'unknown column', rule });
    else if (header.indexOf(cell) < i) problems.add({ place, key: cell, fact: 'this column is there twice', rule: 'keep one of them' });
  }
  const needed = timed.some((timing) => header.includes(timing)) ? known : always;
  for (const missing of needed.filter((wanted) => !header.includes(wanted))) {
    const rule = always.includes(missing) ? `a trace of ${name} needs it` : 'a timing needs a column for every segment and branch';
    problems.add({ place: `${file}:1:1`, key: missing, fact: 'there is no such column', rule });
  }
  return header.map((cell) => ({ name: cell, rule: ruleOf(cell, classes), values: new Float64Array(1024) }));
}

/** `line:column` of a cell. */
function placeOfCell(file: string, line: number, cells: readonly string[], index: number): string {
  return `${file}:${line}:${cells.slice(0, index).reduce((sum, cell) => sum + cell.length + 1, 1)}`;
}

function readRow(
  text: string,
  place: { file: string; line: number },
  row: number,
  columns: readonly CsvColumn[],
  problems: ProblemList,
): void {
  const { file, line } = place;
  const cells = text.split(',');
  if (cells.length !== columns.length) {
    problems.add({ place: `${file}:${line}:1`, fact: `${cells.length} cells`, rule: `the header names ${columns.length} columns` });
    return;
  }
  for (const [i, column] of columns.entries()) {
    const cell = cells[i] as string;
    const bare = NUMBER.test(cell) ? cell : (UNQUOTED.exec(cell)?.[1] ?? cell);
    const value = NUMBER.test(bare) ? Number(bare) : Number.NaN;
    const { isInteger, min, max, rule } = column.rule;
    if (!(value >= min && value <= max) || (isInteger && !Number.isInteger(value))) {
      problems.add({ place: placeOfCell(file, line, cells, i), key: column.name, fact: bare === '' ? 'empty' : bare.slice(0, 40), rule });
    }
    if (row >= column.values.length) {
      const grown = new Float64Array(2 * column.values.length);
      grown.set(column.values);
      column.values = grown;
    }
    column.values[row] = value;
  }
}

async function readColumns(file: string, model: ModelFacts): Promise<{ columns: readonly CsvColumn[]; rows: number }> {
  const problems = listProblems();
  const lineOfSample = new Map<number, number>();
  let columns: CsvColumn[] | undefined;
  let line = 0;
  let rows = 0;
  for await (const text of readLines(file)) {
    line++;
    if (columns === undefined) {
      columns = readHeader(text, file, model, problems);
      problems.throwIfAny();
      continue;
    }
    if (text.trim() === '') continue;
    const before = problems.count();
    readRow(text, { file, line }, rows, columns, problems);
    const sampleAt = columns.findIndex(({ name }) => name === 'sample');
    const sample = columns[sampleAt]?.values[rows] as number;
    const earlier = lineOfSample.get(sample);
    if (problems.count() > before) continue;
    if (earlier !== undefined) {
      const place = placeOfCell(file, line, text.split(','), sampleAt);
      problems.add({ place, key: 'sample', fact: `sample ${sample} stands in line ${earlier} too`, rule: 'every sample has one row' });
      continue;
    }
    lineOfSample.set(sample, line);
    rows++;
  }
  if (columns === undefined)
    problems.add({
      place: `${file}:1:1`,
      fact: 'the file is empty',
      rule: `its first line names the columns ${traceColumns(model.exits).join(',')}`,
    });
  else if (rows === 0 && problems.count() === 0)
    problems.add({ place: `${file}:${line + 1}:1`, fact: 'there are no samples', rule: 'a trace has one line for each sample' });
  problems.throwIfAny();
  return { columns: columns ?? [], rows };
}

/** Throws InvalidInput for what keeps a file from being read at all. */
function refuseUnreadable(file: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined && !(error instanceof RangeError)) throw error;
  const fact = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code ?? (error as Error).message})`;
  throw refuse(file, fact, 'give a CSV file as sim trace show --csv prints it');
}

/** Number of exits that the header of a CSV names confidences of. Throws InvalidInput where the file cannot be read. */
export async function countCsvExits(file: string): Promise<number> {
  try {
    for await (const header of readLines(file)) return header.split(',').filter((cell) => /^\s*"?confidence_\d+"?\s*$/.test(cell)).length;
    return 0;
  } catch (error) {
    return refuseUnreadable(file, error);
  }
}

/**
 * Reads a CSV into a trace of `model`, and into compute times where the file has them.
 *
 * Throws InvalidInput with all problems of the file (the first 20 in full).
 */
export async function readTraceCsv(file: string, model: ModelFacts): Promise<ImportedTrace> {
  const { columns, rows } = await readColumns(file, model).catch((error: unknown) => refuseUnreadable(file, error));
  const valuesOf = (name: string) => columns.find((column) => column.name === name)?.values.subarray(0, rows);
  const decimals = (name: string) => Float64Array.from(valuesOf(name) ?? []);
  const integers = (name: string) => Int32Array.from(valuesOf(name) ?? []);
  const of = (pattern: RegExp) => [...traceColumns(model.exits), ...timingColumns(model.exits)].filter((name) => pattern.test(name));
  const trace = {
    samples: rows,
    exits: model.exits,
    classes: model.classes,
    sampleIds: integers('sample'),
    labels: integers('label'),
    logits: null,
    confidence: of(/^confidence_/).map(decimals),
    prediction: of(/^prediction_/).map(integers),
    metadata: {},
  };
  const hasTimes = valuesOf('segment_1_ns') !== undefined;
  return { trace, times: hasTimes ? { segmentNs: of(/^segment_/).map(decimals), branchNs: of(/^branch_/).map(decimals) } : null };
}

/**
 * Traces on disk: one row a sample in Parquet, facts of the recording in the footer.
 *
 * Columns: `sample`, `label`, then `exit_K_logit_C` (float32) for every exit and class; or, where a trace was imported,
 * `confidence_K` (float64) and `prediction_K`; further columns tell of codecs (coded-columns.ts). Knows nothing of how a trace was recorded or who will use it.
 */
import { basename, dirname } from 'node:path';
import { answerExit } from './confidence.ts';
import type { ModelFacts } from './load-model.ts';
import { Missing } from './missing.ts';
import { suggestNames } from './near-names.ts';
import { type Column, encodeParquet, readParquet, type Table } from './parquet.ts';
import { listProblems, type ProblemList } from './problem-list.ts';
import { refuse } from './refuse.ts';
import { type ColumnRule, takeColumn } from './table-columns.ts';
import type { Trace } from './trace.ts';
import { listTraces } from './trace-path.ts';
import { writeFileWhole } from './write-file.ts';

const TRACE_SCHEMA = 'sim.trace/1';

/** Columns that readTrace reads. */
const PLAIN = /^(?:sample|label|exit_\d+_logit_\d+|(?:confidence|prediction)_\d+)$/;

const SAMPLE: ColumnRule = {
  isInteger: true,
  min: 0,
  max: 2 ** 31 - 1,
  rule: 'a sample is named by its index in the data set, a whole number >= 0',
};
const LOGIT: ColumnRule = { isInteger: false, min: -3.5e38, max: 3.5e38, rule: 'a logit is a finite number' };
const CONFIDENCE: ColumnRule = { isInteger: false, min: 0, max: 1, rule: 'a confidence lies in 0..1' };

/** The rule for class indices, labels and predictions alike. */
export function classRule(classes: number): ColumnRule {
  return { isInteger: true, min: 0, max: classes - 1, rule: `a class is a whole number in 0..${classes - 1}` };
}

function logitNames(exit: number, classes: number): string[] {
  return Array.from({ length: classes }, (_, c) => `exit_${exit}_logit_${c}`);
}

/** Exits and classes that a table's columns and footer tell of. */
function shapeOf({ columns, metadata }: Table): { exits: number; classes: number; hasLogits: boolean } {
  let exits = 0;
  let classes = 0;
  let hasLogits = false;
  for (const name of columns.keys()) {
    const [, kind, exit, logit] = /^(exit|confidence)_(\d+)(?:_logit_(\d+))?$/.exec(name) ?? [];
    if (kind === undefined || (kind === 'exit') !== (logit !== undefined)) continue;
    exits = Math.max(exits, Number(exit));
    if (logit !== undefined) {
      hasLogits = true;
      classes = Math.max(classes, Number(logit) + 1);
    }
  }
  return { exits, classes: hasLogits ? classes : Number(metadata['classes']), hasLogits };
}

/** Reads a Parquet file of this project; what a file that is not there means is told by `missing`. */
export async function readTable(
  path: string,
  schema: string,
  missing: () => Promise<Missing>,
  isWanted?: (column: string) => boolean,
): Promise<Table> {
  const table = await readParquet(path, isWanted).catch(async (error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw await missing();
    throw refuse(path, `it cannot be read (${code})`, 'give a readable .parquet file');
  });
  const { schema: found } = table.metadata;
  if (found === schema) return table;
  const fact = found?.startsWith('sim.') ? `it is a ${found}` : 'it is a Parquet file of something else';
  throw refuse(path, fact, `give a ${schema}, as sim record and sim trace import write it`);
}

async function missingTrace(path: string): Promise<Missing> {
  const name = basename(path, '.parquet');
  const none = `none lies in ${dirname(path)}; make one with sim record or sim trace import`;
  const rule = suggestNames(name, await listTraces(dirname(path)), none);
  return new Missing('trace', { place: path, fact: `there is no trace "${name}"`, rule });
}

function checkFit(shape: { exits: number; classes: number }, model: ModelFacts, path: string): void {
  const problems = listProblems();
  for (const key of ['exits', 'classes'] as const) {
    if (shape[key] === model[key]) continue;
    problems.add({
      place: path,
      key,
      fact: `${shape[key]} in the trace`,
      rule: `the model ${model.name} has ${model[key]}; give a trace of that model`,
    });
  }
  problems.throwIfAny();
}

/** Logits of an exit, row-major [samples x classes], from a column a class. */
export function takeLogits(table: Table, names: readonly string[], path: string, problems: ProblemList): Float32Array {
  const classes = names.length;
  const logits = new Float32Array(table.rows * classes);
  for (const [c, name] of names.entries()) {
    const column = takeColumn(table, name, path, LOGIT, problems);
    for (let row = 0; row < column.length; row++) logits[row * classes + c] = column[row] as number;
  }
  return logits;
}

/** Throws where two rows name the same sample. */
function checkDistinct(sampleIds: Int32Array, path: string, problems: ProblemList): void {
  const seen = new Set<number>();
  for (const [row, id] of sampleIds.entries()) {
    if (seen.has(id))
      problems.add({ place: path, key: `sample[${row}]`, fact: `sample ${id} stands here twice`, rule: 'every sample has one row' });
    seen.add(id);
  }
}

/** The table of a trace, of the columns that `isWanted` only. Throws Missing when there is no such file. */
export async function readTraceTable(path: string, isWanted: (column: string) => boolean): Promise<Table> {
  return readTable(path, TRACE_SCHEMA, () => missingTrace(path), isWanted);
}

/**
 * Reads a trace, and holds it against `model` where that is given.
 *
 * Throws Missing when there is no such file, InvalidInput when it is damaged, no trace, of other exits or classes than the
 * model's, or holds values that no recording gives.
 */
export async function readTrace(path: string, model?: ModelFacts): Promise<Trace> {
  const table = await readTraceTable(path, (column) => PLAIN.test(column));
  const { exits, classes, hasLogits } = shapeOf(table);
  if (table.rows === 0) throw refuse(path, 'it holds no samples', 'record or import one sample at least');
  if (exits === 0 || !(classes >= 1)) {
    throw refuse(path, 'it has neither logits nor confidences', 'a trace has columns exit_K_logit_C, or confidence_K and prediction_K');
  }
  if (exits * (hasLogits ? classes : 1) > table.columns.size) {
    throw refuse(path, `its columns reach to exit ${exits} of ${classes} classes, and some are missing`, 'record or import it again');
  }
  if (model !== undefined) checkFit({ exits, classes }, model, path);
  const problems = listProblems();
  const isClass = classRule(classes);
  const sampleIds = Int32Array.from(takeColumn(table, 'sample', path, SAMPLE, problems));
  const labels = Int32Array.from(takeColumn(table, 'label', path, isClass, problems));
  checkDistinct(sampleIds, path, problems);
  const exitNumbers = Array.from({ length: exits }, (_, i) => i + 1);
  const logits = hasLogits ? exitNumbers.map((exit) => takeLogits(table, logitNames(exit, classes), path, problems)) : null;
  const answers =
    logits?.map((values) => answerExit(values, classes)) ??
    exitNumbers.map((exit) => ({
      confidence: Float64Array.from(takeColumn(table, `confidence_${exit}`, path, CONFIDENCE, problems)),
      prediction: Int32Array.from(takeColumn(table, `prediction_${exit}`, path, isClass, problems)),
    }));
  problems.throwIfAny();
  return {
    samples: table.rows,
    exits,
    classes,
    sampleIds,
    labels,
    logits,
    confidence: answers.map(({ confidence }) => confidence),
    prediction: answers.map(({ prediction }) => prediction),
    metadata: table.metadata,
    sha256: table.sha256,
  };
}

/** Logits, row-major [samples x classes], as a column a class. */
export function logitColumns(names: readonly string[], logits: Float32Array): Column[] {
  const classes = names.length;
  return names.map((name, c) => ({
    name,
    type: 'FLOAT',
    data: Float32Array.from({ length: logits.length / classes }, (_, row) => logits[row * classes + c] as number),
  }));
}

/** A trace before it has a file. */
export type TraceDraft = Omit<Trace, 'sha256'>;

/**
 * Writes a trace, whole or not at all; metadata gets its schema, exits and classes from the trace.
 * @param coded columns of coded-columns.ts, which readTrace leaves out
 */
export async function writeTrace(path: string, trace: TraceDraft, coded: readonly Column[] = []): Promise<void> {
  const { exits, classes, sampleIds, labels, logits, confidence, prediction } = trace;
  const columns: Column[] = [
    { name: 'sample', type: 'INT32', data: sampleIds },
    { name: 'label', type: 'INT32', data: labels },
  ];
  for (let k = 0; k < exits; k++) {
    const values = logits?.[k];
    if (values === undefined) {
      columns.push({ name: `confidence_${k + 1}`, type: 'DOUBLE', data: confidence[k] as Float64Array });
      columns.push({ name: `prediction_${k + 1}`, type: 'INT32', data: prediction[k] as Int32Array });
      continue;
    }
    columns.push(...logitColumns(logitNames(k + 1, classes), values));
  }
  const metadata = { ...trace.metadata, schema: TRACE_SCHEMA, exits: String(exits), classes: String(classes) };
  await writeFileWhole(path, encodeParquet([...columns, ...coded], metadata, { isReadInParts: true }));
}

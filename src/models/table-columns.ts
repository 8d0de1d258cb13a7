/**
 * Columns of a Parquet table checked one by one: there, numbers, within their range.
 *
 * Knows tables and ranges; what a column means is told by trace-file.ts and timing-file.ts.
 */
import type { ColumnValues, Table } from './parquet.ts';
import type { ProblemList } from './problem-list.ts';

/** What the values of a column must be. */
export interface ColumnRule {
  readonly isInteger: boolean;
  readonly min: number;
  readonly max: number;
  /** The rule in words: `a class is 0..9`. */
  readonly rule: string;
}

const NONE = new Float64Array();

/** The column `name`, its problems added to `problems`; an empty column where it is missing or holds no numbers. */
export function takeColumn(table: Table, name: string, path: string, rule: ColumnRule, problems: ProblemList): ArrayLike<number> {
  const values: ColumnValues | undefined = table.columns.get(name);
  if (values === undefined) {
    problems.add({ place: path, key: name, fact: 'there is no such column', rule: rule.rule });
    return NONE;
  }
  if (!(values instanceof Float64Array || values instanceof Float32Array || values instanceof Int32Array)) {
    problems.add({ place: path, key: name, fact: 'it holds nulls or other things than numbers', rule: rule.rule });
    return NONE;
  }
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value >= rule.min && value <= rule.max && (!rule.isInteger || Number.isInteger(value))) continue;
    problems.add({ place: path, key: `${name}[${row}]`, fact: String(value), rule: rule.rule });
  }
  return values;
}

/**
 * A comparison of scenarios, written for a terminal, for Markdown, as CSV or as JSON.
 *
 * Files carry every column. A terminal has a hundred characters: it shows the main ones, and the differences to a baseline
 * in a second table.
 */
import type { ComparedPoint, ComparedScenario, Comparison, Differences } from './compare.ts';
import { ABSENT_CELL, differenceCell, EMPTY_CELL, pointCells, pointColumns, settingCell, textCell } from './point-cells.ts';
import { type Cell, type Column, formatCsv, formatMarkdown, formatTable, type Table } from './table.ts';

export type ComparisonFormat = 'table' | 'md' | 'csv' | 'json';

/** The comparison as text, with a line feed at the end. */
export function formatComparison(
  comparison: Comparison,
  format: ComparisonFormat,
  { color = false }: { readonly color?: boolean } = {},
): string {
  if (format === 'json') return `${JSON.stringify(comparison, null, 2)}\n`;
  const table = comparisonTable(comparison);
  if (format === 'csv') return formatCsv(table);
  if (format === 'md') return formatMarkdown(table);
  const shown = [MAIN_COLUMNS, ...(comparison.baseline === null ? [] : [BASELINE_COLUMNS])];
  return shown.map((pattern) => formatTable(pickColumns(table, pattern), { color })).join('\n');
}

/** What a terminal shows first: no intervals, and of ordinary early exit the figures that bear the comparison. */
const MAIN_COLUMNS =
  /^(scenario|picked_by|deex_(setting|latency_ms_mean|latency_ms_p95|accuracy|offload_share|busiest|busiest_load)|ordinary_(setting|latency_ms_mean|accuracy)|deex_minus_ordinary_latency_ms_mean)$/;
const BASELINE_COLUMNS = /^(scenario|minus_baseline_.*)$/;

const DIFFERENCE = 'deex − ordinary';

function comparisonTable({ scenarios, baseline }: Comparison): Table {
  return {
    columns: [
      { name: 'scenario', title: 'scenario', align: 'left' },
      { name: 'picked_by', title: 'pick', align: 'left' },
      ...settledColumns('deex_', 'deex'),
      ...settledColumns('ordinary_', 'ordinary, as accurate'),
      ...differenceColumns('deex_minus_ordinary_', DIFFERENCE),
      ...(baseline === null ? [] : differenceColumns('minus_baseline_', `deex, minus deex in ${baseline}`)),
    ],
    rows: scenarios.map((row) => [
      textCell(scenarioTitle(row)),
      row.rule === null ? ABSENT_CELL : textCell(row.rule),
      ...settledCells(row.deex),
      ...settledCells(row.ordinary),
      ...differenceCells(row.deex_minus_ordinary),
      ...(row.minus_baseline === null ? [] : differenceCells(row.minus_baseline)),
    ]),
  };
}

function settledColumns(prefix: string, group: string): readonly Column[] {
  return [{ name: `${prefix}setting`, title: 'at', group, align: 'right' }, ...pointColumns(prefix, group)];
}

function settledCells(point: ComparedPoint | null): readonly Cell[] {
  return [point === null ? ABSENT_CELL : settingCell(point.setting), ...pointCells(point)];
}

function differenceColumns(prefix: string, group: string): readonly Column[] {
  const column = (name: string, title: string): Column => ({ name: `${prefix}${name}`, title, group, align: 'right' });
  return [column('latency_ms_mean', 'mean ms'), column('latency_ms_p95', 'p95 ms'), column('accuracy', 'acc points')];
}

function differenceCells({ latency_ms_mean, latency_ms_p95, accuracy }: Differences): readonly Cell[] {
  const points = accuracy === null ? ABSENT_CELL : { text: differenceCell(accuracy * 100, 1).text, value: accuracy };
  return [differenceCell(latency_ms_mean, 1), differenceCell(latency_ms_p95, 1), points];
}

function pickColumns({ columns, rows }: Table, pattern: RegExp): Table {
  const kept = columns.flatMap(({ name }, index) => (pattern.test(name) ? [index] : []));
  return {
    columns: kept.map((index) => shortened(columns[index] as Column)),
    rows: rows.map((row) => kept.map((index) => row[index] ?? EMPTY_CELL)),
  };
}

/** A column of the terminal: the name of a group no wider than the one column it may have there. */
function shortened(column: Column): Column {
  return column.group === DIFFERENCE ? { ...column, group: 'gap' } : column;
}

function scenarioTitle({ scenario, setting }: ComparedScenario): string {
  return setting === null ? scenario : `${scenario}, ${setting}`;
}

/**
 * A comparison of scenarios, written for a terminal, for Markdown, as CSV or as JSON.
 *
 * CSV and JSON carry every column. A terminal has a hundred characters: it shows the main ones, differences with their intervals in a
 * second table, and what is lost, late or spent in a third, where there is any. Markdown and the page have a table for deex, one for
 * ordinary early exit and one for the differences. The best of a column is starred, in Markdown bold.
 */

import type { Interval } from '../sim/summary/result.ts';
import type { ComparedPoint, ComparedScenario, Comparison, Differences } from './compare.ts';
import { formatHalfWidth, formatMs } from './format-number.ts';
import { ABSENT_CELL, differenceCell, EMPTY_CELL, pointCells, pointColumns, settingCell, shareCell, textCell } from './point-cells.ts';
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
  if (format === 'md') return markdown(comparison);
  const spent = table.columns.filter(({ name }, c) => SPENT_COLUMNS.test(name) && table.rows.some((row) => Number(row[c]?.value ?? 0) > 0));
  const blocks = [
    formatTable(pickColumns(table, MAIN_COLUMNS), { color }),
    `Differences, and half their 95% intervals over paired replications\n${formatTable(pickColumns(table, DIFFERENCE_COLUMNS), { color })}`,
    ...(spent.length === 0
      ? []
      : [
          `Lost, late, spent\n${formatTable(withoutEmptyRows(pickColumns(table, new RegExp(`^(scenario|${spent.map(({ name }) => name).join('|')})$`))), { color })}`,
        ]),
    ...(Object.values(comparison.best).some((row) => row !== null) ? ['* best of its column among stable settings of deex\n'] : []),
  ];
  return blocks.join('\n');
}

/** What a terminal shows first: no intervals, and of ordinary early exit the figures that bear the comparison. */
const MAIN_COLUMNS =
  /^(scenario|picked_by|deex_(setting|latency_ms_mean|latency_ms_p95|accuracy|offload_share|busiest|busiest_load)|ordinary_(setting|latency_ms_mean|accuracy)|deex_minus_ordinary_latency_ms_mean)$/;
const DIFFERENCE_COLUMNS = /^(scenario|(deex_minus_ordinary|minus_baseline)_.*)$/;
const SPENT_COLUMNS = /_(lost_share|deadline_missed_share|energy_j_mean)$/;

const DIFFERENCE = 'deex − ordinary';

/** The columns of a comparison in tables that a page has room for; what is nowhere lost, late or spent is left out. */
export function comparisonTables(comparison: Comparison): readonly { readonly title: string; readonly table: Table }[] {
  const table = comparisonTable(comparison);
  const empty = table.columns.filter(
    ({ name }, c) => SPENT_COLUMNS.test(name) && !table.rows.some((row) => Number(row[c]?.value ?? 0) > 0),
  );
  const pick = (pattern: RegExp): Table => pickColumns(table, pattern, empty);
  return [
    { title: 'deex', table: ungrouped(pick(/^(scenario|picked_by|deex_(?!minus_).*)$/)) },
    { title: 'ordinary early exit, as accurate', table: ungrouped(pick(/^(scenario|ordinary_.*)$/)) },
    { title: 'differences, and half their 95% intervals over paired replications', table: pick(DIFFERENCE_COLUMNS) },
  ];
}

/** Without the word above the columns, which the title of the table says. */
function ungrouped({ columns, rows }: Table): Table {
  return { columns: columns.map(({ group: _, ...column }) => column), rows };
}

function markdown(comparison: Comparison): string {
  const bold = (text: string): string => text.replace(/^\*(.*)$/, '**$1**');
  const tables = comparisonTables(comparison).map(({ title, table: { columns, rows } }) => {
    const cells = rows.map((row) => row.map((cell) => ({ ...cell, text: bold(cell.text) })));
    const text = formatMarkdown({ columns, rows: cells });
    return title === 'deex' ? text : `${title[0]?.toUpperCase()}${title.slice(1)}:\n\n${text}`;
  });
  const key = Object.values(comparison.best).some((row) => row !== null)
    ? ['Bold: best of its column among stable settings of deex.\n']
    : [];
  return [...tables, ...key].join('\n');
}

/** Every column of the comparison. */
export function comparisonTable({ scenarios, baseline, best }: Comparison): Table {
  return {
    columns: [
      { name: 'scenario', title: 'scenario', align: 'left' },
      { name: 'picked_by', title: 'pick', align: 'left' },
      ...settledColumns('deex_', 'deex'),
      ...settledColumns('ordinary_', 'ordinary, as accurate'),
      ...differenceColumns('deex_minus_ordinary_', DIFFERENCE),
      ...(baseline === null ? [] : differenceColumns('minus_baseline_', `deex, minus deex in ${baseline}`)),
    ],
    rows: scenarios.map((row, index) => [
      textCell(scenarioTitle(row)),
      row.rule === null ? ABSENT_CELL : textCell(row.rule),
      ...starred(settledColumns('', ''), settledCells(row.deex), (name) => best[name as keyof typeof best] === index),
      ...settledCells(row.ordinary),
      ...differenceCells(row.deex_minus_ordinary),
      ...(row.minus_baseline === null ? [] : differenceCells(row.minus_baseline)),
    ]),
  };
}

function settledColumns(prefix: string, group: string): readonly Column[] {
  const column = (name: string, title: string): Column => ({ name: `${prefix}${name}`, title, group, align: 'right' });
  return [
    column('setting', 'at'),
    ...pointColumns(prefix, group),
    column('lost_share', 'lost %'),
    column('deadline_missed_share', 'late %'),
    column('energy_j_mean', 'energy J'),
  ];
}

/** Marks cells of the columns that are the best of theirs. */
function starred(columns: readonly Column[], cells: readonly Cell[], isBest: (name: string) => boolean): readonly Cell[] {
  return cells.map((cell, index) => (isBest(columns[index]?.name ?? '') ? { ...cell, text: `*${cell.text}` } : cell));
}

function settledCells(point: ComparedPoint | null): readonly Cell[] {
  const shares = [point?.lost_share ?? null, point?.deadline_missed_share ?? null];
  const energy = point?.energy_j_mean ?? null;
  return [
    point === null ? ABSENT_CELL : settingCell(point.setting),
    ...pointCells(point),
    ...shares.map((share) => (share === null ? EMPTY_CELL : shareCell(share))),
    energy === null ? EMPTY_CELL : { text: formatMs(energy), value: energy },
  ];
}

function differenceColumns(prefix: string, group: string): readonly Column[] {
  const column = (name: string, title: string): Column => ({ name: `${prefix}${name}`, title, group, align: 'right' });
  const half = (name: string) => column(`${name}_ci95_half_width`, '±');
  return [
    ...[column('latency_ms_mean', 'mean ms'), half('latency_ms_mean')],
    ...[column('latency_ms_p95', 'p95 ms'), half('latency_ms_p95')],
    ...[column('accuracy', 'acc points'), half('accuracy')],
  ];
}

function differenceCells({ latency_ms_mean, latency_ms_p95, accuracy, ci95 }: Differences): readonly Cell[] {
  const points = accuracy === null ? ABSENT_CELL : { text: differenceCell(accuracy * 100, 1).text, value: accuracy };
  return [
    ...[differenceCell(latency_ms_mean, 1), halfWidthCell(ci95.latency_ms_mean)],
    ...[differenceCell(latency_ms_p95, 1), halfWidthCell(ci95.latency_ms_p95)],
    ...[points, halfWidthCell(ci95.accuracy, 100)],
  ];
}

function halfWidthCell(interval: Interval | null, factor = 1): Cell {
  if (interval === null) return EMPTY_CELL;
  const [low, high] = interval;
  return { text: formatHalfWidth([low * factor, high * factor]), value: (high - low) / 2 };
}

function pickColumns({ columns, rows }: Table, pattern: RegExp, without: readonly Column[] = []): Table {
  const kept = columns.flatMap((column, index) => (pattern.test(column.name) && !without.includes(column) ? [index] : []));
  return {
    columns: kept.map((index) => shortened(columns[index] as Column, pattern)),
    rows: rows.map((row) => kept.map((index) => row[index] ?? EMPTY_CELL)),
  };
}

/** The rows that say more than their name. */
function withoutEmptyRows({ columns, rows }: Table): Table {
  return { columns, rows: rows.filter((row) => row.slice(1).some(({ value }) => value !== null)) };
}

/** A column of the terminal: the name of a group no wider than the one column it may have there. */
function shortened(column: Column, pattern: RegExp): Column {
  return column.group === DIFFERENCE && pattern === MAIN_COLUMNS ? { ...column, group: 'gap' } : column;
}

export function scenarioTitle({ scenario, setting }: ComparedScenario): string {
  return setting === null ? scenario : `${scenario}, ${setting}`;
}

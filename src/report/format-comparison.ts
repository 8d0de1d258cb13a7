/**
 * A comparison of scenarios, written for a terminal, for Markdown, as CSV or as JSON.
 *
 * Files carry every column. A terminal has a hundred characters: it shows the main ones, differences with their intervals in a second
 * table, and what is lost, late or spent in a third, where there is any. A star marks the best of a column.
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
  if (format === 'md') return formatMarkdown(table);
  const spent = table.columns.filter(({ name }, c) => SPENT_COLUMNS.test(name) && table.rows.some((row) => Number(row[c]?.value ?? 0) > 0));
  const blocks = [
    formatTable(pickColumns(table, MAIN_COLUMNS), { color }),
    `Differences, and half their 95% intervals over paired replications\n${formatTable(pickColumns(table, DIFFERENCE_COLUMNS), { color })}`,
    ...(spent.length === 0
      ? []
      : [
          `Lost, late, spent\n${formatTable(pickColumns(table, new RegExp(`^(scenario|${spent.map(({ name }) => name).join('|')})$`)), { color })}`,
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

function comparisonTable({ scenarios, baseline, best }: Comparison): Table {
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

function pickColumns({ columns, rows }: Table, pattern: RegExp): Table {
  const kept = columns.flatMap(({ name }, index) => (pattern.test(name) ? [index] : []));
  return {
    columns: kept.map((index) => shortened(columns[index] as Column, pattern)),
    rows: rows.map((row) => kept.map((index) => row[index] ?? EMPTY_CELL)),
  };
}

/** A column of the terminal: the name of a group no wider than the one column it may have there. */
function shortened(column: Column, pattern: RegExp): Column {
  return column.group === DIFFERENCE && pattern === MAIN_COLUMNS ? { ...column, group: 'gap' } : column;
}

function scenarioTitle({ scenario, setting }: ComparedScenario): string {
  return setting === null ? scenario : `${scenario}, ${setting}`;
}

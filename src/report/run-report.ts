/**
 * What `sim run` prints when it is done: the points as a table, the paper's figures where they apply, and the verdict.
 *
 * Pure, from the result document to text; knows nothing of files or terminals but whether colour is wanted.
 */
import type { PointResult, Result } from '../sim/summary/result.ts';
import { describeRun } from './describe-world.ts';
import { forkTable } from './fork-table.ts';
import { kindsTable } from './kinds-table.ts';
import { loadTables } from './load-table.ts';
import { lossesTables } from './losses-table.ts';
import { paperComparison, paperTable } from './paper.ts';
import { pointCells, pointColumns, settingCell, textCell } from './point-cells.ts';
import { pointFigures } from './point-figures.ts';
import { sparklines } from './sparklines.ts';
import { type Curve, type SweepView, sweepViews } from './sweep-view.ts';
import { formatTable, TABLE_WIDTH, type Table } from './table.ts';
import { verdict } from './verdict.ts';
import { cutLines, wrapText } from './wrap-text.ts';

/** The report of one scenario. */
export function runReport(result: Result, { color = false }: { readonly color?: boolean } = {}): string {
  const blocks = sweepViews(result).flatMap((view) => viewBlocks(view, color));
  const paper = paperComparison(result);
  if (paper !== null) blocks.push(`${paper.title}\n${formatTable(paperTable(paper), { color })}`);
  blocks.push(wrapWords(verdict(result), TABLE_WIDTH));
  const measure = (line: string) => line.length;
  const head = cutLines(wrapText(`${result.scenario.name} · ${describeRun(result)}`, TABLE_WIDTH, measure, ' · '), TABLE_WIDTH, measure);
  return `${head.join('\n')}\n\n${blocks.join('\n')}`;
}

/** All tables of a view, each section under its heading. */
function viewBlocks(view: SweepView<PointResult>, color: boolean): readonly string[] {
  const [losses, load, kinds, shape] = [lossesTables(view), loadTables(view), kindsTable(view), sparklines(view)];
  const fork = forkTable(view);
  const sections = [
    { title: shape?.title ?? '', tables: shape === null ? [] : [shape.table] },
    losses,
    { title: 'Kinds of requests', tables: kinds === null ? [] : [kinds] },
    { title: 'What end devices send, and waits for the slowest; accuracy is that of one view', tables: fork === null ? [] : [fork] },
    { title: load.title, tables: load.tables },
  ];
  return [
    ...(view.setting === null ? [] : [`${view.setting}\n`]),
    ...viewTables(view).map((table) => formatTable(table, { color })),
    ...sections.flatMap(({ title, tables }) =>
      tables.map((table, index) => `${index === 0 ? `${title}\n` : ''}${formatTable(table, { color })}`),
    ),
  ];
}

/** The tables of a view: two policies to a line along the axis, deex and ordinary first; then those without the axis. */
function viewTables(view: SweepView<PointResult>): readonly Table[] {
  const curves = [...view.curves].sort((a, b) => rankOf(a) - rankOf(b));
  const pairs = Array.from({ length: Math.ceil(curves.length / 2) }, (_, index) => curves.slice(index * 2, index * 2 + 2));
  const tables = pairs.map((pair) => curveTable(pair, view));
  return view.levels.length === 0 ? tables : [...tables, levelTable(view)];
}

function curveTable(pair: readonly Curve<PointResult>[], { axis }: SweepView<PointResult>): Table {
  const settings = new Map(
    pair
      .flatMap((curve) => curve.points)
      .sort((a, b) => a.x - b.x)
      .map(({ setting }) => [setting, pair.map((curve) => curve.points.find((at) => at.setting === setting)?.point ?? null)]),
  );
  const key = axis?.key ?? '';
  return {
    columns: [
      { name: key, title: key.split('.').at(-1) ?? key, align: 'right' },
      ...pair.flatMap(({ label }) => pointColumns(`${label.replaceAll(/[^\w]+/g, '_')}_`, label)),
    ],
    rows: [...settings].map(([setting, points]) => [
      settingCell(setting),
      ...points.flatMap((point) => pointCells(point && pointFigures(point))),
    ]),
  };
}

function levelTable({ levels }: SweepView<PointResult>): Table {
  return {
    columns: [{ name: 'policy', title: 'policy', align: 'left' }, ...pointColumns('')],
    rows: levels.map(({ label, point }) => [textCell(label), ...pointCells(pointFigures(point))]),
  };
}

function rankOf({ policy }: Curve<PointResult>): number {
  const rank = ['deex', 'ordinary'].indexOf(policy);
  return rank === -1 ? 2 : rank;
}

/** Breaks each paragraph at spaces into lines of at most `width` characters. */
function wrapWords(text: string, width: number): string {
  return text
    .split('\n')
    .map((paragraph) => wrapText(paragraph, width, (line) => line.length).join('\n'))
    .join('\n');
}

/**
 * The figures of the paper beside ours: what a scenario that repeats its experiment gave, and the difference.
 *
 * Barbosa, Pacheco, Couto, Medeiros, Campista, "Decision Early-Exit": B-AlexNet with three exits, everything computed on one
 * machine with no network. This room takes the paper's numbers from paper-figures.ts and ours from the result, nothing else.
 */
import type { Result } from '../sim/summary/result.ts';
import type { AnsweredPoint } from './answered.ts';
import { paperExperiment } from './describe-world.ts';
import { formatDecimals } from './format-number.ts';
import { PAPER_FIGURES, type PaperExperiment } from './paper-figures.ts';
import { paperPoints, savedShare } from './paper-points.ts';
import { ABSENT_CELL, differenceCell, textCell } from './point-cells.ts';
import type { Cell, Table } from './table.ts';

/** One figure. */
export interface PaperRow {
  readonly quantity: string;
  /** `p_d` and `ms` as they are; `%` counts shares in percent and differences in percentage points. */
  readonly unit: '%' | 'ms' | 'p_d';
  readonly paper: number;
  /** Null where the sweep lacks the point that is needed. */
  readonly ours: number | null;
  /** Ours minus the paper's; null without ours. */
  readonly difference: number | null;
  /** Where the paper says it. */
  readonly source: string;
}

export interface PaperComparison {
  readonly title: string;
  readonly rows: readonly PaperRow[];
}

/** The comparison, for scenarios that say `paper: full` or `paper: binary`; null for all others. */
export function paperComparison(result: Result): PaperComparison | null {
  const experiment = paperExperiment(result.scenario.resolved);
  if (experiment === null) return null;
  const figures = PAPER_FIGURES[experiment];
  return {
    title: `Beside the paper (Barbosa et al., "Decision Early-Exit", ${figures.title})`,
    rows: paperRows(figures, result),
  };
}

/** Paper, ours, difference, source as a table. */
export function paperTable({ rows }: PaperComparison): Table {
  return {
    columns: [
      { name: 'quantity', title: 'quantity', align: 'left' },
      { name: 'unit', title: 'unit', align: 'left' },
      { name: 'paper', title: 'paper', align: 'right' },
      { name: 'ours', title: 'ours', align: 'right' },
      { name: 'difference', title: 'difference', align: 'right' },
      { name: 'source', title: 'in the paper', align: 'left' },
    ],
    rows: rows.map((row) => [
      textCell(row.quantity),
      textCell(row.unit),
      numberCell(row, row.paper),
      row.ours === null ? ABSENT_CELL : numberCell(row, row.ours),
      differenceCell(row.difference, decimalsOf(row)),
      textCell(row.source),
    ]),
  };
}

/** Decimals of a row: as many as the paper gives, and no fewer than its unit deserves. */
function decimalsOf({ paper, unit }: PaperRow): number {
  return Math.max({ '%': 1, ms: 2, p_d: 2 }[unit], String(paper).split('.')[1]?.length ?? 0);
}

function numberCell(row: PaperRow, value: number): Cell {
  return { text: formatDecimals(value, decimalsOf(row)), value };
}

function paperRows(paper: PaperExperiment, result: Result): readonly PaperRow[] {
  const { curve, keptAll, sentAll, crossed, atPaperCross } = paperPoints(result, paper);
  const started = curve.find(({ point }) => point.offload_share > 0)?.threshold ?? null;
  const majority = curve.find(({ point }) => point.offload_share > 0.5)?.threshold ?? null;
  const kept = (point: AnsweredPoint | null): number | null => (point === null ? null : percent(1 - point.offload_share));
  const cross = 'p_cross';
  return [
    row('accuracy, all at exit 2', '%', paper.accuracyExit2, keptAll && percent(keptAll.accuracy), 'Figure 5'),
    row('accuracy, all at exit 3', '%', paper.accuracyExit3, sentAll && percent(sentAll.accuracy), 'Figure 5'),
    row('offloading starts at', 'p_d', paper.offloadingStarts, started, 'Figure 3'),
    ...(paper.majorityOffloaded === null ? [] : [row('most are offloaded from', 'p_d', paper.majorityOffloaded, majority, 'Figure 3')]),
    row(cross, 'p_d', paper.crossing, result.crossing?.p_cross ?? null, 'Figure 5'),
    row(`kept at exit 2 at ${cross}`, '%', paper.keptAtCrossing, kept(crossed), 'text'),
    row(`kept at exit 2 at p_d ${paper.crossing}`, '%', paper.keptAtCrossing, kept(atPaperCross), 'text'),
    row('time a sample, all at exit 2', 'ms', paper.msExit2, keptAll?.latency_ms.mean ?? null, 'Figure 4'),
    row('time a sample, all at exit 3', 'ms', paper.msExit3, sentAll?.latency_ms.mean ?? null, 'Figure 4'),
    row('time saved, all at exit 2', '%', paper.savedExit2, saved(keptAll, sentAll), 'Figure 4'),
    row(`time saved at ${cross} (text)`, '%', paper.savedAtCrossingText, saved(crossed, sentAll), 'text'),
    row(`time saved at ${cross} (caption)`, '%', paper.savedAtCrossingCaption, saved(crossed, sentAll), 'captions'),
    ...recallRows(paper, { exit2: keptAll, exit3: sentAll, crossing: crossed }),
  ];
}

/** Recall by class where the paper names the classes, else the range over the classes. */
function recallRows(
  paper: PaperExperiment,
  points: Readonly<Record<'exit2' | 'exit3' | 'crossing', AnsweredPoint | null>>,
): readonly PaperRow[] {
  const places = { exit2: 'all at exit 2', exit3: 'all at exit 3', crossing: 'at p_cross' } as const;
  return (['exit2', 'exit3', 'crossing'] as const).flatMap((place) => {
    const point = points[place];
    const ours = point === null ? null : recalls(point.confusion);
    const chosen = ours === null || !paper.recallIsRange ? ours : [Math.min(...ours), Math.max(...ours)];
    return paper.recallNames.map((name, index) => {
      const value = chosen?.[index];
      const published = paper.recalls[place][index] as number;
      return row(`${name}, ${places[place]}`, '%', published, value === undefined ? null : percent(value), paper.recallSource);
    });
  });
}

/** Share of each class that is answered rightly, from requests by true class (row) and predicted class (column). */
function recalls(confusion: readonly (readonly number[])[]): readonly number[] {
  return confusion.map((predicted, label) => {
    const total = predicted.reduce((sum, count) => sum + count, 0);
    return total === 0 ? 0 : (predicted[label] ?? 0) / total;
  });
}

/** Time saved against everything at exit 3 [%]. */
function saved(point: AnsweredPoint | null, all: AnsweredPoint | null): number | null {
  return point === null || all === null ? null : percent(savedShare(point, all));
}

function row(quantity: string, unit: PaperRow['unit'], paper: number, ours: number | null, source: string): PaperRow {
  return { quantity, unit, paper, ours, difference: ours === null ? null : ours - paper, source };
}

function percent(share: number): number {
  return share * 100;
}

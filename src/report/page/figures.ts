/** The figures of a result as tables of the page: all points with their intervals, and beside each chart what it shows. */

import type { Interval, PointResult, Result } from '../../sim/summary/result.ts';
import { intervalOfMean } from '../answered.ts';
import { formatMs, formatPercent, formatRatio } from '../format-number.ts';
import { busiestPart, latencyParts, linkCount, partTitle, stationTitle } from '../parts.ts';
import { ABSENT_CELL, EMPTY_CELL, settingCell, shareCell, textCell } from '../point-cells.ts';
import { type SweepView, sweepViews } from '../sweep-view.ts';
import type { Cell, Column, Table } from '../table.ts';

/** One column of figures: its title, and a point's cell in it. */
interface Figure {
  readonly title: string;
  readonly align?: 'left';
  cell(point: PointResult): Cell;
}

/** Every point of a view with its intervals. */
export interface FiguresTable {
  /** What an outer sweep fixes; null without one. */
  readonly setting: string | null;
  readonly table: Table;
  /** Cells of a row that name it. */
  readonly heads: number;
}

export function figuresTables(result: Result): readonly FiguresTable[] {
  return sweepViews(result).map((view) => ({ setting: view.setting, ...tableOf(view, GENERAL) }));
}

/** What the chart named `name` shows, or the figures in general. */
export function chartTable(result: Result, name: string): Pick<FiguresTable, 'table' | 'heads'> {
  const views = sweepViews(result);
  const view = views.find(({ setting }) => setting !== null && name.endsWith(`-${setting.replaceAll(/[^\w.]+/g, '-')}`)) ?? views[0];
  if (view === undefined) return { table: { columns: [], rows: [] }, heads: 0 };
  const points = [...view.curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...view.levels.map(({ point }) => point)];
  const kind = Object.keys(OF_CHARTS).find((word) => name === word || name.startsWith(`${word}-`));
  return tableOf(view, kind === undefined ? GENERAL : (OF_CHARTS[kind] as (points: readonly PointResult[]) => readonly Figure[])(points));
}

function tableOf(view: SweepView<PointResult>, figures: readonly Figure[]): { readonly table: Table; readonly heads: number } {
  const { axis } = view;
  const heads: Column[] = [{ name: 'policy', title: 'policy', align: 'left' }];
  const along = (key: string, align: Column['align']): Column => ({ name: key, title: key.split('.').at(-1) ?? key, align });
  if (axis !== null) heads.push(along(axis.key, axis.isNumeric ? 'right' : 'left'));
  const cells = (point: PointResult) => figures.map((figure) => figure.cell(point));
  return {
    heads: heads.length,
    table: {
      columns: [...heads, ...figures.map(({ title, align }): Column => ({ name: title, title, align: align ?? 'right' }))],
      rows: [
        ...view.curves.flatMap(({ label, points }) =>
          points.map(({ setting, point }) => [textCell(label), settingCell(setting), ...cells(point)]),
        ),
        ...view.levels.map(({ label, point }) => [textCell(label), ...(axis === null ? [] : [EMPTY_CELL]), ...cells(point)]),
      ],
    },
  };
}

function figure(title: string, cell: (point: PointResult) => Cell): Figure {
  return { title, cell };
}

/** Milliseconds; withheld where a queue grows without end. */
function milliseconds(title: string, pick: (point: PointResult) => number | null): Figure {
  return figure(title, (point) => {
    const value = pick(point);
    if (value !== null) return { text: formatMs(value), value };
    return point.stable ? ABSENT_CELL : { text: 'unstable', value: null, tone: 'bad' };
  });
}

function intervalCell(interval: Interval | null, format: (value: number) => string): Cell {
  return interval === null ? EMPTY_CELL : { text: `${format(interval[0])} to ${format(interval[1])}`, value: null };
}

const MEAN = milliseconds('mean ms', ({ latency_ms }) => latency_ms.mean);
const MEAN_INTERVAL = figure('95% interval', (point) => intervalCell(intervalOfMean(point), formatMs));
const P95 = milliseconds('p95 ms', ({ latency_ms }) => latency_ms.p95);
const ACCURACY = figure('right %', ({ accuracy }) => shareCell(accuracy));
const ACCURACY_INTERVAL = figure('95% interval', ({ accuracy_ci95 }) => intervalCell(accuracy_ci95, formatPercent));
const OFFLOADED = figure('offloaded %', ({ offload_share }) => shareCell(offload_share));

const GENERAL: readonly Figure[] = [
  MEAN,
  MEAN_INTERVAL,
  P95,
  figure('95% interval', ({ latency_ms }) => intervalCell(latency_ms.p95_ci95, formatMs)),
  ACCURACY,
  ACCURACY_INTERVAL,
  OFFLOADED,
  {
    title: 'busiest part',
    align: 'left',
    cell(point) {
      const busiest = busiestPart(point);
      return busiest === null ? EMPTY_CELL : textCell(`${busiest.title} ${formatRatio(busiest.value)}`);
    },
  },
];

const PERCENTILES: readonly Figure[] = [
  MEAN,
  MEAN_INTERVAL,
  milliseconds('p50 ms', ({ latency_ms }) => latency_ms.p50),
  milliseconds('p90 ms', ({ latency_ms }) => latency_ms.p90),
  P95,
  milliseconds('p99 ms', ({ latency_ms }) => latency_ms.p99),
  milliseconds('largest ms', ({ latency_ms }) => latency_ms.max),
];

/** Figures by the name that a chart's name begins with. */
const OF_CHARTS: Readonly<Record<string, (points: readonly PointResult[]) => readonly Figure[]>> = {
  latency: () => PERCENTILES,
  percentiles: () => PERCENTILES,
  accuracy: (points) => [ACCURACY, ACCURACY_INTERVAL, ...exitFigures(points, 'right % at exit', (exit) => exit.accuracy)],
  'trade-off': () => [MEAN, ACCURACY, OFFLOADED],
  front: () => [MEAN, ACCURACY, OFFLOADED],
  exits: (points) => exitFigures(points, '% answered at exit', (exit) => exit.share),
  breakdown: breakdownFigures,
  utilization: (points) => {
    const keys = [...new Set(points.flatMap((point) => Object.keys(point.utilization)))];
    return keys.map((key) => figure(`${stationTitle(key, keys)} busy %`, ({ utilization }) => shareCell(utilization[key] ?? null)));
  },
  energy: () => [
    figure('J a request', ({ energy_j_mean: joule }) => (joule === null ? ABSENT_CELL : { text: joule.toPrecision(3), value: joule })),
    MEAN,
    ACCURACY,
  ],
  losses: () => [
    figure('lost %', ({ dropped, requests }) => shareCell(dropped / requests)),
    figure('answered lower %', ({ fallback_share }) => shareCell(fallback_share)),
    figure('late %', ({ deadline_missed_share }) => shareCell(deadline_missed_share)),
  ],
};

function exitFigures(
  points: readonly PointResult[],
  title: string,
  pick: (exit: PointResult['exits'][number]) => number | null,
): readonly Figure[] {
  return (points[0]?.exits ?? []).map(({ exit }, i) =>
    figure(`${title} ${exit}`, ({ exits }) => shareCell(exits[i] === undefined ? null : pick(exits[i]))),
  );
}

function breakdownFigures(points: readonly PointResult[]): readonly Figure[] {
  const parts = latencyParts(points);
  const links = linkCount(points.flatMap((point) => Object.keys(point.breakdown_ms)));
  return [...parts.map((part) => milliseconds(`${partTitle(part, links)} ms`, ({ breakdown_ms }) => breakdown_ms[part.key] ?? 0)), MEAN];
}

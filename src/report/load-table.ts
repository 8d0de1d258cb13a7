/**
 * What each policy asks of each part of the world, over all its settings: the offered load, the part that works hardest, and lambda_max,
 * the most requests a second that the parts can carry.
 *
 * Where arrivals are closed or all at once there is no offered load; the share of time busy stands in its place. Pure, from a view to a
 * table.
 */
import type { PointResult } from '../sim/summary/result.ts';
import { formatMs, formatRatio } from './format-number.ts';
import { busiestPart, stationTitle } from './parts.ts';
import { ABSENT_CELL, EMPTY_CELL, textCell } from './point-cells.ts';
import type { SweepView } from './sweep-view.ts';
import type { Cell, Table } from './table.ts';

/** Policies that fit beside each other; more stand below each other, each with the part that works hardest. */
const MOST_POLICIES = 3;

interface Series {
  readonly label: string;
  readonly points: readonly PointResult[];
}

/** A heading and its tables; none where the view has no points. */
export function loadTables({ curves, levels }: SweepView<PointResult>): { readonly title: string; readonly tables: readonly Table[] } {
  const series: readonly Series[] = [
    ...curves.map(({ label, points }) => ({ label, points: points.map(({ point }) => point) })),
    ...levels.map(({ label, point }) => ({ label, points: [point] })),
  ];
  const isOpen = series.some(({ points }) => points.some(({ load }) => load !== null));
  return {
    title: isOpen ? 'Load offered to each part (1 and above is more than it can serve)' : 'Share of time each part is busy',
    tables: series.length === 0 ? [] : [series.length <= MOST_POLICIES ? loadTable(series, isOpen) : busiestTable(series, isOpen)],
  };
}

/** A row a policy. */
function busiestTable(series: readonly Series[], isOpen: boolean): Table {
  const valuesOf = (point: PointResult) => (isOpen ? point.load : point.utilization) ?? {};
  return {
    columns: [
      { name: 'policy', title: 'policy', align: 'left' },
      { name: 'busiest', title: 'busiest', align: 'left' },
      { name: 'load', title: isOpen ? 'load' : 'busy', align: 'right' },
      { name: 'lambda_max_per_s', title: 'lambda_max /s', align: 'right' },
    ],
    rows: series.map(({ label, points }) => {
      const busiest = points.map((point) => busiestPart(point));
      const titles = [...new Set(busiest.flatMap((part) => part?.title ?? []))];
      const values = points.map((point, i) => valuesOf(point)[busiest[i]?.key ?? '']);
      return [
        textCell(label),
        titles.length === 0 ? EMPTY_CELL : textCell(titles.join(', ')),
        rangeCell(values, isOpen ? formatRatio : formatShare, isOpen),
        rangeCell(
          points.map(({ lambda_max_per_s }) => lambda_max_per_s),
          formatMs,
          false,
        ),
      ];
    }),
  };
}

const formatShare = (share: number): string => `${(share * 100).toFixed(0)}%`;

function loadTable(series: readonly Series[], isOpen: boolean): Table {
  const valuesOf = (point: PointResult) => (isOpen ? point.load : point.utilization) ?? {};
  const keys = [...new Set(series.flatMap(({ points }) => points.flatMap((point) => Object.keys(valuesOf(point)))))];
  const used = keys.filter((key) => series.some(({ points }) => points.some((point) => (valuesOf(point)[key] ?? 0) > 0)));
  const show = isOpen ? formatRatio : formatShare;
  const limits = series.map(({ points }) => [...new Set(points.flatMap((point) => busiestPart(point)?.title ?? []))]);
  return {
    columns: [
      { name: 'part', title: 'part', align: 'left' },
      ...series.map(({ label }) => ({ name: label, title: label, align: 'right' as const })),
    ],
    rows: [
      ...used.map((key) => [
        textCell(stationTitle(key, keys)),
        ...series.map(({ points }) =>
          rangeCell(
            points.map((point) => valuesOf(point)[key]),
            show,
            isOpen,
          ),
        ),
      ]),
      [textCell('busiest'), ...limits.map((titles) => (titles.length === 0 ? EMPTY_CELL : textCell(titles.join(', '))))],
      [
        textCell('lambda_max /s'),
        ...series.map(({ points }) =>
          rangeCell(
            points.map(({ lambda_max_per_s }) => lambda_max_per_s),
            formatMs,
            false,
          ),
        ),
      ],
    ],
  };
}

/** `0.02 to 0.98`; one number where all are shown alike. */
function rangeCell(values: readonly (number | null | undefined)[], show: (value: number) => string, isLoad: boolean): Cell {
  const known = values.filter((value) => typeof value === 'number');
  if (known.length === 0) return ABSENT_CELL;
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  const [low, high] = [show(least), show(most)];
  const tone = isLoad && most >= 1 ? ({ tone: 'bad' } as const) : {};
  return { text: low === high ? low : `${low} to ${high}`, value: most, ...tone };
}

/**
 * The columns in which one point of a result is told, in every table of this room, and the cells under them.
 *
 * Knows how a point is read; knows nothing of which point stands in which row.
 */
import { formatHalfWidth, formatMs, formatPercent, formatRatio, formatSigned } from './format-number.ts';
import type { PointFigures } from './point-figures.ts';
import type { Cell, Column } from './table.ts';

/** A cell of words. */
export function textCell(text: string): Cell {
  return { text, value: text };
}

/** A cell with nothing to say. */
export const EMPTY_CELL: Cell = { text: '', value: null };

/** A cell where a figure is wanted and there is none. */
export const ABSENT_CELL: Cell = { text: 'n/a', value: null, tone: 'dim' };

/** A swept value: a number where it is one. */
export function settingCell(setting: string): Cell {
  const number = Number(setting);
  return { text: setting, value: setting === '' || Number.isNaN(number) ? setting : number };
}

/** A share in percent. */
export function shareCell(share: number | null): Cell {
  return share === null ? ABSENT_CELL : { text: formatPercent(share), value: share };
}

/** A difference with its sign. */
export function differenceCell(value: number | null, decimals: number): Cell {
  return value === null ? ABSENT_CELL : { text: formatSigned(value, decimals), value };
}

/** The columns of one point under `group`, names beginning with `prefix`. */
export function pointColumns(prefix: string, group?: string): readonly Column[] {
  const column = (name: string, title: string, align: 'left' | 'right' = 'right'): Column => ({
    name: `${prefix}${name}`,
    title,
    align,
    ...(group === undefined ? {} : { group }),
  });
  return [
    column('latency_ms_mean', 'mean ms'),
    column('latency_ms_ci95_half_width', '±'),
    column('latency_ms_p95', 'p95 ms'),
    column('accuracy', 'acc %'),
    column('offload_share', 'off %'),
    column('busiest', 'busiest', 'left'),
    column('busiest_load', 'load'),
  ];
}

/** The cells of one point, in the order of `pointColumns`; empty ones where there is no point. */
export function pointCells(figures: PointFigures | null): readonly Cell[] {
  if (figures === null) return pointColumns('').map(() => EMPTY_CELL);
  const { latency_ms_mean: mean, latency_ms_mean_ci95: interval, busiest_title, busiest, busiest_load } = figures;
  const tone = figures.stable ? {} : ({ tone: 'bad' } as const);
  return [
    mean === null ? ABSENT_CELL : { text: formatMs(mean), value: mean, ...tone },
    interval === null || !figures.stable ? EMPTY_CELL : { text: formatHalfWidth(interval), value: (interval[1] - interval[0]) / 2 },
    percentileCell(figures),
    shareCell(figures.accuracy),
    shareCell(figures.offload_share),
    busiest_title === null ? EMPTY_CELL : { text: busiest_title, value: busiest },
    busiest_load === null ? EMPTY_CELL : { text: loadText(figures, busiest_load), value: busiest_load, ...tone },
  ];
}

/** An offered load as a ratio, `0.93`; the time busy, where arrivals are closed, in percent, `93%`. */
function loadText({ busiest_load_is }: PointFigures, value: number): string {
  return busiest_load_is === 'utilization' ? `${(value * 100).toFixed(0)}%` : formatRatio(value);
}

/** The 95th percentile [ms]; the word `unstable` where a queue grows without end and no percentile means anything. */
function percentileCell({ stable, latency_ms_p95 }: PointFigures): Cell {
  if (!stable) return { text: 'unstable', value: null, tone: 'bad' };
  return latency_ms_p95 === null ? ABSENT_CELL : { text: formatMs(latency_ms_p95), value: latency_ms_p95 };
}

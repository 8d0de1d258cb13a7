/**
 * Small panels of dots, a row a policy and setting: what line panels are where nothing is swept or words are. Pure.
 */

import type { PointResult } from '../../sim/summary/result.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Spec } from './chart.ts';
import { INK, LABEL_SIZE, type SeriesStyle, seriesStyles, TICK_TEXT } from './chart-style.ts';
import { panelTitle } from './line-panels.ts';
import type { NiceScale } from './nice-scale.ts';
import { LINES, rowLabel } from './row-label.ts';

/** A policy at a setting. */
export interface Row<Point extends PointResult = PointResult> {
  /** `deex (p_d 0.8)`, `ordinary, rate 5/s`. */
  readonly row: string;
  readonly style: SeriesStyle;
  readonly point: Point;
}

/** Rows in the order of the sweep, policies together at each setting. */
export function rowsOf<Point extends PointResult>({ axis, curves, levels }: SweepView<Point>): readonly Row<Point>[] {
  const styles = seriesStyles([...curves, ...levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const name = axis?.key.split('.').at(-1) ?? '';
  const swept = curves
    .flatMap(({ label, points }) => points.map((at) => ({ ...at, label })))
    .sort((a, b) => a.x - b.x)
    .map(({ label, setting, point }) => ({ row: rowLabel(`${label}, ${name} ${setting}`), style: styleOf(label), point }));
  return [...swept, ...levels.map(({ label, point }) => ({ row: rowLabel(label), style: styleOf(label), point }))];
}

export interface RowPanel {
  readonly title: string;
  /** With its unit. */
  readonly axis: string;
  readonly scale: NiceScale;
  /** One value a row, in the order of the rows; null: nothing is drawn. */
  readonly values: readonly (number | null)[];
  /** A second value, drawn as a tick. */
  readonly seconds?: readonly (number | null)[];
  /** Written beside the dot. */
  readonly texts: readonly string[];
}

/** Height of a row, width of a panel [px]. */
const ROW = 26;
const PANEL = 190;
const GUTTER = 74;

/** Panels to a line of the chart. */
const COLUMNS = 3;

export function rowPanels(rows: readonly Row[], panels: readonly RowPanel[]): Spec {
  return {
    spacing: 20,
    columns: Math.min(COLUMNS, panels.length),
    concat: panels.map((panel, index) => rowPanel(rows, panel, index % COLUMNS === 0)),
  };
}

/** Width of the panels altogether, for titles [px]. */
export function rowPanelsWidth(count: number): number {
  return Math.max(560, Math.min(COLUMNS, count) * (PANEL + GUTTER) + 160);
}

function rowPanel(rows: readonly Row[], { title, axis, scale, values, seconds = [], texts }: RowPanel, isFirst: boolean): Spec {
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows.map(({ row }) => row),
    axis: { title: null, ticks: false, domain: false, labels: isFirst, labelPadding: 9, labelExpr: LINES },
  };
  const x = {
    field: 'value',
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false, ...(scale.type === 'linear' ? { zero: false } : {}) },
    axis: { title: axis, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const most = scale.domain[1];
  const dots = rows.flatMap(({ row, style, point }, index) => {
    const value = values[index] ?? null;
    return value === null ? [] : [{ row, value: Math.min(value, most), colour: style.colour, fill: point.stable ? style.colour : 'white' }];
  });
  const ticks = rows.flatMap(({ row, style }, index) => {
    const value = seconds[index] ?? null;
    return value === null || value > most ? [] : [{ row, value, colour: style.colour }];
  });
  const own = (field: string) => ({ field, type: 'nominal', scale: null });
  return {
    title: panelTitle(title),
    width: PANEL,
    height: rows.length * ROW,
    layer: [
      ...(ticks.length === 0
        ? []
        : [
            {
              data: { values: ticks },
              mark: { type: 'tick', thickness: 2, height: ROW * 0.5 },
              encoding: { x, y, color: own('colour') },
            },
          ]),
      {
        data: { values: dots },
        mark: { type: 'point', size: 70, opacity: 1 },
        encoding: { x, y, stroke: own('colour'), fill: own('fill') },
      },
      {
        data: { values: rows.map(({ row }, index) => ({ row, text: texts[index] ?? '' })) },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, color: INK },
        encoding: { x: { value: PANEL + 8 }, y, text: { field: 'text', type: 'nominal' } },
      },
    ],
  };
}

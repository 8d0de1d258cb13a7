/**
 * A chart of some figures of every policy: lines along the sweep where numbers are swept, dots otherwise. Pure; what the figures are,
 * the charts that use this say.
 */
import type { PointResult } from '../../sim/summary/result.ts';
import type { Curve, SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { frame, LABEL_ROOM, type SeriesStyle, seriesStyles } from './chart-style.ts';
import { type LinePoint, linePanels, PANELS_WIDTH } from './line-panels.ts';
import type { NiceScale } from './nice-scale.ts';
import { rowPanels, rowPanelsWidth, rowsOf } from './row-panels.ts';
import { axisName, type CurveView, hasCurves, reachPhrase } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** One figure: a panel of its own. */
export interface Figure {
  readonly title: string;
  /** With its unit. */
  readonly axis: string;
  value(point: PointResult): number | null;
  /** A figure of the same kind, drawn fainter beside it. */
  second?(point: PointResult): number | null;
  /** From all values of it and of its second. */
  scale(values: readonly number[]): NiceScale;
  readonly wall?: { readonly y: number; readonly text: string };
  /** A value in words. */
  say(value: number): string;
}

export interface FigureChart {
  /** Of the chart's file. */
  readonly name: string;
  /** What is shown: `Utilisation`. */
  readonly noun: string;
  readonly scenario: string;
  readonly about: readonly string[];
  /** What is drawn, and what is drawn fainter beside it. */
  readonly first: string;
  readonly second?: string;
  /** Further words below the title. */
  readonly notes?: readonly string[];
  readonly figures: readonly Figure[];
}

/** Curves at most, beside which second figures are drawn. */
const MOST_SECONDS = 4;

/** Null where there is nothing to draw. */
export function figureChart(view: SweepView<PointResult>, chart: FigureChart): Chart | null {
  const { curves, levels } = view;
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  const figures = chart.figures.filter((figure) => points.some((point) => figure.value(point) !== null));
  if (figures.length === 0) return null;
  return hasCurves(view) ? alongSweep(view, chart, figures) : inRows(view, chart, figures);
}

/** What lines or dots mean. */
function keyOf(
  { first, second, notes = [] }: FigureChart,
  points: readonly PointResult[],
  [one, other]: readonly [string, string | null],
): string {
  return [
    `${one}: ${first}`,
    ...(second === undefined || other === null ? [] : [`${other}: ${second}`]),
    ...(points.some(({ stable }) => !stable) ? ['hollow: unstable'] : []),
    ...notes,
  ].join(' · ');
}

/** A scale for a figure of these points. */
function scaleOf(figure: Figure, points: readonly PointResult[], hasSeconds: boolean): NiceScale {
  const values = points.flatMap((point) => [figure.value(point), hasSeconds ? (figure.second?.(point) ?? null) : null]);
  return figure.scale(values.filter((value) => value !== null));
}

function alongSweep(view: CurveView<PointResult>, chart: FigureChart, figures: readonly Figure[]): Chart {
  const { curves, levels } = view;
  const styles = seriesStyles([...curves, ...levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const hasSeconds = curves.length <= MOST_SECONDS;
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  const title = `${chart.noun} against ${axisName(view.axis)}: ${chart.scenario}`;
  const panels = figures.map((figure) => ({
    title: figure.title,
    axis: figure.axis,
    scale: scaleOf(figure, points, hasSeconds),
    ...(figure.wall === undefined ? {} : { wall: figure.wall }),
    lines: curves.map((curve) => ({ style: styleOf(curve.label), points: linePoints(curve, figure, hasSeconds) })),
    levels: levels.flatMap(({ label, point }) => {
      const y = figure.value(point);
      return y === null ? [] : [{ style: styleOf(label), y }];
    }),
  }));
  const names = [...curves, ...levels].map(({ label }) => ({ text: label, style: styleOf(label) }));
  return {
    name: chart.name,
    title,
    description: describeCurves(view, chart, figures),
    spec: {
      ...frame(title, [...chart.about, keyOf(chart, points, ['Line', hasSeconds ? 'dashed' : null])], PANELS_WIDTH + LABEL_ROOM),
      ...linePanels(view, panels, names),
    },
  };
}

function linePoints({ points }: Curve<PointResult>, figure: Figure, hasSeconds: boolean): readonly LinePoint[] {
  return thin(points).flatMap(({ x, point }) => {
    const y = figure.value(point);
    if (y === null) return [];
    const second = hasSeconds && figure.second !== undefined ? { second: figure.second(point) } : {};
    return [{ x, y, isHollow: !point.stable, ...second }];
  });
}

function inRows(view: SweepView<PointResult>, chart: FigureChart, figures: readonly Figure[]): Chart {
  const rows = rowsOf(view);
  const points = rows.map(({ point }) => point);
  const title = `${chart.noun}: ${chart.scenario}`;
  const panels = figures.map((figure) => {
    const values = points.map((point) => figure.value(point));
    return {
      title: figure.title,
      axis: figure.axis,
      scale: scaleOf(figure, points, true),
      values,
      ...(figure.second === undefined ? {} : { seconds: points.map((point) => figure.second?.(point) ?? null) }),
      texts: values.map((value) => (value === null ? '' : figure.say(value))),
    };
  });
  const said = rows.map(({ row, point }) => `${row}: ${sayAll(figures, point)}`);
  return {
    name: chart.name,
    title,
    description: `${chart.noun}. ${said.join('; ')}.`,
    spec: {
      ...frame(title, [...chart.about, keyOf(chart, points, ['Dot', 'tick'])], rowPanelsWidth(figures.length)),
      ...rowPanels(rows, panels),
    },
  };
}

function describeCurves(view: CurveView<PointResult>, chart: FigureChart, figures: readonly Figure[]): string {
  const curves = view.curves.map(({ label, points }) => {
    const ends = [points[0], points.at(-1)].flatMap((at) => (at === undefined ? [] : [`${sayAll(figures, at.point)} at ${at.setting}`]));
    return `${label}: ${ends.join(', ')}`;
  });
  const levels = view.levels.map(({ label, point }) => `${label}: ${sayAll(figures, point)}`);
  return `${chart.noun} for ${reachPhrase(view)}. ${[...curves, ...levels].join('; ')}.`;
}

function sayAll(figures: readonly Figure[], point: PointResult): string {
  return figures
    .flatMap((figure) => {
      const value = figure.value(point);
      return value === null ? [] : [`${figure.title} ${figure.say(value)}`];
    })
    .join(', ');
}

/**
 * Accuracy against latency, a line a policy along its thresholds: what a millisecond buys.
 *
 * The same threshold means different things to different policies; here the better one lies above and to the left, whatever
 * its threshold. Only stable points are drawn: the latency of an unstable one depends on how long one watches.
 */

import type { AnsweredPoint } from '../answered.ts';
import { formatMs, formatShare } from '../format-number.ts';
import type { Curve, CurvePoint, Level } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, HEIGHT, LABEL_ROOM, LABEL_SIZE, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { linearScale, magnitudeScale, type NiceScale, positionOn } from './nice-scale.ts';
import { textColour } from './palette.ts';
import type { CurveView } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** Least distance between two thresholds written along a line, and from one to anything else [px]. */
const OWN_DISTANCE = 48;
const OTHER_DISTANCE = 24;

/** Null where fewer than two points are stable. */
export function tradeOffChart(view: CurveView, scenario: string, about: readonly string[]): Chart | null {
  const curves = view.curves.map((curve) => ({ ...curve, points: thin(curve.points.filter(({ point }) => point.stable)) }));
  const levels = view.levels.filter(({ point }) => point.stable);
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  if (points.length < 2) return null;
  const title = `Accuracy against mean latency: ${scenario}`;
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const axes: Axes = {
    latency: magnitudeScale(points.map(({ latency_ms }) => latency_ms.mean)),
    accuracy: linearScale(points.map(({ accuracy }) => accuracy * 100)),
  };
  const taken = levels.map(({ point }) => pixelOf(point, axes));
  return {
    name: 'trade-off',
    title,
    description: describe(curves, levels),
    spec: {
      ...frame(title, [...about, `Numbers: ${view.axis.key} · better is further up and further left`], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...curves.flatMap((curve, index) => curveLayers(curve, styleOf(curve.label), axes, { taken, isAbove: index % 2 === 0 })),
        ...levels.map(({ label, point }) => levelLayer(point, styleOf(label), axes)),
        nameList([...curves, ...levels].map(({ label }) => ({ text: label, style: styleOf(label) }))),
      ],
    },
  };
}

interface Axes {
  readonly latency: NiceScale;
  readonly accuracy: NiceScale;
}

type Pixel = readonly [x: number, y: number];

/** The line, and some of its points with their thresholds above it, or below. */
function curveLayers(
  { points }: Curve,
  { colour: color, dash, shape }: SeriesStyle,
  axes: Axes,
  { taken, isAbove }: { readonly taken: Pixel[]; readonly isAbove: boolean },
): readonly Spec[] {
  const encoding = encodings(axes);
  const values = points.map(({ x, point }) => ({ ...place(point), order: x }));
  const numbers = spaced(points, axes, taken, isAbove ? [-12, -9] : [12, 9]).map(({ setting, point }) => ({
    ...place(point),
    text: setting,
  }));
  const offset = isAbove ? { align: 'right', baseline: 'bottom', dx: -4, dy: -3 } : { align: 'left', baseline: 'top', dx: 4, dy: 3 };
  return [
    {
      data: { values },
      mark: { type: 'line', color, strokeWidth: 2, strokeDash: [...dash] },
      encoding: { ...encoding, order: { field: 'order', type: 'quantitative' } },
    },
    { data: { values: numbers }, mark: { type: 'point', shape, filled: true, color, size: 26, opacity: 1 }, encoding },
    {
      data: { values: numbers },
      mark: { type: 'text', color: textColour(color), fontSize: LABEL_SIZE - 1, ...offset },
      encoding: { ...encoding, text: { field: 'text', type: 'nominal' } },
    },
  ];
}

function levelLayer(point: AnsweredPoint, { colour, shape }: SeriesStyle, axes: Axes): Spec {
  return {
    data: { values: [place(point)] },
    mark: { type: 'point', shape, filled: true, color: colour, size: 110, opacity: 1 },
    encoding: encodings(axes),
  };
}

function place({ latency_ms, accuracy }: AnsweredPoint): { readonly x: number; readonly y: number } {
  return { x: latency_ms.mean, y: accuracy * 100 };
}

function pixelOf(point: AnsweredPoint, { latency, accuracy }: Axes): Pixel {
  const { x, y } = place(point);
  return [WIDTH * positionOn(latency, x), HEIGHT * (1 - positionOn(accuracy, y))];
}

function encodings({ latency, accuracy }: Axes): { readonly x: Spec; readonly y: Spec } {
  const axis = ({ type, domain, ticks }: NiceScale, field: string, title: string): Spec => ({
    field,
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: false } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  });
  return { x: axis(latency, 'x', 'mean latency (ms)'), y: axis(accuracy, 'y', 'right answers (%)') };
}

/** Points whose thresholds, written at an offset, keep clear of each other and of what is taken; they are taken in turn. */
function spaced(points: readonly CurvePoint[], axes: Axes, taken: Pixel[], [dx, dy]: Pixel): readonly CurvePoint[] {
  const own: Pixel[] = [];
  const isClear = ([x, y]: Pixel, others: readonly Pixel[], distance: number): boolean =>
    others.every(([left, top]) => Math.hypot(x - left, y - top) >= distance);
  const chosen = points.filter(({ point }) => {
    const [x, y] = pixelOf(point, axes);
    const label: Pixel = [x + dx, y + dy];
    if (!isClear(label, own, OWN_DISTANCE) || !isClear(label, taken, OTHER_DISTANCE)) return false;
    own.push(label);
    return true;
  });
  taken.push(...own);
  return chosen;
}

function describe(curves: readonly Curve[], levels: readonly Level[]): string {
  const said = ({ point }: { readonly point: Level['point'] }): string =>
    `${formatMs(point.latency_ms.mean)} ms and ${formatShare(point.accuracy)}`;
  const ends = curves.flatMap(({ label, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first === undefined || last === undefined
      ? []
      : [`${label}: ${said(first)} at ${first.setting}, ${said(last)} at ${last.setting}`];
  });
  return `Mean latency and share of right answers of stable points. ${[...ends, ...levels.map((level) => `${level.label}: ${said(level)}`)].join('; ')}.`;
}

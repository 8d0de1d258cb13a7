/**
 * Accuracy against latency, a line a policy along its thresholds: what a millisecond buys.
 *
 * The same threshold means different things to different policies; here the better one lies above and to the left, whatever
 * its threshold. Only stable points are drawn: the latency of an unstable one depends on how long one watches.
 */
import { formatMs, formatShare } from '../format-number.ts';
import type { Curve, CurvePoint, Level } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, HEIGHT, LABEL_ROOM, LABEL_SIZE, seriesColours, TICK_TEXT, WIDTH } from './chart-style.ts';
import { linearScale, magnitudeScale, type NiceScale, positionOn } from './nice-scale.ts';
import type { CurveView } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** Least distance between two thresholds written along a line [px]. */
const LABEL_DISTANCE = 48;

/** Null where fewer than two points are stable. */
export function tradeOffChart(view: CurveView, scenario: string, about: readonly string[]): Chart | null {
  const curves = view.curves.map((curve) => ({ ...curve, points: thin(curve.points.filter(({ point }) => point.stable)) }));
  const levels = view.levels.filter(({ point }) => point.stable);
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  if (points.length < 2) return null;
  const title = `Accuracy against mean latency: ${scenario}`;
  const colours = seriesColours([...view.curves, ...view.levels]);
  const axes: Axes = {
    latency: magnitudeScale(points.map(({ latency_ms }) => latency_ms.mean)),
    accuracy: linearScale(points.map(({ accuracy }) => accuracy * 100)),
  };
  return {
    name: 'trade-off',
    title,
    description: describe(curves, levels),
    spec: {
      ...frame(title, [...about, `Numbers: ${view.axis.key} · better is further up and further left`], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...curves.flatMap((curve, index) => curveLayers(curve, colours.get(curve.label) as string, axes, index % 2 === 0)),
        ...levels.map((level) => levelLayer(level, colours.get(level.label) as string, axes)),
      ],
    },
  };
}

interface Axes {
  readonly latency: NiceScale;
  readonly accuracy: NiceScale;
}

/** The line, its points, thresholds above it (or below) and the policy's name at its end. */
function curveLayers({ label, points }: Curve, color: string, axes: Axes, isAbove: boolean): readonly Spec[] {
  const values = points.map(({ x, point }) => ({ x: point.latency_ms.mean, y: point.accuracy * 100, order: x }));
  const last = values.at(-1);
  if (last === undefined) return [];
  const encoding = encodings(axes);
  const numbers = spaced(points, axes).map(({ setting, point }) => ({ x: point.latency_ms.mean, y: point.accuracy * 100, text: setting }));
  const offset = isAbove ? { align: 'right', baseline: 'bottom', dx: -4, dy: -3 } : { align: 'left', baseline: 'top', dx: 4, dy: 3 };
  return [
    {
      data: { values },
      mark: { type: 'line', color, strokeWidth: 2 },
      encoding: { ...encoding, order: { field: 'order', type: 'quantitative' } },
    },
    { data: { values: numbers }, mark: { type: 'point', filled: true, color, size: 26, opacity: 1 }, encoding },
    {
      data: { values: numbers },
      mark: { type: 'text', color, fontSize: LABEL_SIZE - 1, ...offset },
      encoding: { ...encoding, text: { field: 'text', type: 'nominal' } },
    },
    {
      data: { values: [last] },
      mark: { type: 'text', text: label, color, fontSize: LABEL_SIZE, fontWeight: 'bold', align: 'left', baseline: 'middle', dx: 8, dy: isAbove ? -7 : 16 },
      encoding,
    },
  ];
}

function levelLayer({ label, point }: Level, color: string, axes: Axes): Spec {
  const encoding = encodings(axes);
  const isRight = positionOn(axes.latency, point.latency_ms.mean) > 0.8;
  return {
    data: { values: [{ x: point.latency_ms.mean, y: point.accuracy * 100 }] },
    layer: [
      { mark: { type: 'point', shape: 'diamond', filled: true, color, size: 90, opacity: 1 }, encoding },
      {
        mark: { type: 'text', text: label, color, fontSize: LABEL_SIZE, fontWeight: 'bold', baseline: 'bottom', dy: -6, align: isRight ? 'right' : 'left' },
        encoding,
      },
    ],
  };
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

/** Points far enough apart for their thresholds to be written, the first among them. */
function spaced(points: readonly CurvePoint[], { latency, accuracy }: Axes): readonly CurvePoint[] {
  const chosen: CurvePoint[] = [];
  const distance = (a: CurvePoint, b: CurvePoint): number =>
    Math.hypot(
      WIDTH * (positionOn(latency, a.point.latency_ms.mean) - positionOn(latency, b.point.latency_ms.mean)),
      HEIGHT * (positionOn(accuracy, a.point.accuracy * 100) - positionOn(accuracy, b.point.accuracy * 100)),
    );
  for (const at of points) if (chosen.every((other) => distance(at, other) >= LABEL_DISTANCE)) chosen.push(at);
  return chosen;
}

function describe(curves: readonly Curve[], levels: readonly Level[]): string {
  const said = ({ point }: { readonly point: Level['point'] }): string =>
    `${formatMs(point.latency_ms.mean)} ms and ${formatShare(point.accuracy)}`;
  const ends = curves.flatMap(({ label, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first === undefined || last === undefined ? [] : [`${label}: ${said(first)} at ${first.setting}, ${said(last)} at ${last.setting}`];
  });
  return `Mean latency and share of right answers of stable points. ${[...ends, ...levels.map((level) => `${level.label}: ${said(level)}`)].join('; ')}.`;
}

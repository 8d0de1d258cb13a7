/**
 * How latencies spread, along the sweep: mean, median, 95th and 99th percentile, a panel a policy on one scale.
 *
 * The latency chart shows policies beside each other; with four lines for each of them it would show nothing.
 */
import { type AnsweredPoint, intervalOfMean } from '../answered.ts';
import { formatMs } from '../format-number.ts';
import type { Curve } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, INK, LABEL_SIZE, type SeriesStyle, seriesStyles, TICK_TEXT, tint } from './chart-style.ts';
import { spread } from './line-labels.ts';
import { PANELS_WIDTH, panelTitle } from './line-panels.ts';
import { magnitudeScale, type NiceScale, positionOn } from './nice-scale.ts';
import { axisName, type CurveView, reach, reachPhrase, xEncoding } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** Size of a panel, room between panels for the names of lines [px]. */
const WIDTH = 260;
const HEIGHT = 200;
const GUTTER = 58;
const COLUMNS = 2;

/** Policies drawn at most. */
const MOST_PANELS = 12;

/** Null where no percentile is known. */
export function percentilesChart(view: CurveView, scenario: string, about: readonly string[]): Chart | null {
  const curves = view.curves.slice(0, MOST_PANELS);
  const points = curves.flatMap((curve) => curve.points.map(({ point }) => point));
  const stable = points.filter(({ latency_ms }) => latency_ms.p99 !== null);
  if (stable.length === 0) return null;
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const scale = magnitudeScale(stable.flatMap(({ latency_ms }) => [latency_ms.mean, latency_ms.p50 as number, latency_ms.p99 as number]));
  const title = `Percentiles of the latency against ${axisName(view.axis)}: ${scenario}`;
  const left = view.curves.length - curves.length;
  const key = [
    'Thick: mean, with its 95% interval',
    'area: from the median to the 95th percentile',
    'thin: 99th percentile',
    ...(stable.length < points.length ? ['nothing but the mean where it is unstable'] : []),
    ...(left > 0 ? [`${left} more policies are left out`] : []),
  ].join(' · ');
  return {
    name: 'percentiles',
    title,
    description: describe(view, curves),
    spec: {
      ...frame(title, [...about, key], PANELS_WIDTH + 60),
      spacing: GUTTER,
      columns: COLUMNS,
      concat: curves.map((curve) => panel(curve, styles.get(curve.label) as SeriesStyle, view, scale)),
    },
  };
}

function panel({ label, points }: Curve, { colour }: SeriesStyle, view: CurveView, scale: NiceScale): Spec {
  const drawn = thin(points);
  const x = xEncoding(view, true);
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false, ...(scale.type === 'linear' ? { zero: true } : {}) },
    axis: { title: 'latency (ms)', values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const [low, high] = scale.domain;
  const [least, greatest] = reach(view);
  const line = (pick: (point: AnsweredPoint) => number | null, mark: Spec): Spec => ({
    data: { values: drawn.flatMap((at) => placed(at.x, pick(at.point))) },
    mark: { type: 'line', color: colour, clip: true, ...mark },
    encoding: { x, y },
  });
  const area = (ends: (point: AnsweredPoint) => readonly [number | null, number | null], opacity: number): Spec => ({
    data: {
      values: drawn.flatMap(({ x: place, point }) => {
        const [from, to] = ends(point);
        return from === null || to === null ? [] : [{ x: place, y: Math.max(low, from), y2: Math.min(high, to) }];
      }),
    },
    mark: { type: 'area', color: colour, opacity, clip: true },
    encoding: { x, y, y2: { field: 'y2' } },
  });
  return {
    title: panelTitle(label),
    width: WIDTH,
    height: HEIGHT,
    layer: [
      area(({ latency_ms }) => [latency_ms.p50, latency_ms.p95], 0.16),
      area((point) => intervalOfMean(point) ?? [null, null], 0.3),
      line(({ latency_ms }) => latency_ms.p50, { strokeWidth: 1, color: tint(colour, 0.5) }),
      line(({ latency_ms }) => latency_ms.p95, { strokeWidth: 1, color: tint(colour, 0.5) }),
      line(({ latency_ms }) => latency_ms.p99, { strokeWidth: 1.2 }),
      line(({ latency_ms }) => latency_ms.mean, { strokeWidth: 2.4 }),
      names(drawn, (place) => (WIDTH * (place - least)) / (greatest - least), scale),
    ].filter((layer) => layer !== null),
  };
}

function placed(x: number, y: number | null): readonly { readonly x: number; readonly y: number }[] {
  return y === null ? [] : [{ x, y }];
}

/** The name of each line where it ends: at the right, or before the first setting that is unstable. */
function names(points: Curve['points'], placeOf: (x: number) => number, scale: NiceScale): Spec | null {
  const last = points.filter(({ point }) => point.latency_ms.p99 !== null).at(-1);
  if (last === undefined) return null;
  const { mean, p50, p95, p99 } = last.point.latency_ms;
  const lines = [
    { text: 'p99', value: p99 },
    { text: 'p95', value: p95 },
    { text: 'mean', value: points.at(-1) === last ? mean : null },
    { text: 'p50', value: p50 },
  ].flatMap(({ text, value }) => (value === null ? [] : [{ text, value }]));
  const heights = spread(
    lines.map(({ value }) => HEIGHT * (1 - positionOn(scale, value))),
    LABEL_SIZE + 2,
    HEIGHT,
  );
  return {
    data: { values: lines.map(({ text }, index) => ({ text, y: heights[index] as number })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE, color: INK },
    encoding: {
      x: { value: placeOf(last.x) + 5 },
      y: { field: 'y', type: 'quantitative', scale: null, axis: null },
      text: { field: 'text', type: 'nominal' },
    },
  };
}

function describe(view: CurveView, curves: readonly Curve[]): string {
  const said = curves.map(({ label, points }) => {
    const known = points.filter(({ point }) => point.latency_ms.p99 !== null);
    const ends = [known[0], known.at(-1)].flatMap((at) => {
      if (at === undefined) return [];
      const { mean, p50, p95, p99 } = at.point.latency_ms;
      const [median, tail, far] = [p50, p95, p99].map((value) => formatMs(value ?? 0));
      return [`mean ${formatMs(mean)}, median ${median}, p95 ${tail}, p99 ${far} ms at ${at.setting}`];
    });
    return `${label}: ${ends.join('; ')}`;
  });
  return `Mean and percentiles of the latency for ${reachPhrase(view)}. ${said.join('. ')}.`;
}

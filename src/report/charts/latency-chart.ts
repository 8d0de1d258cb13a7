/**
 * End-to-end latency along the sweep: mean with its interval and 95th percentile of every policy, and where it is unstable.
 *
 * The latency axis is fitted to what is stable, so that a queue that grows without end does not flatten all the rest; what
 * lies beyond it is marked at its upper end.
 */
import { type AnsweredPoint, intervalOfMean } from '../answered.ts';
import { formatMs } from '../format-number.ts';
import { hasNetwork } from '../parts.ts';
import type { Curve, CurvePoint } from '../sweep-view.ts';
import { unstableRuns } from '../unstable-runs.ts';
import type { Chart, Spec } from './chart.ts';
import { bandOpacity, frame, HEIGHT, LABEL_ROOM, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { lineLabels } from './line-labels.ts';
import { magnitudeScale, type NiceScale } from './nice-scale.ts';
import { axisName, type CurveView, reachPhrase, xEncoding } from './sweep-axis.ts';
import { thin } from './thin.ts';
import { unstableLayers } from './unstable-layers.ts';

/** Curves at most that are drawn with their 95th percentile; with more of them, lines would be all one sees. */
const MOST_TAILS = 4;

export function latencyChart(view: CurveView, scenario: string, about: readonly string[]): Chart {
  const { curves, levels } = view;
  const points = [...curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...levels.map(({ point }) => point)];
  const noun = hasNetwork(points) ? 'End-to-end latency' : 'Compute time';
  const title = `${noun} against ${axisName(view.axis)}: ${scenario}`;
  const scale = latencyScale(points);
  const styles = seriesStyles([...curves, ...levels]);
  const styleOf = (label: string): SeriesStyle => styles.get(label) as SeriesStyle;
  const hasTails = curves.length <= MOST_TAILS;
  const y = yEncoding(scale, `${noun.toLowerCase()} (ms)`);
  const x = xEncoding(view);
  return {
    name: 'latency',
    title,
    description: describe(view, noun),
    spec: {
      ...frame(title, [...about, key(hasTails ? curves : [], points, levels.length > 0)], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...unstableLayers(curves, (label) => styleOf(label).colour, x),
        ...levels
          .filter(({ point }) => point.latency_ms.mean <= scale.domain[1])
          .map(({ label, point }) => ruleLayer(point, styleOf(label), y)),
        ...curves.flatMap((curve) => curveLayers(curve, styleOf(curve.label), { x, y, scale, hasTails })),
        lineLabels(
          [
            ...curves.map((curve) => ({ ...curveEnd(curve), text: curve.label, style: styleOf(curve.label) })),
            ...levels.map(({ label, point }) => ({ value: point.latency_ms.mean, text: levelText(label, point), style: styleOf(label) })),
          ],
          scale,
        ),
      ],
    },
  };
}

/** Fitted to means and percentiles of stable points; to all means where nothing is stable. */
export function latencyScale(points: readonly AnsweredPoint[]): NiceScale {
  const stable = points.filter(({ stable }) => stable);
  const values = (stable.length > 0 ? stable : points).flatMap((point) =>
    [point.latency_ms.mean, intervalOfMean(point)?.[1], point.latency_ms.p95].filter((value) => typeof value === 'number'),
  );
  return magnitudeScale(values);
}

interface Axes {
  readonly x: Spec;
  readonly y: Spec;
  readonly scale: NiceScale;
  readonly hasTails: boolean;
}

function curveLayers({ points }: Curve, { colour, dash, shape }: SeriesStyle, { x, y, scale, hasTails }: Axes): readonly Spec[] {
  const drawn = thin(points);
  const [low, high] = scale.domain;
  const means = drawn.map((at) => ({ x: at.x, y: at.point.latency_ms.mean }));
  const bands = drawn.flatMap(({ x: place, point }) => {
    const interval = intervalOfMean(point);
    return interval === null ? [] : [{ x: place, y: Math.max(interval[0], low), y2: interval[1] }];
  });
  const tails = (hasTails ? stableRuns(drawn) : []).flatMap((run, index) =>
    run.flatMap(({ x: place, point }) => (point.latency_ms.p95 === null ? [] : [{ x: place, y: point.latency_ms.p95, run: index }])),
  );
  const marks = drawn.map(({ x: place, point }) => ({
    x: place,
    y: Math.min(point.latency_ms.mean, high),
    stable: point.stable,
    beyond: point.latency_ms.mean > high,
  }));
  const dense = drawn.length > 60;
  const marked = dense ? marks.filter(({ stable }) => !stable) : marks;
  return [
    ...(bands.length === 0
      ? []
      : [
          {
            data: { values: bands },
            mark: { type: 'area', color: colour, opacity: bandOpacity(hasTails ? 1 : MOST_TAILS + 1), clip: true },
            encoding: { x, y, y2: { field: 'y2' } },
          },
        ]),
    ...(tails.length === 0
      ? []
      : [
          {
            data: { values: tails },
            mark: { type: 'line', color: colour, opacity: 0.65, strokeWidth: 1.3, strokeDash: [5, 3], clip: true },
            encoding: { x, y, detail: { field: 'run', type: 'nominal' } },
          },
        ]),
    {
      data: { values: means },
      mark: { type: 'line', color: colour, strokeWidth: 2, strokeDash: [...dash], clip: true },
      encoding: { x, y },
    },
    pointLayer(
      marked.filter(({ stable }) => stable),
      { type: 'point', shape, filled: true, color: colour, size: 22, opacity: 1 },
      { x, y },
    ),
    pointLayer(
      marked.filter(({ stable, beyond }) => !stable && !beyond),
      { type: 'point', shape, color: colour, fill: 'white', size: 36, opacity: 1 },
      { x, y },
    ),
    pointLayer(
      marked.filter(({ beyond }) => beyond),
      { type: 'point', shape: 'triangle-up', color: colour, fill: 'white', size: 50, opacity: 1 },
      { x, y },
    ),
  ].filter((layer) => layer !== null);
}

function pointLayer(values: readonly Spec[], mark: Spec, encoding: Spec): Spec | null {
  return values.length === 0 ? null : { data: { values }, mark, encoding };
}

/** The stretches of a curve between unstable points. */
function stableRuns(points: readonly CurvePoint[]): readonly (readonly CurvePoint[])[] {
  const runs: CurvePoint[][] = [[]];
  for (const at of points) {
    if (at.point.stable) (runs.at(-1) as CurvePoint[]).push(at);
    else runs.push([]);
  }
  return runs.filter((run) => run.length > 0);
}

function ruleLayer(point: AnsweredPoint, { colour, dash }: SeriesStyle, y: Spec): Spec {
  return {
    data: { values: [{ y: point.latency_ms.mean }] },
    mark: { type: 'rule', color: colour, strokeWidth: 1.5, strokeDash: point.stable ? [...dash] : [2, 3] },
    encoding: { y },
  };
}

function yEncoding({ type, domain, ticks }: NiceScale, title: string): Spec {
  return {
    field: 'y',
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: true } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  };
}

/** Where the label of a curve belongs: the mean at its last point. */
function curveEnd({ points }: Curve): { readonly value: number } {
  return { value: points.at(-1)?.point.latency_ms.mean ?? 0 };
}

function levelText(label: string, { stable, latency_ms }: AnsweredPoint): string {
  return `${label} ${stable ? `${formatMs(latency_ms.mean)} ms` : '(unstable)'}`;
}

/** What the lines mean, for the subtitle. */
function key(tailed: readonly Curve[], points: readonly AnsweredPoint[], hasLevels: boolean): string {
  const has = (test: (point: AnsweredPoint) => boolean, words: string): readonly string[] => (points.some(test) ? [words] : []);
  return [
    `Solid: mean${hasLevels ? ' (of what is not swept: horizontal)' : ''}`,
    ...has((point) => intervalOfMean(point) !== null, 'band: 95% interval of the mean'),
    ...(tailed.some((curve) => curve.points.some(({ point }) => point.latency_ms.p95 !== null)) ? ['dashed: 95th percentile'] : []),
    ...has(({ stable }) => !stable, 'hollow: unstable (triangle: beyond the axis)'),
  ].join(' · ');
}

function describe(view: CurveView, noun: string): string {
  const curves = view.curves.map(({ label, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    const ends = [first, last].map((at) => (at === undefined ? '' : `${formatMs(at.point.latency_ms.mean)} ms at ${at.setting}`));
    const unstable = unstableRuns(points).map(([from, to]) => `unstable from ${points[from]?.setting} to ${points[to]?.setting}`);
    return `${label}: ${[ends.join(', '), ...unstable].join(', ')}`;
  });
  const levels = view.levels.map(({ label, point }) => levelText(label, point));
  return `${noun} in milliseconds for ${reachPhrase(view)}. Mean of ${[...curves, ...levels].join('; ')}.`;
}

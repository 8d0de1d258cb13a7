/**
 * The four charts where there is no curve to draw: nothing swept, words swept, or only two values. A row a policy and setting;
 * dots for what is a level (an axis of latencies need not begin at zero), bars for what adds up.
 */
import { type AnsweredPoint, intervalOfMean } from '../answered.ts';
import { formatMs, formatShare } from '../format-number.ts';
import { hasNetwork } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import { partBands, stackScale } from './breakdown-chart.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, LABEL_SIZE, seriesColours, TICK_TEXT, WIDTH } from './chart-style.ts';
import { exitBands } from './exit-share-chart.ts';
import { latencyScale } from './latency-chart.ts';
import { linearScale, magnitudeScale, type NiceScale } from './nice-scale.ts';
import { type Band, colourEncoding } from './panels.ts';
import { LINES, rowLabel } from './row-label.ts';

interface Row {
  /** `deex (p_d 0.8)`, `ordinary, rate 5/s`. */
  readonly row: string;
  readonly colour: string;
  readonly point: AnsweredPoint;
}

/** Height of a row, and width of the plot beside the names [px]. */
const ROW = 30;
const PLOT = WIDTH - 100;

export function barCharts(view: SweepView, scenario: string, about: readonly string[]): readonly Chart[] {
  const rows = rowsOf(view);
  if (rows.length === 0) return [];
  return [
    latencyDots(rows, scenario, about),
    accuracyDots(rows, scenario, about),
    exitBars(view, rows, scenario, about),
    breakdownBars(rows, scenario, about),
  ];
}

/** Rows in the order of the sweep, policies together at each setting. */
function rowsOf({ axis, curves, levels }: SweepView): readonly Row[] {
  const colours = seriesColours([...curves, ...levels]);
  const name = axis?.key.split('.').at(-1) ?? '';
  const swept = curves
    .flatMap(({ label, points }) => points.map((at) => ({ ...at, label })))
    .sort((a, b) => a.x - b.x)
    .map(({ label, setting, point }) => ({ row: rowLabel(`${label}, ${name} ${setting}`), colour: colours.get(label) as string, point }));
  return [...swept, ...levels.map(({ label, point }) => ({ row: rowLabel(label), colour: colours.get(label) as string, point }))];
}

function latencyDots(rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const points = rows.map(({ point }) => point);
  const noun = hasNetwork(points) ? 'End-to-end latency' : 'Compute time';
  const title = `${noun}: ${scenario}`;
  const scale = spreadScale(points);
  const high = scale.domain[1];
  const x = xEncoding(scale, `${noun.toLowerCase()} (ms)`);
  const dots = rows.map(({ row, colour, point }) => ({
    row,
    colour,
    value: Math.min(high, point.latency_ms.mean),
    low: Math.min(high, intervalOfMean(point)?.[0] ?? point.latency_ms.mean),
    high: Math.min(high, intervalOfMean(point)?.[1] ?? point.latency_ms.mean),
    fill: point.stable ? colour : 'white',
    said: latencyText(point),
  }));
  const tails = rows.flatMap(({ row, colour, point: { latency_ms } }) =>
    [latency_ms.p50, latency_ms.p95, latency_ms.p99].flatMap((value, rank) =>
      value === null ? [] : [{ row, colour, value, low: latency_ms.p50 ?? value, high: latency_ms.p99 ?? value, rank }],
    ),
  );
  const tailLayers: readonly Spec[] = [
    {
      ...ruleLayer(
        rows,
        tails.filter(({ rank }) => rank === 0),
        x,
      ),
      mark: { type: 'rule', strokeDash: [2, 3] },
    },
    ...[0.3, 0.45, 0.65].map(
      (height, index): Spec => ({
        data: { values: tails.filter(({ rank }) => rank === index) },
        mark: { type: 'tick', thickness: 2, height: ROW * height },
        encoding: { y: yEncoding(rows), x, color: OWN_COLOUR },
      }),
    ),
  ];
  const key = [
    'Dot: mean',
    ...(points.some((point) => intervalOfMean(point) !== null) ? ['line: 95% interval of the mean'] : []),
    ...(tails.length > 0 ? ['ticks: median, 95th and 99th percentile'] : []),
    ...(points.some(({ stable }) => !stable) ? ['hollow: unstable'] : []),
  ].join(' · ');
  const layers = [...(tails.length > 0 ? tailLayers : []), ...dotLayers(rows, dots, x)];
  return chart(
    'latency',
    title,
    describe(rows, ({ point }) => latencyText(point)),
    [...about, key],
    rows,
    layers,
  );
}

function accuracyDots(rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const title = `Accuracy: ${scenario}`;
  const dots = rows.map(({ row, colour, point }) => ({
    row,
    colour,
    value: point.accuracy * 100,
    low: point.accuracy_ci95[0] * 100,
    high: point.accuracy_ci95[1] * 100,
    fill: colour,
    said: formatShare(point.accuracy),
  }));
  const x = xEncoding(linearScale(dots.flatMap(({ low, high }) => [low, high])), 'right answers (%)');
  const said = describe(rows, ({ point }) => formatShare(point.accuracy));
  return chart('accuracy', title, said, [...about, 'Line: 95% Wilson interval'], rows, dotLayers(rows, dots, x));
}

/** Fitted to means and percentiles of stable points; to all means where nothing is stable. */
function spreadScale(points: readonly AnsweredPoint[]): NiceScale {
  const stable = points.filter((point) => point.stable);
  const values = stable.flatMap(({ latency_ms }) => [latency_ms.p50, latency_ms.p99]).filter((value) => value !== null);
  return stable.length === 0 ? latencyScale(points) : magnitudeScale([...values, ...stable.map(({ latency_ms }) => latency_ms.mean)]);
}

/** A value with its interval, of one row. */
type Span = { readonly row: string; readonly colour: string; readonly value: number; readonly low: number; readonly high: number };
type Dot = Span & { readonly fill: string; readonly said: string };

const OWN_COLOUR = { field: 'colour', type: 'nominal', scale: null } as const;

function dotLayers(rows: readonly Row[], dots: readonly Dot[], x: Spec): readonly Spec[] {
  const fill = { field: 'fill', type: 'nominal', scale: null };
  return [
    { ...ruleLayer(rows, dots, x), mark: { type: 'rule', strokeWidth: 2 } },
    {
      data: { values: dots },
      mark: { type: 'point', size: 80, opacity: 1 },
      encoding: { y: yEncoding(rows), x, stroke: OWN_COLOUR, fill },
    },
    sideText(rows, dots),
  ];
}

function ruleLayer(rows: readonly Row[], values: readonly Span[], x: Spec): Spec {
  return { data: { values }, encoding: { y: yEncoding(rows), x: { ...x, field: 'low' }, x2: { field: 'high' }, color: OWN_COLOUR } };
}

function exitBars(view: SweepView, rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const bands = exitBands(view);
  const scale = { type: 'linear', domain: [0, 100], ticks: [0, 20, 40, 60, 80, 100] } as const;
  const layers = [stackedBars(rows, bands, xEncoding(scale, 'share of requests (%)'))];
  const said = ({ point }: Row): string => bands.map((band) => `${band.title} ${formatShare(band.value(point) / 100)}`).join(', ');
  return chart('exits', `Which exit answers: ${scenario}`, describe(rows, said), about, rows, layers);
}

function breakdownBars(rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const points = rows.map(({ point }) => point);
  const bands = partBands(points);
  const { scale, isCut } = stackScale(points);
  const layers = [stackedBars(rows, bands, xEncoding(scale, 'mean latency (ms)'))];
  const note = isCut ? ['Cut off at the right where it is unstable or close to it.'] : [];
  const said = ({ point }: Row): string => bands.map((band) => `${band.title} ${formatMs(band.value(point))} ms`).join(', ');
  return chart('breakdown', `Where the latency goes: ${scenario}`, describe(rows, said), [...about, ...note], rows, layers);
}

function stackedBars(rows: readonly Row[], bands: readonly Band[], x: Spec): Spec {
  const values = rows.flatMap(({ row, point }) => bands.map((band, rank) => ({ row, part: band.title, value: band.value(point), rank })));
  return {
    data: { values },
    mark: { type: 'bar', height: ROW * 0.6, clip: true },
    encoding: {
      y: yEncoding(rows),
      x: { ...x, stack: 'zero' },
      order: { field: 'rank', type: 'quantitative' },
      color: colourEncoding(bands, true),
    },
  };
}

function chart(
  name: string,
  title: string,
  description: string,
  subtitle: readonly string[],
  rows: readonly Row[],
  layer: readonly Spec[],
): Chart {
  return { name, title, description, spec: { ...frame(title, subtitle, WIDTH), width: PLOT, height: rows.length * ROW, layer } };
}

/** The figure of each row in words, at the right. */
function sideText(rows: readonly Row[], dots: readonly Dot[]): Spec {
  return {
    data: { values: dots.map(({ row, said }) => ({ row, said })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE },
    encoding: { y: yEncoding(rows), x: { value: PLOT + 8 }, text: { field: 'said', type: 'nominal' } },
  };
}

function yEncoding(rows: readonly Row[]): Spec {
  return {
    field: 'row',
    type: 'nominal',
    sort: rows.map(({ row }) => row),
    axis: { title: null, ticks: false, domain: false, labelExpr: LINES },
  };
}

function xEncoding({ type, domain, ticks }: NiceScale, title: string): Spec {
  return {
    field: 'value',
    type: 'quantitative',
    scale: { type, domain: [...domain], nice: false, ...(type === 'linear' ? { zero: false } : {}) },
    axis: { title, values: [...ticks], labelExpr: TICK_TEXT },
  };
}

function latencyText({ stable, latency_ms }: AnsweredPoint): string {
  return stable ? `${formatMs(latency_ms.mean)} ms` : `${formatMs(latency_ms.mean)} ms, unstable`;
}

function describe(rows: readonly Row[], said: (row: Row) => string): string {
  return `${rows.map((row) => `${row.row.replace('\n', ' ')}: ${said(row)}`).join('; ')}.`;
}

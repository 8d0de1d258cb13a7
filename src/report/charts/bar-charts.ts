/**
 * The four charts where there is no curve to draw: nothing swept, words swept, or only two values. A row a policy and setting.
 */
import type { PointResult } from '../../sim/summary/result.ts';
import { formatMs, formatShare } from '../format-number.ts';
import { hasNetwork } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import { partBands, stackScale } from './breakdown-chart.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, INK, LABEL_SIZE, seriesColours, TICK_TEXT, WIDTH } from './chart-style.ts';
import { exitBands } from './exit-share-chart.ts';
import { latencyScale } from './latency-chart.ts';
import { linearScale, type NiceScale } from './nice-scale.ts';
import { type Band, colourEncoding } from './panels.ts';

interface Row {
  /** `deex (p_d 0.8)`, `ordinary, rate 5/s`. */
  readonly row: string;
  readonly colour: string;
  readonly point: PointResult;
}

/** Height of a row [px]. */
const ROW = 30;

export function barCharts(view: SweepView, scenario: string, about: readonly string[]): readonly Chart[] {
  const rows = rowsOf(view);
  if (rows.length === 0) return [];
  return [latencyBars(rows, scenario, about), accuracyDots(rows, scenario, about), exitBars(view, rows, scenario, about), breakdownBars(rows, scenario, about)];
}

/** Rows in the order of the sweep, policies together at each setting. */
function rowsOf({ axis, curves, levels }: SweepView): readonly Row[] {
  const colours = seriesColours([...curves, ...levels]);
  const name = axis?.key.split('.').at(-1) ?? '';
  const swept = curves
    .flatMap(({ label, points }) => points.map((at) => ({ ...at, label })))
    .sort((a, b) => a.x - b.x)
    .map(({ label, setting, point }) => ({ row: `${label}, ${name} ${setting}`, colour: colours.get(label) as string, point }));
  return [...swept, ...levels.map(({ label, point }) => ({ row: label, colour: colours.get(label) as string, point }))];
}

function latencyBars(rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const points = rows.map(({ point }) => point);
  const noun = hasNetwork(points) ? 'End-to-end latency' : 'Compute time';
  const title = `${noun}: ${scenario}`;
  const scale = latencyScale(points);
  const [low, high] = scale.domain;
  const x = xEncoding(scale, `${noun.toLowerCase()} (ms)`);
  const values = rows.map(({ row, colour, point }) => ({
    row,
    colour,
    opacity: point.stable ? 1 : 0.35,
    zero: low,
    value: Math.min(high, point.latency_ms.mean),
    p95: point.latency_ms.p95,
    low: point.latency_ms.mean_ci95?.[0] ?? null,
    high: point.latency_ms.mean_ci95?.[1] ?? null,
    said: latencyText(point),
  }));
  const bounded = values.filter((value) => value.low !== null);
  const tailed = values.filter((value) => value.p95 !== null);
  const layers: readonly Spec[] = [
    {
      data: { values },
      mark: { type: 'bar', height: ROW * 0.5 },
      encoding: {
        y: yEncoding(rows),
        x,
        x2: { field: 'zero' },
        color: { field: 'colour', type: 'nominal', scale: null },
        opacity: { field: 'opacity', type: 'quantitative', scale: null },
      },
    },
    ...(bounded.length === 0
      ? []
      : [{ data: { values: bounded }, mark: { type: 'rule', color: INK, strokeWidth: 1.5 }, encoding: { y: yEncoding(rows), x: { ...x, field: 'low' }, x2: { field: 'high' } } }]),
    ...(tailed.length === 0
      ? []
      : [{ data: { values: tailed }, mark: { type: 'tick', thickness: 2, height: ROW * 0.65 }, encoding: { y: yEncoding(rows), x: { ...x, field: 'p95' }, color: { field: 'colour', type: 'nominal', scale: null } } }]),
    sideText(values),
  ];
  const key = ['Bar: mean', ...(bounded.length === 0 ? [] : ['line: 95% interval of the mean']), ...(tailed.length === 0 ? [] : ['tick: 95th percentile']), ...(points.every(({ stable }) => stable) ? [] : ['pale: unstable'])];
  return chart('latency', title, describe(rows, ({ point }) => latencyText(point)), [...about, key.join(' · ')], rows, layers);
}

function accuracyDots(rows: readonly Row[], scenario: string, about: readonly string[]): Chart {
  const title = `Accuracy: ${scenario}`;
  const values = rows.map(({ row, colour, point }) => ({
    row,
    colour,
    value: point.accuracy * 100,
    low: point.accuracy_ci95[0] * 100,
    high: point.accuracy_ci95[1] * 100,
    said: formatShare(point.accuracy),
  }));
  const x = xEncoding(linearScale(values.flatMap(({ low, high }) => [low, high])), 'right answers (%)');
  const color = { field: 'colour', type: 'nominal', scale: null };
  const layers: readonly Spec[] = [
    { data: { values }, mark: { type: 'rule', strokeWidth: 2 }, encoding: { y: yEncoding(rows), x: { ...x, field: 'low' }, x2: { field: 'high' }, color } },
    { data: { values }, mark: { type: 'point', filled: true, size: 80, opacity: 1 }, encoding: { y: yEncoding(rows), x, color } },
    sideText(values),
  ];
  return chart('accuracy', title, describe(rows, ({ point }) => formatShare(point.accuracy)), [...about, 'Line: 95% Wilson interval'], rows, layers);
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
    encoding: { y: yEncoding(rows), x: { ...x, stack: 'zero' }, order: { field: 'rank', type: 'quantitative' }, color: colourEncoding(bands, true) },
  };
}

function chart(name: string, title: string, description: string, subtitle: readonly string[], rows: readonly Row[], layer: readonly Spec[]): Chart {
  return { name, title, description, spec: { ...frame(title, subtitle, WIDTH), width: WIDTH - 100, height: rows.length * ROW, layer } };
}

/** The figure of each row in words, right of the bars. */
function sideText(values: readonly { readonly row: string; readonly said: string }[]): Spec {
  return {
    data: { values: values.map(({ row, said }) => ({ row, said })) },
    mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: LABEL_SIZE },
    encoding: { y: { field: 'row', type: 'nominal', sort: null }, x: { value: WIDTH - 92 }, text: { field: 'said', type: 'nominal' } },
  };
}

function yEncoding(rows: readonly Row[]): Spec {
  return {
    field: 'row',
    type: 'nominal',
    sort: rows.map(({ row }) => row),
    axis: { title: null, ticks: false, domain: false },
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

function latencyText({ stable, latency_ms }: PointResult): string {
  return stable ? `${formatMs(latency_ms.mean)} ms` : `${formatMs(latency_ms.mean)} ms, unstable`;
}

function describe(rows: readonly Row[], said: (row: Row) => string): string {
  return `${rows.map((row) => `${row.row}: ${said(row)}`).join('; ')}.`;
}

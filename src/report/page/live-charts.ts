/** The two charts under the sliders, as specifications whose data the page puts in: `points` and `marker`. */

import type { Spec } from '../charts/chart.ts';
import { FAINT_INK, frame, TICK_TEXT } from '../charts/chart-style.ts';
import { compileChart } from '../render.ts';

const SIZE = { width: 430, height: 250 };

/** 1, 2 and 5 of every decade [ms]; those outside the axis are not drawn. */
const LATENCY_TICKS = [-2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap((decade) =>
  [1, 2, 5].map((size) => Number((size * 10 ** decade).toPrecision(1))),
);

export interface LiveChart {
  readonly id: string;
  readonly title: string;
  readonly key: string;
  readonly spec: unknown;
}

/** @param colours of the policies */
export function liveCharts(colours: Readonly<Record<string, string>>): readonly LiveChart[] {
  const scale = { domain: Object.keys(colours), range: Object.values(colours) };
  const color: Spec = { field: 'policy', type: 'nominal', scale, legend: null };
  const x: Spec = { field: 'p_d', type: 'quantitative', scale: { domain: [0, 1], nice: false }, axis: { title: 'p_d', grid: false } };
  const latency: Spec = { scale: { type: 'log' }, axis: { title: 'latency (ms)', labelExpr: TICK_TEXT, values: LATENCY_TICKS } };
  const right: Spec = { scale: { zero: false }, axis: { title: 'right answers (%)', tickCount: 6 } };
  return [
    chart('live-latency', 'Latency', 'Solid: mean · dashed: 95th percentile', [
      line(x, { ...latency, field: 'p95' }, color, { strokeWidth: 1.3, strokeDash: [5, 3], opacity: 0.75 }),
      line(x, { ...latency, field: 'mean' }, color, { strokeWidth: 2.2 }),
      marker(x),
      dots(x, { ...latency, field: 'mean' }, color),
    ]),
    chart('live-accuracy', 'Accuracy', 'Share of the answers that are right', [
      line(x, { ...right, field: 'accuracy' }, color, { strokeWidth: 2.2 }),
      marker(x),
      dots(x, { ...right, field: 'accuracy' }, color),
    ]),
  ];
}

function chart(id: string, title: string, key: string, layer: readonly Spec[]): LiveChart {
  const { title: _, ...look } = frame('', [], SIZE.width);
  const spec: Spec = { ...look, padding: 4, ...SIZE, layer: [...layer] };
  return { id, title, key, spec: compileChart({ name: id, title, description: key, spec }).spec };
}

function line(x: Spec, y: Spec, color: Spec, look: Spec): Spec {
  const figure = { ...y, type: 'quantitative' };
  return { data: { name: 'points' }, mark: { type: 'line', ...look }, encoding: { x, y: figure, color } };
}

/** Where the reader has put p_d. */
function marker(x: Spec): Spec {
  return { data: { name: 'marker' }, mark: { type: 'rule', color: FAINT_INK, strokeWidth: 1 }, encoding: { x } };
}

function dots(x: Spec, y: Spec, color: Spec): Spec {
  const figure = { ...y, type: 'quantitative' };
  return { data: { name: 'marker' }, mark: { type: 'point', filled: true, size: 70, opacity: 1 }, encoding: { x, y: figure, color } };
}

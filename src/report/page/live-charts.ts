/** The two charts under the sliders, as specifications whose data the page puts in: `points` and `marker`. */

import type { Spec } from '../charts/chart.ts';
import { FAINT_INK, frame, TICK_TEXT } from '../charts/chart-style.ts';
import { compileChart } from '../render.ts';

const SIZE = { width: 430, height: 250 };

/** Of the sweep; as live-scenario.ts writes it. */
const STEP = 0.05;

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
  const latency = scaled('log', 'latency (ms)');
  const right = scaled('linear', 'right answers (%)');
  return [
    chart('live-latency', 'Latency', 'Solid: mean · dashed: 95th percentile · shaded: unstable', [
      wall(color),
      line(x, { ...latency, field: 'p95' }, color, { strokeWidth: 1.3, strokeDash: [5, 3], opacity: 0.75 }),
      line(x, { ...latency, field: 'mean' }, color, { strokeWidth: 2.2 }),
      marker(x),
      dots(x, { ...latency, field: 'mean' }, color),
      targets(x, { ...latency, field: 'mean' }, [
        { field: 'mean', title: 'mean ms' },
        { field: 'p95', title: 'p95 ms' },
      ]),
    ]),
    chart('live-accuracy', 'Accuracy', 'Share of the answers that are right', [
      line(x, { ...right, field: 'accuracy' }, color, { strokeWidth: 2.2 }),
      marker(x),
      dots(x, { ...right, field: 'accuracy' }, color),
      targets(x, { ...right, field: 'accuracy' }, [{ field: 'accuracy', title: 'right %' }]),
    ]),
  ];
}

/** A vertical axis whose ends and ticks the page sets with each answer, by parameters `low`, `high` and `ticks`. */
function scaled(type: 'log' | 'linear', title: string): Spec {
  return {
    scale: { type, domain: [{ expr: 'low' }, { expr: 'high' }], nice: false, ...(type === 'log' ? {} : { zero: false }) },
    axis: { title, labelExpr: TICK_TEXT, values: { expr: 'ticks' } },
  };
}

function chart(id: string, title: string, key: string, layer: readonly Spec[]): LiveChart {
  const { title: _, ...look } = frame('', [], SIZE.width);
  const params: readonly Spec[] = [
    { name: 'low', value: 1 },
    { name: 'high', value: 100 },
    { name: 'ticks', value: [1, 10, 100] },
  ];
  const spec: Spec = { ...look, padding: 4, ...SIZE, params, layer: [...layer] };
  return { id, title, key, spec: compileChart({ name: id, title, description: key, spec }).spec };
}

function line(x: Spec, y: Spec, color: Spec, look: Spec): Spec {
  const figure = { ...y, type: 'quantitative' };
  return { data: { name: 'points' }, mark: { type: 'line', clip: true, ...look }, encoding: { x, y: figure, color } };
}

/** A strip around each p_d at which a policy is unstable. */
function wall(color: Spec): Spec {
  const end = (calculate: string, as: string): Spec => ({ calculate, as });
  return {
    data: { name: 'points' },
    transform: [
      { filter: 'datum.stable === false' },
      end(`max(0, datum.p_d - ${STEP / 2})`, 'from'),
      end(`min(1, datum.p_d + ${STEP / 2})`, 'to'),
    ],
    mark: { type: 'rect', opacity: 0.16 },
    encoding: {
      x: { field: 'from', type: 'quantitative' },
      x2: { field: 'to' },
      color,
    },
  };
}

/** Unseen marks that tell their figures under the pointer. */
function targets(x: Spec, y: Spec, figures: readonly Spec[]): Spec {
  const tooltip: readonly Spec[] = [{ field: 'policy', title: ' ' }, { field: 'p_d', title: 'p_d' }, ...figures];
  return {
    data: { name: 'points' },
    mark: { type: 'point', filled: true, size: 260, opacity: 0 },
    encoding: { x, y: { ...y, type: 'quantitative' }, tooltip: tooltip.map((told) => ({ ...told, type: 'nominal' })) },
  };
}

/** Where the reader has put p_d. */
function marker(x: Spec): Spec {
  return { data: { name: 'marker' }, mark: { type: 'rule', color: FAINT_INK, strokeWidth: 1 }, encoding: { x } };
}

function dots(x: Spec, y: Spec, color: Spec): Spec {
  const figure = { ...y, type: 'quantitative' };
  return { data: { name: 'marker' }, mark: { type: 'point', filled: true, size: 70, opacity: 1 }, encoding: { x, y: figure, color } };
}

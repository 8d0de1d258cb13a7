/**
 * Panels side by side, one a curve, and a last one for the policies that do not run along the sweep: the form of the stacked
 * charts. Pure.
 */

import type { AnsweredPoint } from '../answered.ts';
import type { CurvePoint } from '../sweep-view.ts';
import type { Json, Spec } from './chart.ts';
import { HEIGHT, LABEL_SIZE, TICK_TEXT, WIDTH } from './chart-style.ts';
import { type CurveView, xEncoding } from './sweep-axis.ts';
import { thin } from './thin.ts';

/** One band of a stack: what it is called, its colour, and its value at a point. */
export interface Band {
  readonly title: string;
  readonly colour: string;
  value(point: AnsweredPoint): number;
}

/** What the panels have in common. */
export interface Stack {
  /** From the bottom up. */
  readonly bands: readonly Band[];
  readonly y: { readonly title: string | null; readonly domain: readonly [number, number]; readonly ticks: readonly number[] };
  readonly hasLegend: boolean;
}

/** Room between panels [px]. */
const GUTTER = 26;
/** Width of a policy without the sweep [px]. */
const BAR_STEP = 84;

/** The panels of a view; `extras` adds layers to the panel of a curve, given its width. */
export function panels(
  view: CurveView,
  stack: Stack,
  extras: (points: readonly CurvePoint[], width: number) => readonly Spec[] = () => [],
): Spec {
  const { curves, levels } = view;
  const columns = Math.min(curves.length, 3);
  const width = curves.length === 1 ? WIDTH - (levels.length === 0 ? 0 : 160) : Math.floor((WIDTH + 60) / columns) - GUTTER;
  const untitled = { ...stack, y: { ...stack.y, title: null } };
  const curvePanels = curves.map(({ label, points }, index) => {
    const drawn = thin(points);
    return {
      title: panelTitle(label),
      width,
      height: HEIGHT - 60,
      layer: [areaLayer(drawn, index % columns === 0 ? stack : untitled, xEncoding(view, curves.length > 1)), ...extras(drawn, width)],
    };
  });
  const levelPanel =
    levels.length === 0
      ? []
      : [{ title: panelTitle('not swept'), width: levels.length * BAR_STEP, height: HEIGHT - 60, layer: [barLayer(levels, untitled)] }];
  return { spacing: GUTTER, columns: columns + (curves.length <= 3 ? 1 : 0), concat: [...curvePanels, ...levelPanel] };
}

function areaLayer(points: readonly CurvePoint[], stack: Stack, x: Spec): Spec {
  const values = points.flatMap(({ x: place, point }) => rows(stack, point).map((row) => ({ x: place, ...row })));
  return {
    data: { values },
    mark: { type: 'area', clip: true, line: false },
    encoding: { x, ...stackEncoding(stack) },
  };
}

function barLayer(levels: readonly { readonly label: string; readonly point: AnsweredPoint }[], stack: Stack): Spec {
  const values = levels.flatMap(({ label, point }) => rows(stack, point).map((row) => ({ label: label.replace(' (', '\n('), ...row })));
  return {
    data: { values },
    mark: { type: 'bar', clip: true },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        sort: null,
        scale: { paddingInner: 0.4, paddingOuter: 0.2 },
        axis: { title: null, labelAngle: 0, labelExpr: "split(datum.label, '\\n')", ticks: false },
      },
      ...stackEncoding(stack),
    },
  };
}

function rows({ bands }: Stack, point: AnsweredPoint): readonly { readonly part: string; readonly value: number; readonly rank: number }[] {
  return bands.map((band, rank) => ({ part: band.title, value: band.value(point), rank }));
}

/** The stack in the order of its bands, the legend from the top down. */
function stackEncoding({ bands, y, hasLegend }: Stack): { readonly [channel: string]: Json } {
  return {
    y: {
      field: 'value',
      type: 'quantitative',
      stack: 'zero',
      scale: { domain: [...y.domain], nice: false },
      axis: { title: y.title, values: [...y.ticks], labelExpr: TICK_TEXT },
    },
    order: { field: 'rank', type: 'quantitative' },
    color: colourEncoding(bands, hasLegend),
  };
}

export function colourEncoding(bands: readonly Band[], hasLegend: boolean): Spec {
  const order = [...bands].reverse();
  return {
    field: 'part',
    type: 'nominal',
    scale: { domain: order.map(({ title }) => title), range: order.map(({ colour }) => colour) },
    legend: hasLegend ? { title: null, symbolType: 'square', symbolSize: 130, rowPadding: 4 } : null,
  };
}

function panelTitle(text: string): Spec {
  return { text, fontSize: LABEL_SIZE + 1, fontWeight: 'bold', anchor: 'start', offset: 6 };
}

/**
 * Panels side by side, one a curve, and bars for the policies that do not run along the sweep: the form of the stacked charts. Pure.
 */

import type { AnsweredPoint } from '../answered.ts';
import type { CurvePoint } from '../sweep-view.ts';
import { textWidth } from '../text-width.ts';
import type { Json, Spec } from './chart.ts';
import { HEIGHT, LABEL_SIZE, TICK_TEXT, WIDTH } from './chart-style.ts';
import { LINES, rowLabel } from './row-label.ts';
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
/** Width of a policy without the sweep, where its bar stands; height, where it lies [px]. */
const BAR_STEP = 84;
const BAR_ROW = 26;
/** Bars that stand beside the panels; more of them, or such with long names, lie in rows below. */
const MOST_STANDING = 3;

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
  const isStanding =
    curves.length <= 3 && levels.length <= MOST_STANDING && levels.every(({ label }) => widthOf(barLines(label)) < BAR_STEP - 6);
  const beside =
    levels.length === 0 || !isStanding
      ? []
      : [{ title: panelTitle('not swept'), width: levels.length * BAR_STEP, height: HEIGHT - 60, layer: [standingBars(levels, untitled)] }];
  const grid = { spacing: GUTTER, columns: columns + beside.length, concat: [...curvePanels, ...beside] };
  if (levels.length === 0 || isStanding) return grid;
  const below = {
    title: panelTitle('not swept'),
    width: WIDTH - 120,
    height: levels.length * BAR_ROW,
    layer: [lyingBars(levels, stack)],
  };
  return { spacing: GUTTER, vconcat: [grid, below] };
}

/** The name of a standing bar: the policy, then what it holds. */
function barLines(label: string): readonly string[] {
  return label.replace(' (', '\n(').split('\n');
}

function widthOf(lines: readonly string[]): number {
  return Math.max(...lines.map((line) => textWidth(line, LABEL_SIZE)));
}

function areaLayer(points: readonly CurvePoint[], stack: Stack, x: Spec): Spec {
  const values = points.flatMap(({ x: place, point }) => rows(stack, point).map((row) => ({ x: place, ...row })));
  return {
    data: { values },
    mark: { type: 'area', clip: true, line: false },
    encoding: { x, ...stackEncoding(stack, 'y') },
  };
}

type Level = CurveView['levels'][number];

function standingBars(levels: readonly Level[], stack: Stack): Spec {
  const values = levels.flatMap(({ label, point }) => rows(stack, point).map((row) => ({ label: barLines(label).join('\n'), ...row })));
  return {
    data: { values },
    mark: { type: 'bar', clip: true },
    encoding: {
      x: {
        field: 'label',
        type: 'nominal',
        sort: null,
        scale: { paddingInner: 0.4, paddingOuter: 0.2 },
        axis: { title: null, labelAngle: 0, labelExpr: LINES, ticks: false },
      },
      ...stackEncoding(stack, 'y'),
    },
  };
}

function lyingBars(levels: readonly Level[], stack: Stack): Spec {
  const values = levels.flatMap(({ label, point }) => rows(stack, point).map((row) => ({ label: rowLabel(label), ...row })));
  return {
    data: { values },
    mark: { type: 'bar', height: BAR_ROW * 0.6, clip: true },
    encoding: {
      y: { field: 'label', type: 'nominal', sort: null, axis: { title: null, labelExpr: LINES, ticks: false, domain: false } },
      ...stackEncoding(stack, 'x'),
    },
  };
}

function rows({ bands }: Stack, point: AnsweredPoint): readonly { readonly part: string; readonly value: number; readonly rank: number }[] {
  return bands.map((band, rank) => ({ part: band.title, value: band.value(point), rank }));
}

/** The stack in the order of its bands, the legend from the top down. */
function stackEncoding({ bands, y, hasLegend }: Stack, channel: 'x' | 'y'): { readonly [channel: string]: Json } {
  return {
    [channel]: {
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

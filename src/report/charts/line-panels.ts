/**
 * Small panels of lines along the sweep, two to a row, with one list of names: the form of charts that show several figures of the same
 * policies. Pure.
 */
import type { PointResult } from '../../sim/summary/result.ts';
import type { Spec } from './chart.ts';
import { bandOpacity, FAINT_INK, LABEL_SIZE, type SeriesStyle, TICK_TEXT } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import type { NiceScale } from './nice-scale.ts';
import { textColour, WALL } from './palette.ts';
import { type CurveView, xEncoding } from './sweep-axis.ts';

/** One place of a line. */
export interface LinePoint {
  readonly x: number;
  readonly y: number;
  /** Ends of its interval, where it has one. */
  readonly low?: number;
  readonly high?: number;
  /** A second figure of the same policy, drawn thin and dashed. */
  readonly second?: number | null;
  /** Drawn hollow: the policy is unstable here. */
  readonly isHollow?: boolean;
}

export interface PanelLine {
  readonly style: SeriesStyle;
  readonly points: readonly LinePoint[];
}

export interface LinePanel {
  readonly title: string;
  /** With its unit. */
  readonly axis: string;
  readonly scale: NiceScale;
  readonly lines: readonly PanelLine[];
  /** Of policies that are not swept. */
  readonly levels: readonly { readonly style: SeriesStyle; readonly y: number }[];
  /** A limit that must not be passed, and what it says. */
  readonly wall?: { readonly y: number; readonly text: string };
  /** A value to measure by. */
  readonly datum?: number;
}

/** Size of a panel where there are several, room between them [px]; one alone is larger. */
const PANEL = { width: 270, height: 190 };
const ALONE = { width: 560, height: 300 };
const GUTTER = 28;
const COLUMNS = 2;

/** Width of the panels altogether, for titles [px]. */
export const PANELS_WIDTH = COLUMNS * (PANEL.width + GUTTER);

/** Points of a line above which marks would hide it. */
const MOST_MARKS = 60;

export function linePanels(
  view: CurveView<PointResult>,
  panels: readonly LinePanel[],
  names: readonly { readonly text: string; readonly style: SeriesStyle }[],
): Spec {
  const size = panels.length === 1 ? ALONE : PANEL;
  const columns = panels.length === COLUMNS + 1 ? panels.length : Math.min(COLUMNS, panels.length);
  const x = xEncoding(view, panels.length > 1);
  return {
    spacing: GUTTER,
    columns,
    concat: panels.map((panel, index) => ({
      ...(panels.length === 1 ? {} : { title: panelTitle(panel.title) }),
      ...size,
      layer: [...panelLayers(panel, x), ...(index === columns - 1 ? [nameList(names, size.width + 12)] : [])],
    })),
  };
}

export function panelTitle(text: string): Spec {
  return { text, fontSize: LABEL_SIZE + 1, fontWeight: 'bold', anchor: 'start', frame: 'group', offset: 6 };
}

function panelLayers({ axis, scale, lines, levels, wall, datum }: LinePanel, x: Spec): readonly Spec[] {
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false, ...(scale.type === 'linear' ? { zero: false } : {}) },
    axis: { title: axis, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  return [
    ...(wall === undefined || wall.y > scale.domain[1] ? [] : wallLayers(wall, y)),
    ...(datum === undefined
      ? []
      : [{ data: { values: [{ y: datum }] }, mark: { type: 'rule', color: FAINT_INK, strokeDash: [5, 3] }, encoding: { y } }]),
    ...levels.map(
      ({ style, y: value }): Spec => ({
        data: { values: [{ y: value }] },
        mark: { type: 'rule', color: style.colour, strokeWidth: 1.5, strokeDash: [...style.dash] },
        encoding: { y },
      }),
    ),
    ...lines.flatMap((line) => lineLayers(line, x, y, scale, bandOpacity(lines.length))),
  ];
}

function wallLayers({ y: value, text }: { readonly y: number; readonly text: string }, y: Spec): readonly Spec[] {
  const values = [{ y: value }];
  const mark = { type: 'text', text, color: textColour(WALL), fontSize: LABEL_SIZE - 1, align: 'left', baseline: 'top', dy: 4 };
  return [
    { data: { values }, mark: { type: 'rule', color: WALL, strokeWidth: 1.4, strokeDash: [5, 3] }, encoding: { y } },
    { data: { values }, mark, encoding: { y, x: { value: 6 } } },
  ];
}

function lineLayers(
  { style: { colour, dash, shape }, points }: PanelLine,
  x: Spec,
  y: Spec,
  scale: NiceScale,
  opacity: number,
): readonly Spec[] {
  const [least, most] = scale.domain;
  const inside = (value: number): number => Math.min(most, Math.max(least, value));
  const bands = points.flatMap((at) =>
    at.low === undefined || at.high === undefined ? [] : [{ x: at.x, y: inside(at.low), y2: inside(at.high) }],
  );
  const seconds = points.flatMap((at) => (typeof at.second === 'number' ? [{ x: at.x, y: at.second }] : []));
  const marked = points.length > MOST_MARKS ? [] : points;
  const marks = (isHollow: boolean): readonly Spec[] => {
    const values = marked.filter((at) => (at.isHollow ?? false) === isHollow && at.y <= most).map((at) => ({ x: at.x, y: at.y }));
    if (values.length === 0) return [];
    const look = isHollow ? { fill: 'white', size: 34 } : { filled: true, size: 20 };
    return [{ data: { values }, mark: { type: 'point', shape, color: colour, opacity: 1, ...look }, encoding: { x, y } }];
  };
  return [
    ...(bands.length === 0
      ? []
      : [
          {
            data: { values: bands },
            mark: { type: 'area', color: colour, opacity, clip: true },
            encoding: { x, y, y2: { field: 'y2' } },
          },
        ]),
    ...(seconds.length === 0
      ? []
      : [
          {
            data: { values: seconds },
            mark: { type: 'line', color: colour, opacity: 0.7, strokeWidth: 1.2, strokeDash: [4, 3], clip: true },
            encoding: { x, y },
          },
        ]),
    {
      data: { values: points.map((at) => ({ x: at.x, y: at.y })) },
      mark: { type: 'line', color: colour, strokeWidth: 1.8, strokeDash: [...dash], clip: true },
      encoding: { x, y },
    },
    ...marks(false),
    ...marks(true),
  ];
}

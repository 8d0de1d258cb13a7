/**
 * What the charts of the paper's figures are drawn from, and what they have in common: a panel for each of its data sets, side by side,
 * binary first, our curves in colour, the paper's values as hollow diamonds.
 */
import type { Result } from '../../sim/summary/result.ts';
import { paperExperiment } from '../describe-world.ts';
import { formatDecimals } from '../format-number.ts';
import { PAPER_FIGURES, type PaperExperiment } from '../paper-figures.ts';
import { type PaperPoints, paperPoints } from '../paper-points.ts';
import type { Json, Spec } from './chart.ts';
import { FAINT_INK, INK, LABEL_SIZE, TICK_TEXT } from './chart-style.ts';

/** Our repetition of one of the paper's experiments. */
export interface PaperRun {
  /** Every picture once. */
  readonly exact: Result;
  /** The same in several runs, so that the time has an interval. */
  readonly runs: Result;
  /** Names of the classes, in the order of the labels. */
  readonly classes: readonly string[];
}

/** A run with the paper's figures for it. */
export interface PaperView extends PaperRun {
  readonly experiment: 'full' | 'binary';
  readonly paper: PaperExperiment;
  readonly points: PaperPoints;
}

/** The runs in the paper's order; those of other scenarios are left out. */
export function paperViews(runs: readonly PaperRun[]): readonly PaperView[] {
  return (['binary', 'full'] as const).flatMap((experiment) =>
    runs
      .filter(({ exact }) => paperExperiment(exact.scenario.resolved) === experiment)
      .map((run) => ({ ...run, experiment, paper: PAPER_FIGURES[experiment], points: paperPoints(run.exact, PAPER_FIGURES[experiment]) })),
  );
}

/** Width and height of a panel, and room between panels [px]. */
export const PANEL_WIDTH = 330;
export const PANEL_HEIGHT = 250;
export const PANEL_GUTTER = 44;

/** `(a) cat against dog, 2,000 pictures`, as the paper letters its panels. */
export function panelHeading({ experiment, paper }: PaperView): Spec {
  const letter = experiment === 'binary' ? 'a' : 'b';
  return { text: `(${letter}) ${paper.title}`, fontSize: LABEL_SIZE + 1, fontWeight: 'bold', anchor: 'start', offset: 8 };
}

/** Room at both ends of the axis, for marks that lie there, as a share of it. */
const MARGIN = 0.03;

/** All thresholds; the last, above 1, sends everything on. */
export function thresholdAxis({ points: { curve } }: PaperView): Spec {
  const thresholds = curve.map(({ threshold }) => threshold);
  const [low, high] = [Math.min(...thresholds), Math.max(...thresholds)];
  const margin = MARGIN * (high - low);
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [low - margin, high + margin], nice: false, zero: false },
    axis: { title: 'decision threshold p_d (confidence)', grid: false, tickCount: 6, format: '.1f' },
  };
}

export function shareAxis(title: string | null, low = 0): Spec {
  return {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [low, 100], nice: false, zero: false },
    axis: { title, tickCount: 5, labelExpr: TICK_TEXT },
  };
}

/** A place on a panel. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export interface NamedLine {
  readonly name: string;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly places: readonly Place[];
}

const LEGEND = { title: null, orient: 'bottom', symbolType: 'stroke', symbolStrokeWidth: 2.5, symbolSize: 260, offset: 14 } as const;

/** Our curves, each with a dot at every threshold, and one legend for all panels. */
export function curveLayer(lines: readonly NamedLine[], x: Spec, y: Spec, hasLegend: boolean): Spec {
  const domain = lines.map(({ name }) => name);
  const color = {
    field: 'line',
    type: 'nominal',
    scale: { domain, range: lines.map(({ colour }) => colour) },
    legend: hasLegend ? LEGEND : null,
  };
  const strokeDash = {
    field: 'line',
    type: 'nominal',
    scale: { domain, range: lines.map(({ dash }): Json => [...dash]) },
    legend: hasLegend ? LEGEND : null,
  };
  const values = lines.flatMap(({ name, places }) => places.map((place) => ({ line: name, ...place })));
  return {
    data: { values },
    layer: [
      { mark: { type: 'line', strokeWidth: 2, clip: true }, encoding: { x, y, color, strokeDash } },
      { mark: { type: 'point', filled: true, size: 22, opacity: 1 }, encoding: { x, y, color } },
    ],
  };
}

/** A value of the paper: where it lies, what is written beside it, and on which side. */
export interface PaperMark extends Place {
  readonly text: string;
  readonly side: keyof typeof SIDES;
}

const SIDES = {
  left: { align: 'right', baseline: 'middle', dx: -9, dy: 0 },
  right: { align: 'left', baseline: 'middle', dx: 9, dy: 0 },
  cornerLeft: { align: 'right', baseline: 'middle', dx: 6, dy: -13 },
  corner: { align: 'left', baseline: 'middle', dx: 6, dy: -10 },
  above: { align: 'center', baseline: 'bottom', dx: 0, dy: -8 },
  below: { align: 'center', baseline: 'top', dx: 0, dy: 8 },
} as const;

/** The paper's values as hollow diamonds, each with its text on a ground of its own, so that lines do not run through it. */
export function markLayers(marks: readonly PaperMark[], x: Spec, y: Spec): readonly Spec[] {
  const texts = (Object.keys(SIDES) as (keyof typeof SIDES)[]).flatMap((side) => {
    const values = marks.filter((mark) => mark.side === side).map(({ x: at, y: value, text }) => ({ x: at, y: value, text }));
    if (values.length === 0) return [];
    const layer = (look: Spec): Spec => ({
      data: { values },
      mark: { type: 'text', ...SIDES[side], fontSize: LABEL_SIZE - 1, ...look },
      encoding: { x, y, text: { field: 'text', type: 'nominal' } },
    });
    return [layer({ color: 'white', stroke: 'white', strokeWidth: 4, strokeJoin: 'round' }), layer({ color: INK })];
  });
  const diamonds = {
    data: { values: marks.map(({ x: at, y: value }) => ({ x: at, y: value })) },
    mark: { type: 'point', shape: 'diamond', size: 95, stroke: INK, strokeWidth: 1.6, fill: 'white', opacity: 1 },
    encoding: { x, y },
  };
  return [...texts, diamonds];
}

/** Two upright rules with a word on top of each: the paper's p_cross and ours. */
export function crossLayers({ paper, exact }: PaperView, x: Spec): readonly Spec[] {
  const ours = exact.crossing?.p_cross;
  const rules = [
    ...(ours === undefined ? [] : [{ x: ours, text: `p_cross ${formatDecimals(ours, 2)}`, dash: [3, 3] }]),
    { x: paper.crossing, text: `paper: ${formatDecimals(paper.crossing, 2)}`, dash: [1, 2] },
  ];
  return rules.flatMap(({ x: at, text, dash }) => [
    { data: { values: [{ x: at }] }, mark: { type: 'rule', color: FAINT_INK, strokeDash: dash }, encoding: { x } },
    {
      data: { values: [{ x: at }] },
      mark: { type: 'text', text, align: 'center', baseline: 'bottom', color: FAINT_INK, fontSize: LABEL_SIZE - 1 },
      encoding: { x, y: { value: -3 } },
    },
  ]);
}

/** Panels side by side, beneath one title. */
export function sideBySide(panels: readonly Spec[]): Spec {
  return { spacing: PANEL_GUTTER, hconcat: [...panels], resolve: { scale: { color: 'shared', strokeDash: 'shared' } } };
}

/** Width of so many panels [px]. */
export function widthOf(panels: number): number {
  return panels * (PANEL_WIDTH + PANEL_GUTTER);
}

/** What the subtitle says of every figure. */
export const KEY = 'Lines: ours · diamonds: the paper';

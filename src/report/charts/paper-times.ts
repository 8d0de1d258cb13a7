/** Figure 4 of the paper: seconds for the whole test set against p_d, with a 95 % interval. */

import { intervalOfMean } from '../answered.ts';
import { formatDecimals } from '../format-number.ts';
import { paperPoints } from '../paper-points.ts';
import type { Chart, Spec } from './chart.ts';
import { AFTER_COLOUR, FAINT_INK, frame, TICK_TEXT } from './chart-style.ts';
import { linearScale } from './nice-scale.ts';
import {
  crossLayers,
  curveLayer,
  KEY,
  markLayers,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  type PaperMark,
  type PaperView,
  panelHeading,
  sideBySide,
  thresholdAxis,
  widthOf,
} from './paper-run.ts';

const NOTE =
  "Dashed: the paper's two times mixed by the share that it says stays · at its p_cross: what mixing gives, what its text says, what its captions say";

export function paperTimesChart(views: readonly PaperView[]): Chart {
  const title = 'Figure 4: seconds for the test set, against p_d';
  return {
    name: 'figure-4',
    title,
    description: views.map(describe).join(' '),
    spec: {
      ...frame(title, [KEY, bandNote(views), NOTE], widthOf(views.length)),
      ...sideBySide(views.map((view, index) => panel(view, index === 0))),
    },
  };
}

interface Seconds {
  readonly [field: string]: number;
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

/** Ours, of as many pictures as the paper's test set has. */
function secondsOf({ runs, paper, points }: PaperView): readonly Seconds[] {
  const pictures = picturesOf(points.curve);
  return paperPoints(runs, paper).curve.map(({ threshold, point }) => {
    const [low, high] = intervalOfMean(point) ?? [point.latency_ms.mean, point.latency_ms.mean];
    const seconds = (ms: number) => (pictures * ms) / 1000;
    return { x: threshold, y: seconds(point.latency_ms.mean), low: seconds(low), high: seconds(high) };
  });
}

function picturesOf(curve: PaperView['points']['curve']): number {
  return curve[0]?.point.requests ?? 0;
}

/** How wide the band is, which may be too narrow to be seen. */
function bandNote(views: readonly PaperView[]): string {
  const runs = views[0]?.runs.replications ?? 1;
  const widest = views.map((view) => formatDecimals(Math.max(...secondsOf(view).map(({ low, high }) => (high - low) / 2)), 3));
  return `Band: 95% interval of ${runs} runs, at most ± ${widest.join(' and ')} s`;
}

function panel(view: PaperView, isFirst: boolean): Spec {
  const x = thresholdAxis(view);
  const seconds = secondsOf(view);
  const marks = marksOf(view);
  const scale = linearScale([...seconds.map(({ high }) => high), ...marks.map((mark) => mark.y)], 0);
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [...scale.domain], nice: false },
    axis: { title: isFirst ? 'time for the test set (s)' : null, values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const [first, last] = [marks[0] as PaperMark, marks[1] as PaperMark];
  const mixed = marks[2] as PaperMark;
  const line = {
    name: 'ours',
    colour: AFTER_COLOUR,
    dash: [1, 0],
    places: seconds.map(({ x: at, y: value }) => ({ x: at, y: value })),
  };
  return {
    title: panelHeading(view),
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    layer: [
      ...crossLayers(view, x),
      {
        data: { values: seconds },
        mark: { type: 'area', color: AFTER_COLOUR, opacity: 0.3, clip: true },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values: [first, mixed, last].map(({ x: at, y: value }) => ({ x: at, y: value })) },
        mark: { type: 'line', strokeDash: [4, 3], color: FAINT_INK, strokeWidth: 1.2 },
        encoding: { x, y },
      },
      curveLayer([line], x, y, false),
      ...markLayers(marks, x, y),
    ],
  };
}

/** All at exit 2, all at exit 3, then p_cross: by mixing, by the text, by the captions. */
function marksOf({ experiment, paper, points: { curve } }: PaperView): readonly PaperMark[] {
  const total = (ms: number) => (picturesOf(curve) * ms) / 1000;
  const [all2, all3] = [total(paper.msExit2), total(paper.msExit3)];
  const thresholds = curve.map(({ threshold }) => threshold);
  const kept = paper.keptAtCrossing / 100;
  const at = paper.crossing;
  const mixing = kept * paper.savedExit2;
  return [
    { x: Math.min(...thresholds), y: all2, text: `all at exit 2: ${formatDecimals(all2, 1)}`, side: 'right' },
    { x: Math.max(...thresholds), y: all3, text: `all at exit 3: ${formatDecimals(all3, 1)}`, side: 'cornerLeft' },
    { x: at, y: all3 * (1 - mixing / 100), text: `mixing -${formatDecimals(mixing, 1)}%`, side: 'left' },
    {
      x: at,
      y: all3 * (1 - paper.savedAtCrossingText / 100),
      text: `text -${paper.savedAtCrossingText}%`,
      side: experiment === 'binary' ? 'above' : 'right',
    },
    { x: at, y: all3 * (1 - paper.savedAtCrossingCaption / 100), text: `caption -${paper.savedAtCrossingCaption}%`, side: 'below' },
  ];
}

function describe(view: PaperView): string {
  const seconds = secondsOf(view);
  const { paper, points } = view;
  const total = (ms: number) => formatDecimals((picturesOf(points.curve) * ms) / 1000, 1);
  const ends = [seconds[0], seconds.at(-1)].map((one) => formatDecimals(one?.y ?? 0, 2));
  return `${paper.title}: in the paper ${total(paper.msExit2)} s all at exit 2, ${total(paper.msExit3)} s all at exit 3; here ${ends[0]} s and ${ends[1]} s.`;
}

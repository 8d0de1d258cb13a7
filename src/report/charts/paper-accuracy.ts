/** Figure 5 of the paper: accuracy of exit 2 on what it keeps, of exit 3 on what it receives, and of all, against p_d. */

import { formatPercent } from '../format-number.ts';
import type { Chart, Spec } from './chart.ts';
import { exitColours, frame, INK } from './chart-style.ts';
import {
  crossLayers,
  curveLayer,
  KEY,
  markLayers,
  type NamedLine,
  PANEL_HEIGHT,
  PANEL_WIDTH,
  type PaperMark,
  type PaperView,
  panelHeading,
  shareAxis,
  sideBySide,
  thresholdAxis,
  widthOf,
} from './paper-run.ts';

/** Below this share of the requests an accuracy is a matter of a few pictures and is not drawn. */
const FEW = 0.01;

export function paperAccuracyChart(views: readonly PaperView[]): Chart {
  const title = 'Figure 5: accuracy at exits 2 and 3, against p_d';
  return {
    name: 'figure-5',
    title,
    description: views.map(describe).join(' '),
    spec: {
      ...frame(title, [`${KEY} · an exit that answers less than 1% is left out`], widthOf(views.length)),
      ...sideBySide(views.map((view, index) => panel(view, index === 0))),
    },
  };
}

function linesOf({ points: { curve } }: PaperView): readonly NamedLine[] {
  const colours = exitColours(3);
  const ofExit = (exit: number, name: string, dash: readonly number[]): NamedLine => ({
    name,
    colour: colours[exit - 1] as string,
    dash,
    places: curve.flatMap(({ threshold, point }) => {
      const { share, accuracy } = point.exits[exit - 1] ?? { share: 0, accuracy: null };
      return share < FEW || accuracy === null ? [] : [{ x: threshold, y: 100 * accuracy }];
    }),
  });
  return [
    ofExit(2, 'exit 2 on what it keeps', [1, 0]),
    ofExit(3, 'exit 3 on what it receives', [6, 3]),
    {
      name: 'all',
      colour: INK,
      dash: [2, 2],
      places: curve.map(({ threshold, point }) => ({ x: threshold, y: 100 * point.accuracy })),
    },
  ];
}

function panel(view: PaperView, isFirst: boolean): Spec {
  const x = thresholdAxis(view);
  const lines = linesOf(view);
  const marks = marksOf(view);
  const least = Math.min(...marks.map(({ y }) => y), ...lines.flatMap(({ places }) => places.map(({ y }) => y)));
  const y = shareAxis(isFirst ? 'right answers (%)' : null, 10 * Math.floor((least - 2) / 10));
  return {
    title: panelHeading(view),
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    layer: [...crossLayers(view, x), curveLayer(lines, x, y, true), ...markLayers(marks, x, y)],
  };
}

function marksOf({ paper, points: { curve } }: PaperView): readonly PaperMark[] {
  const thresholds = curve.map(({ threshold }) => threshold);
  return [
    { x: Math.min(...thresholds), y: paper.accuracyExit2, text: `all at exit 2: ${paper.accuracyExit2}`, side: 'right' },
    { x: Math.max(...thresholds), y: paper.accuracyExit3, text: `all at exit 3: ${paper.accuracyExit3}`, side: 'left' },
  ];
}

function describe({ paper, points: { keptAll, sentAll }, exact }: PaperView): string {
  const [at2, at3] = [keptAll, sentAll].map((point) => (point === null ? 'nothing' : `${formatPercent(point.accuracy)}%`));
  const cross = exact.crossing === null ? 'nowhere' : `at p_d ${exact.crossing.p_cross}`;
  return `${paper.title}: in the paper ${paper.accuracyExit2}% all at exit 2, ${paper.accuracyExit3}% all at exit 3, crossing at p_d ${paper.crossing}; here ${at2}, ${at3}, crossing ${cross}.`;
}

/** Figure 3 of the paper: the share of requests answered at exits 2 and 3 against p_d. */

import { formatDecimals, formatShare } from '../format-number.ts';
import type { Chart, Spec } from './chart.ts';
import { exitColours, frame } from './chart-style.ts';
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
  shareAxis,
  sideBySide,
  thresholdAxis,
  widthOf,
} from './paper-run.ts';

export function paperSharesChart(views: readonly PaperView[]): Chart {
  const title = 'Figure 3: share answered at exits 2 and 3, against p_d';
  return {
    name: 'figure-3',
    title,
    description: views.map(describe).join(' '),
    spec: {
      ...frame(title, [KEY], widthOf(views.length)),
      ...sideBySide(views.map((view, index) => panel(view, index === 0))),
    },
  };
}

function panel(view: PaperView, isFirst: boolean): Spec {
  const colours = exitColours(3);
  const x = thresholdAxis(view);
  const y = shareAxis(isFirst ? 'share of requests (%)' : null);
  const lines = [2, 3].map((exit, index) => ({
    name: `exit ${exit}`,
    colour: colours[exit - 1] as string,
    dash: index === 0 ? [1, 0] : [6, 3],
    places: view.points.curve.map(({ threshold, point }) => ({ x: threshold, y: 100 * (point.exits[exit - 1]?.share ?? 0) })),
  }));
  return {
    title: panelHeading(view),
    width: PANEL_WIDTH,
    height: PANEL_HEIGHT,
    layer: [...crossLayers(view, x), curveLayer(lines, x, y, true), ...markLayers(marksOf(view), x, y)],
  };
}

function marksOf({ paper }: PaperView): readonly PaperMark[] {
  const { offloadingStarts, majorityOffloaded, crossing, keptAtCrossing } = paper;
  const kept = formatDecimals(keptAtCrossing, 2);
  const sent = formatDecimals(100 - keptAtCrossing, 2);
  // Close to a half there is room for both texts on the left only, between the curves.
  const [side2, side3] = Math.abs(keptAtCrossing - 50) < 8 ? (['left', 'left'] as const) : (['below', 'above'] as const);
  return [
    { x: offloadingStarts, y: 0, text: 'starts', side: 'corner' },
    ...(majorityOffloaded === null ? [] : [{ x: majorityOffloaded, y: 50, text: 'half', side: 'left' as const }]),
    { x: crossing, y: keptAtCrossing, text: `exit 2: ${kept}`, side: side2 },
    { x: crossing, y: 100 - keptAtCrossing, text: `exit 3: ${sent}`, side: side3 },
  ];
}

function describe({ paper, points: { curve }, exact }: PaperView): string {
  const ours = curve.find(({ threshold }) => threshold === exact.crossing?.p_cross);
  const said =
    ours === undefined ? 'no threshold is p_cross' : `${formatShare(1 - ours.point.offload_share)} stay at p_cross ${ours.threshold}`;
  return `${paper.title}: in the paper ${paper.keptAtCrossing}% stay at exit 2 at p_cross ${paper.crossing}; here ${said}.`;
}

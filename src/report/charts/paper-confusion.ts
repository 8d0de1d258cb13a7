/** Figures 6 and 7 of the paper: confusion matrices with everything at exit 2, everything at exit 3, and at p_cross. */

import type { AnsweredPoint } from '../answered.ts';
import { formatDecimals, formatShare } from '../format-number.ts';
import type { Chart, Spec } from './chart.ts';
import { AFTER_COLOUR, frame, INK, LABEL_SIZE } from './chart-style.ts';
import { PANEL_GUTTER, type PaperView } from './paper-run.ts';

/** Width of a matrix [px]. */
const SIDE = { binary: 190, full: 260 } as const;
const FIGURE = { binary: 6, full: 7 } as const;

/** From this share on, the ground is so dark that writing is light. */
const DARK = 0.55;

interface Matrix {
  readonly place: 'exit2' | 'exit3' | 'crossing';
  readonly title: string;
  readonly point: AnsweredPoint;
}

/** Null where the sweep has none of the three settings. */
export function paperConfusionChart(view: PaperView): Chart | null {
  const matrices = matricesOf(view);
  if (matrices.length === 0) return null;
  const { experiment, paper } = view;
  const title = `Figure ${FIGURE[experiment]}: which class is taken for which, ${paper.title}`;
  const note = paper.recallIsRange ? 'the diagonal is the recall, whose range the paper gives' : 'the diagonal is the recall';
  return {
    name: `figure-${FIGURE[experiment]}`,
    title,
    description: `Share of each true class answered as each class. ${matrices.map((matrix) => describe(matrix, view)).join(' ')}`,
    spec: {
      ...frame(title, [`Numbers: share of the true class (%) · ${note}`], matrices.length * (SIDE[experiment] + PANEL_GUTTER)),
      spacing: PANEL_GUTTER,
      hconcat: matrices.map((matrix, index) => panel(matrix, view, index === 0)),
      resolve: { scale: { y: 'independent' } },
    },
  };
}

function matricesOf({ points: { keptAll, sentAll, crossed }, exact }: PaperView): readonly Matrix[] {
  const cross = exact.crossing === null ? '' : `at p_cross, ${formatDecimals(exact.crossing.p_cross, 2)}`;
  return [
    { place: 'exit2' as const, title: 'exit 2 only', point: keptAll },
    { place: 'exit3' as const, title: 'exit 3 only', point: sentAll },
    { place: 'crossing' as const, title: cross, point: crossed },
  ].flatMap(({ point, ...matrix }) => (point === null ? [] : [{ ...matrix, point }]));
}

interface Cell {
  readonly [field: string]: number | string;
  readonly label: string;
  readonly predicted: string;
  readonly share: number;
  readonly text: string;
}

function cellsOf({ point }: Matrix, classes: readonly string[]): readonly Cell[] {
  return point.confusion.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => {
      const share = total === 0 ? 0 : count / total;
      return {
        label: nameOf(classes, label),
        predicted: nameOf(classes, predicted),
        share,
        text: textOf(100 * share, label === predicted),
      };
    });
  });
}

function nameOf(classes: readonly string[], index: number): string {
  return classes[index] ?? String(index);
}

function textOf(percent: number, isRight: boolean): string {
  return isRight || percent >= 9.95 ? percent.toFixed(isRight && percent < 99.95 ? 1 : 0) : percent < 0.05 ? '' : percent.toFixed(1);
}

function panel(matrix: Matrix, view: PaperView, isFirst: boolean): Spec {
  const { classes, experiment, paper } = view;
  const side = SIDE[experiment];
  const place = (field: string, title: string | null, isShown: boolean): Spec => ({
    field,
    type: 'nominal',
    sort: [...classes],
    scale: { paddingInner: 0.04, paddingOuter: 0 },
    axis: {
      title,
      labelAngle: classes.length > 2 && field === 'predicted' ? -45 : 0,
      ticks: false,
      domain: false,
      grid: false,
      labels: isShown,
    },
  });
  const x = place('predicted', 'answered as (class)', true);
  const y = place('label', isFirst ? 'true (class)' : null, isFirst);
  const cells = cellsOf(matrix, classes);
  const isBinary = classes.length === 2;
  const text = (values: readonly Cell[], color: string, dy: number): Spec => ({
    data: { values },
    mark: { type: 'text', fontSize: isBinary ? LABEL_SIZE + 3 : 8, color, dy },
    encoding: { x, y, text: { field: 'text', type: 'nominal' } },
  });
  const published = paper.recallIsRange
    ? []
    : classes.map((name, index) => ({ label: name, predicted: name, text: `paper ${paper.recalls[matrix.place][index] ?? ''}` }));
  return {
    title: {
      text: `${matrix.title}: ${formatShare(matrix.point.accuracy)} right`,
      ...(paper.recallIsRange ? { subtitle: `recalls in the paper: ${paper.recalls[matrix.place].join(' to ')}` } : {}),
      fontSize: LABEL_SIZE + 1,
      subtitleFontSize: LABEL_SIZE,
      fontWeight: 'bold',
      anchor: 'start',
      offset: 8,
    },
    width: side,
    height: side,
    layer: [
      {
        data: { values: cells },
        mark: { type: 'rect', color: AFTER_COLOUR },
        encoding: { x, y, opacity: { field: 'share', type: 'quantitative', scale: { domain: [0, 1], range: [0.04, 1] }, legend: null } },
      },
      text(
        cells.filter(({ share }) => share >= DARK),
        'white',
        isBinary ? -8 : 0,
      ),
      text(
        cells.filter(({ share }) => share < DARK),
        INK,
        0,
      ),
      ...(published.length === 0
        ? []
        : [
            {
              data: { values: published },
              mark: { type: 'text', fontSize: LABEL_SIZE, color: 'white', dy: 12 },
              encoding: { x, y, text: { field: 'text', type: 'nominal' } },
            },
          ]),
    ],
  };
}

function describe(matrix: Matrix, { classes, paper }: PaperView): string {
  const right = cellsOf(matrix, classes).filter(({ label, predicted }) => label === predicted);
  const least = right.reduce((a, b) => (b.share < a.share ? b : a));
  const most = right.reduce((a, b) => (b.share > a.share ? b : a));
  const ours = `${least.label} ${formatShare(least.share)} to ${most.label} ${formatShare(most.share)}`;
  return `${matrix.title}: recalls from ${ours}; in the paper ${paper.recalls[matrix.place].join(' to ')}%.`;
}

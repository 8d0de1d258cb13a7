/**
 * Which class is taken for which: a matrix for each chosen setting, and for the ends of deex' sweep.
 *
 * Shares are of a true class. Colour shows errors alone, on one scale for all matrices: what is right would outshine them.
 */
import type { AnsweredPoint } from '../answered.ts';
import { chosenPoints, chosenTitle } from '../chosen-points.ts';
import { formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, INK } from './chart-style.ts';
import { panelTitle } from './line-panels.ts';
import { GRID, inkOnRamp, RAMP_COLOURS } from './palette.ts';
import { axisName } from './sweep-axis.ts';

/** Classes above which cells could not be told apart, and above which they have no room for a number. */
const MOST_CLASSES = 40;
const MOST_WRITTEN = 12;

/** Width of a matrix, of a cell at most, and room between matrices [px]. */
const SIDE = 240;
const MOST_CELL = 70;
const GUTTER = 40;
const COLUMNS = 3;
const MOST_MATRICES = 6;

/** Letters of a name that fits under a cell, and classes up to which each has its name written. */
const MOST_LETTERS = 3;
const MOST_NAMED = 20;

/** Colours of the ramp that are used, and the share of it they span. */
const RAMP_STEPS = 3;
const RAMP_SHARE = (RAMP_STEPS - 1) / (RAMP_COLOURS.length - 1);

interface Matrix {
  readonly title: string;
  readonly point: AnsweredPoint;
}

interface Cell {
  readonly [field: string]: number | string | boolean;
  readonly label: number;
  readonly predicted: number;
  /** Share of the true class [%]. */
  readonly share: number;
  readonly text: string;
}

/** Null where there are too many classes, or none. @param known names of the classes; numbers stand for them where they are not known */
export function confusionChart(
  view: SweepView,
  scenario: string,
  about: readonly string[],
  known: readonly string[] | null = null,
): Chart | null {
  const matrices = matricesOf(view);
  const classes = matrices[0]?.point.confusion.length ?? 0;
  if (classes < 2 || classes > MOST_CLASSES) return null;
  const names = known?.length === classes ? known : Array.from({ length: classes }, (_, index) => String(index));
  const cells = matrices.map(({ point }) => cellsOf(point));
  const worst = Math.max(1, ...cells.flat().flatMap((cell) => (cell.label === cell.predicted ? [] : [cell.share])));
  const title = `Which class is taken for which: ${scenario}`;
  const columns = matrices.length === 4 ? 2 : Math.min(COLUMNS, matrices.length);
  return {
    name: 'confusion',
    title,
    description: `Share of each true class answered as each class. ${matrices.map(({ title: of }, index) => `${of}: ${worstPhrase(cells[index] ?? [], names)}`).join('; ')}.`,
    spec: {
      ...frame(
        title,
        [...about, 'Numbers: share of the true class (%) · colour: errors, the stronger the more · on the diagonal: right answers'],
        Math.max(2, columns) * (SIDE + GUTTER),
      ),
      spacing: GUTTER,
      columns,
      concat: matrices.map(({ title: of, point }, index) =>
        panel(`${of}: ${formatShare(point.accuracy)}`, cells[index] ?? [], names, worst, index % columns === 0),
      ),
    },
  };
}

/** Chosen settings of the first policies, then the ends of the sweep of deex, or of the first policy. */
function matricesOf(view: SweepView): readonly Matrix[] {
  const name = view.axis === null ? null : axisName(view.axis);
  const chosen = chosenPoints(view).map((at) => ({ title: chosenTitle(at, name), point: at.point }));
  const swept = view.curves.find(({ policy }) => policy === 'deex') ?? view.curves[0];
  const ends = [swept?.points[0], swept?.points.at(-1)].flatMap((at) =>
    at === undefined || chosen.some(({ point }) => point === at.point)
      ? []
      : [{ title: `${swept?.label} at ${name} ${at.setting}`, point: at.point }],
  );
  return [...chosen.slice(0, MOST_MATRICES - ends.length), ...ends];
}

function cellsOf({ confusion }: AnsweredPoint): readonly Cell[] {
  return confusion.flatMap((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, predicted) => {
      const share = total === 0 ? 0 : (100 * count) / total;
      return { label, predicted, share, text: textOf(share) };
    });
  });
}

function textOf(share: number): string {
  if (share < 0.05) return '';
  return share < 9.95 ? share.toFixed(1) : share.toFixed(0);
}

function panel(title: string, cells: readonly Cell[], names: readonly string[], worst: number, isFirst: boolean): Spec {
  const classes = names.length;
  const isNamed = names.some((name, index) => name !== String(index));
  // Names are long: they lean, and stand once, at the left.
  const labelAngle = isNamed && names.some((name) => name.length > MOST_LETTERS) ? -45 : 0;
  const place = (field: string, name: string | null): Spec => ({
    field,
    type: 'ordinal',
    sort: Array.from({ length: classes }, (_, index) => index),
    scale: { paddingInner: 0.04, paddingOuter: 0 },
    axis: {
      title: name,
      labelAngle: field === 'predicted' ? labelAngle : 0,
      ticks: false,
      domain: false,
      grid: false,
      ...(isNamed ? { labelExpr: `${JSON.stringify(names)}[datum.value]` } : {}),
      ...(isNamed && field === 'label' ? { labels: isFirst } : {}),
      ...(classes > MOST_NAMED ? { labelOverlap: true } : { labelOverlap: false }),
    },
  });
  const [x, y] = [place('predicted', 'predicted (class)'), place('label', isFirst ? 'true (class)' : null)];
  const color = {
    field: 'share',
    type: 'quantitative',
    scale: { type: 'linear', domain: [0, worst / 2, worst], range: [...RAMP_COLOURS.slice(0, RAMP_STEPS)], interpolate: 'rgb' },
    legend: null,
  };
  const wrong = cells.filter(({ label, predicted }) => label !== predicted);
  const right = cells.filter(({ label, predicted }) => label === predicted);
  // A layer an ink: writing and areas would share a scale of colours.
  const text = (values: readonly Cell[], weight: string, inkOf: (cell: Cell) => string): readonly Spec[] =>
    [...new Set(values.map(inkOf))].map((color) => ({
      data: { values: values.filter((cell) => inkOf(cell) === color) },
      mark: { type: 'text', fontSize: 9, fontWeight: weight, color },
      encoding: { x, y, text: { field: 'text', type: 'nominal' } },
    }));
  return {
    title: panelTitle(title),
    width: Math.min(SIDE, classes * MOST_CELL),
    height: Math.min(SIDE, classes * MOST_CELL),
    layer: [
      { data: { values: right }, mark: { type: 'rect', color: GRID }, encoding: { x, y } },
      { data: { values: wrong }, mark: { type: 'rect' }, encoding: { x, y, color } },
      ...(classes > MOST_WRITTEN
        ? []
        : [...text(right, 'bold', () => INK), ...text(wrong, 'normal', ({ share }) => inkOnRamp((share / worst) * RAMP_SHARE))]),
    ],
  };
}

/** The three commonest errors. */
function worstPhrase(cells: readonly Cell[], names: readonly string[]): string {
  const nameOf = (index: number): string => (names[index] === String(index) ? `class ${index}` : (names[index] as string));
  const wrong = cells.filter(({ label, predicted, share }) => label !== predicted && share > 0).sort((a, b) => b.share - a.share);
  const said = wrong
    .slice(0, 3)
    .map(({ label, predicted, share }) => `${nameOf(label)} taken for ${nameOf(predicted)} in ${formatShare(share / 100)}`);
  return said.length === 0 ? 'no errors' : said.join(', ');
}

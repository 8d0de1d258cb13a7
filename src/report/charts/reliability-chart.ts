/**
 * Reliability: share of right answers against confidence, before and after calibration, and how many samples each bin holds; a panel an
 * exit. Pure.
 *
 * @see DeGroot and Fienberg, "The comparison and evaluation of forecasters", The Statistician 32 (1983)
 * @see Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, figure 1
 */
import type { ExitCalibration, Fit, Way } from '../../models/assess-calibration.ts';
import { CALIBRATION_BINS, type ReliabilityBin } from '../../stats/reliability-bins.ts';
import { wilson } from '../../stats/wilson.ts';
import { formatDecimals, formatShare } from '../format-number.ts';
import type { Chart, Json, Spec } from './chart.ts';
import { AFTER_COLOUR, BEFORE_COLOUR, FAINT_INK, frame, LABEL_SIZE, TICK_TEXT, tint } from './chart-style.ts';
import { linearScale, type NiceScale } from './nice-scale.ts';

/** What a chart of calibration is about. */
export interface ReliabilityView {
  /** Trace reported on, and trace fitted on: `b-alexnet-cifar10/test`. */
  readonly trace: string;
  readonly fittedOn: string;
  readonly samples: number;
  /** Which temperatures `after` shows. */
  readonly after: Exclude<Way, 'before'>;
  readonly exits: readonly ExitCalibration[];
}

/** Sides of a panel, height of the counts below it, room between panels [px]. */
const SIDE = 220;
const COUNT_HEIGHT = 96;
const GUTTER = 34;

/** Exits side by side at most. */
const COLUMNS = 3;

/** Bins with fewer samples are left out of the lines: their accuracy is chance. */
const FEWEST = 10;

/** Ticks of confidence and of accuracy [%]. */
const PERCENTS = [0, 20, 40, 60, 80, 100];

interface Series {
  readonly part: string;
  readonly colour: string;
  fit(exit: ExitCalibration): Fit;
}

export function reliabilityChart(view: ReliabilityView): Chart {
  const { trace, fittedOn, samples, after, exits } = view;
  const title = `Reliability before and after calibration: ${trace}`;
  const series: readonly Series[] = [
    { part: 'before', colour: BEFORE_COLOUR, fit: ({ before }) => before },
    { part: 'after', colour: AFTER_COLOUR, fit: (exit) => exit[after] },
  ];
  const columns = Math.min(COLUMNS, exits.length);
  const how = after === 'global' ? 'one temperature for all exits' : 'a temperature for each exit';
  const counts = exits.flatMap((exit) => series.flatMap(({ fit }) => fit(exit).bins.map(({ count }) => count)));
  const scale = linearScale(counts, 0);
  return {
    name: 'reliability',
    title,
    description: describe(view),
    spec: {
      ...frame(
        title,
        [
          `${formatDecimals(samples, 0)} samples · after: ${how}, fitted on ${fittedOn} · ${CALIBRATION_BINS} bins`,
          `Dashed: perfectly calibrated · thin: 95% Wilson intervals · bins of fewer than ${FEWEST} samples are not drawn`,
        ],
        Math.max(2, columns) * (SIDE + GUTTER),
      ),
      spacing: GUTTER,
      columns,
      concat: exits.map((exit, index) => panel(exit, series, scale, index % columns === 0)),
    },
  };
}

/** One exit: the reliability diagram, and the counts below. */
function panel(exit: ExitCalibration, series: readonly Series[], counts: NiceScale, isFirst: boolean): Spec {
  const [before, after] = series.map(({ fit }) => fit(exit)) as [Fit, Fit];
  const points = series.flatMap(({ part, fit }) => fit(exit).bins.flatMap((bin) => pointOf(part, bin)));
  const bars = series.flatMap(({ part, fit }) =>
    fit(exit).bins.map(({ from, to, count }) => ({ part, from: from * 100, to: to * 100, count })),
  );
  const color = colourEncoding(series);
  const y = accuracyAxis(isFirst);
  return {
    title: {
      text: [`exit ${exit.exit}: T = ${formatDecimals(after.temperature, 3)}`],
      subtitle: [`ECE ${eceText(before)} before, ${eceText(after)} after`],
      fontSize: LABEL_SIZE + 1,
      fontWeight: 'bold',
      anchor: 'start',
      offset: 6,
    },
    spacing: 10,
    vconcat: [
      {
        width: SIDE,
        height: SIDE,
        layer: [
          {
            data: { values: [{ x: 0, y: 0, x2: 100, y2: 100 }] },
            mark: { type: 'rule', color: FAINT_INK, strokeDash: [4, 3] },
            encoding: { x: confidenceAxis('x', null), y, x2: { field: 'x2' }, y2: { field: 'y2' } },
          },
          layer(
            points,
            { type: 'rule', opacity: 0.45, strokeWidth: 1.2 },
            { x: confidenceAxis('x', null), y: { ...y, field: 'low' }, color, y2: { field: 'high' } },
          ),
          layer(points, { type: 'line', strokeWidth: 1.8 }, { x: confidenceAxis('x', null), y, color }),
          layer(points, { type: 'point', filled: true, size: 26, opacity: 1 }, { x: confidenceAxis('x', null), y, color }),
        ],
      },
      {
        width: SIDE,
        height: COUNT_HEIGHT,
        layer: series.map(({ part }, index) =>
          layer(
            bars.filter((bar) => bar.part === part),
            index === 0 ? { type: 'bar', opacity: 1, binSpacing: 0 } : { type: 'bar', fillOpacity: 0, strokeWidth: 1.4, binSpacing: 0 },
            {
              x: { ...confidenceAxis('from', 'confidence (%)'), bin: 'binned' },
              x2: { field: 'to' },
              y: {
                field: 'count',
                type: 'quantitative',
                scale: { domain: [...counts.domain], nice: false },
                axis: { title: isFirst ? 'samples (count)' : null, values: countTicks(counts), labelExpr: TICK_TEXT },
              },
              [index === 0 ? 'fill' : 'stroke']: { value: index === 0 ? tint(BEFORE_COLOUR, 0.5) : AFTER_COLOUR },
            },
          ),
        ),
      },
    ],
  };
}

/** A point at a bin's mean confidence; none where there are too few samples. */
function pointOf(part: string, { count, meanConfidence, accuracy }: ReliabilityBin) {
  if (meanConfidence === null || accuracy === null || count < FEWEST) return [];
  const [low, high] = wilson(accuracy, count);
  return [{ part, x: meanConfidence * 100, y: accuracy * 100, low: low * 100, high: high * 100 }];
}

function layer(values: readonly Spec[], mark: Spec, encoding: Spec): Spec {
  return { data: { values }, mark, encoding };
}

function confidenceAxis(field: string, title: string | null): Spec {
  const axis: Json =
    title === null ? { title, values: PERCENTS, labels: false, ticks: false } : { title, values: PERCENTS, labelExpr: TICK_TEXT };
  return { field, type: 'quantitative', scale: { domain: [0, 100], nice: false }, axis };
}

function accuracyAxis(isFirst: boolean): Spec {
  const axis = { title: isFirst ? 'right answers (%)' : null, values: PERCENTS, labelExpr: TICK_TEXT };
  return { field: 'y', type: 'quantitative', scale: { domain: [0, 100], nice: false, zero: false }, axis };
}

/** The ends only: the counts have little height. */
function countTicks({ ticks }: NiceScale): readonly number[] {
  return [0, ticks.at(-1) as number];
}

function colourEncoding(series: readonly Series[]): Spec {
  return {
    field: 'part',
    type: 'nominal',
    scale: { domain: series.map(({ part }) => part), range: series.map(({ colour }) => colour) },
    legend: { title: null, symbolType: 'square', symbolSize: 130, rowPadding: 4, symbolOpacity: 1 },
  };
}

function eceText({ ece }: Fit): string {
  return `${formatDecimals(ece * 100, 2)}%`;
}

function describe({ exits, after, samples, fittedOn }: ReliabilityView): string {
  const said = exits.map((exit) => {
    const { before, [after]: calibrated } = exit;
    const gap = `right ${formatShare(exit.accuracy)}, mean confidence ${formatShare(before.confidence)} before and ${formatShare(calibrated.confidence)} after`;
    return `exit ${exit.exit}: ${gap}, expected calibration error ${eceText(before)} and ${eceText(calibrated)}`;
  });
  return `Share of right answers against confidence over ${samples} samples, temperatures fitted on ${fittedOn}. ${said.join('; ')}.`;
}

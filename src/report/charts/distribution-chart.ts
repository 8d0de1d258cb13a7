/** How latencies are distributed: share of the requests answered within a time, a line a policy at its chosen setting. */

import type { CloserLook, CloserPoint } from '../../sim/look-closer.ts';
import type { Result } from '../../sim/summary/result.ts';
import { type ChosenPoint, chosenKey, chosenPoints, chosenTitle } from '../chosen-points.ts';
import { formatMs } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart, Spec } from './chart.ts';
import { frame, HEIGHT, LABEL_ROOM, type SeriesStyle, seriesStyles, TICK_TEXT, WIDTH } from './chart-style.ts';
import { nameList } from './line-labels.ts';
import { magnitudeScale } from './nice-scale.ts';
import { axisName } from './sweep-axis.ts';

/** A chosen point and what a closer look told of it. */
interface Line {
  readonly title: string;
  readonly style: SeriesStyle;
  readonly isStable: boolean;
  readonly quantiles: readonly number[];
}

/** Quantile up to which the axis of latencies reaches: the few beyond would take most of it [%]. */
const AXIS_END = 99.5;

/** Null where nobody looked closer. */
export function distributionChart(
  view: SweepView,
  look: CloserLook,
  result: Result,
  scenario: string,
  about: readonly string[],
): Chart | null {
  const lines = linesOf(view, look, result);
  if (lines.length === 0) return null;
  const ends = lines.flatMap(({ quantiles }) => [quantileOf(quantiles, 0.5), quantileOf(quantiles, AXIS_END)]);
  const scale = magnitudeScale(ends);
  const [least, most] = scale.domain;
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { type: scale.type, domain: [...scale.domain], nice: false, ...(scale.type === 'linear' ? { zero: false } : {}) },
    axis: { title: 'latency (ms)', values: [...scale.ticks], labelExpr: TICK_TEXT },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: { domain: [0, 100], nice: false },
    axis: { title: 'requests answered within that time (%)', values: [0, 20, 40, 60, 80, 95, 100] },
  };
  const title = `How latencies are distributed: ${scenario}`;
  return {
    name: 'distribution',
    title,
    description: `Distribution of the latency, a line a policy at its chosen setting. ${lines.map(say).join('; ')}.`,
    spec: {
      ...frame(title, [...about, ['First replication, after warm-up', ...chosenKey(view)].join(' · ')], WIDTH + LABEL_ROOM),
      width: WIDTH,
      height: HEIGHT,
      layer: [
        ...lines.map(
          ({ quantiles, style: { colour, dash } }): Spec => ({
            data: {
              values: quantiles.map((latency, rank) => ({
                x: Math.min(most, Math.max(least, latency)),
                y: (100 * rank) / (quantiles.length - 1),
              })),
            },
            mark: { type: 'line', interpolate: 'step-after', color: colour, strokeWidth: 2, strokeDash: [...dash], clip: true },
            encoding: { x, y },
          }),
        ),
        nameList(lines.map(({ title: text, style }) => ({ text, style: { ...style, shape: '' } }))),
      ],
    },
  };
}

function linesOf(view: SweepView, look: CloserLook, result: Result): readonly Line[] {
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const name = view.axis === null ? null : axisName(view.axis);
  return chosenPoints(view).flatMap((chosen) => {
    const quantiles = closerTo(chosen, look, result)?.quantiles?.latency_ms;
    if (quantiles === undefined) return [];
    const isStable = chosen.point.stable;
    const title = `${chosenTitle(chosen, name)}${isStable ? '' : ' (unstable)'}`;
    return [{ title, style: styles.get(chosen.label) as SeriesStyle, isStable, quantiles }];
  });
}

/** What was told of a chosen point. */
export function closerTo({ point }: ChosenPoint, look: CloserLook, result: Result): CloserPoint | undefined {
  const index = result.points.findIndex((candidate) => (candidate as unknown) === point);
  return look.points.find((candidate) => candidate.point === index);
}

/** @param quantiles the smallest value, then quantiles at equal steps */
function quantileOf(quantiles: readonly number[], percent: number): number {
  return quantiles[Math.ceil((percent * (quantiles.length - 1)) / 100)] as number;
}

function say({ title, quantiles }: Line): string {
  const [median, tail] = [50, 95].map((percent) => formatMs(quantileOf(quantiles, percent)));
  return `${title}: half within ${median} ms, 95% within ${tail} ms`;
}

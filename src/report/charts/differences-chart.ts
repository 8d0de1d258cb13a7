/** How policies differ from the baseline at the same setting, request for request: paired differences with their intervals. */

import type { Difference, PairedDifference, Result } from '../../sim/summary/result.ts';
import { formatSigned } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { frame, LABEL_ROOM, type SeriesStyle, seriesStyles } from './chart-style.ts';
import { type LinePoint, linePanels, PANELS_WIDTH } from './line-panels.ts';
import { linearScale } from './nice-scale.ts';
import { axisName, hasCurves, reachPhrase } from './sweep-axis.ts';
import { thin } from './thin.ts';

interface Figure {
  readonly title: string;
  readonly axis: string;
  pick(pair: PairedDifference): Difference;
  readonly factor: number;
  readonly decimals: number;
}

const FIGURES: readonly Figure[] = [
  { title: 'mean latency', axis: 'difference of mean latency (ms)', pick: (pair) => pair.latency_ms_mean, factor: 1, decimals: 1 },
  { title: '95th percentile', axis: 'difference of p95 (ms)', pick: (pair) => pair.latency_ms_p95, factor: 1, decimals: 1 },
  { title: 'accuracy', axis: 'difference of accuracy (points)', pick: (pair) => pair.accuracy, factor: 100, decimals: 1 },
];

/** Null where nothing is compared along a sweep of numbers. */
export function differencesChart(
  view: SweepView,
  comparison: Result['comparison'],
  scenario: string,
  about: readonly string[],
): Chart | null {
  if (!hasCurves(view)) return null;
  const baseline = comparison[0]?.baseline;
  const styles = seriesStyles([...view.curves, ...view.levels]);
  const pairs = view.curves.map((curve) => ({
    label: curve.label,
    style: styles.get(curve.label) as SeriesStyle,
    places: thin(curve.points).flatMap(({ x, setting, point }) => {
      const pair = comparison.find((candidate) => candidate.policy === point.policy && agrees(candidate.params, point.params));
      // A 95th percentile is withheld where one of the two is unstable.
      return pair === undefined || pair.latency_ms_p95.difference === null ? [] : [{ x, setting, pair }];
    }),
  }));
  const compared = pairs.filter(({ places }) => places.length > 1);
  if (baseline === undefined || compared.length === 0) return null;
  const panels = FIGURES.flatMap((figure) => {
    const lines = compared.map(({ style, places }) => ({ style, points: places.flatMap(({ x, pair }) => pointOf(x, figure, pair)) }));
    const values = lines.flatMap(({ points }) => points.flatMap(({ y, low, high }) => [y, low ?? y, high ?? y]));
    if (values.length === 0) return [];
    return [{ title: figure.title, axis: figure.axis, scale: linearScale([0, ...values]), lines, levels: [], datum: 0 }];
  });
  const hasBands = panels.some(({ lines }) => lines.some(({ points }) => points.some(({ low }) => low !== undefined)));
  const title = `Difference to ${baseline}, against ${axisName(view.axis)}: ${scenario}`;
  const said = compared.map(({ label, places }) => {
    const ends = [places[0], places.at(-1)].flatMap((at) => (at === undefined ? [] : [`${sayAll(at.pair)} at ${at.setting}`]));
    return `${label}: ${ends.join(', ')}`;
  });
  return {
    name: 'differences',
    title,
    description: `Policy minus ${baseline} at the same setting, for ${reachPhrase(view)}. ${said.join('; ')}.`,
    spec: {
      ...frame(
        title,
        [
          ...about,
          `Policy minus ${baseline} where both are stable, replication by replication${hasBands ? ' · band: 95% interval' : ''} · dashed: no difference`,
        ],
        PANELS_WIDTH + LABEL_ROOM,
      ),
      ...linePanels(
        view,
        panels,
        compared.map(({ label, style }) => ({ text: label, style })),
      ),
    },
  };
}

function pointOf(x: number, { pick, factor }: Figure, pair: PairedDifference): readonly LinePoint[] {
  const { difference, ci95 } = pick(pair);
  if (difference === null) return [];
  return [{ x, y: difference * factor, ...(ci95 === null ? {} : { low: ci95[0] * factor, high: ci95[1] * factor }) }];
}

function sayAll(pair: PairedDifference): string {
  return FIGURES.flatMap(({ title, pick, factor, decimals }) => {
    const { difference } = pick(pair);
    return difference === null ? [] : [`${title} ${formatSigned(difference * factor, decimals)}`];
  }).join(', ');
}

/** Whether a pair was taken at a point; its setting may hold keys of the baseline besides. */
function agrees(pair: PairedDifference['params'], point: PairedDifference['params']): boolean {
  return Object.keys(point).every((key) => pair[key] === point[key]);
}

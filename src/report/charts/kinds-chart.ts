/** Latency and missed deadlines of every kind of request along the sweep, a panel a kind. */

import type { KindResult, PointResult } from '../../sim/summary/result.ts';
import { formatMs, formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { type Figure, figureChart } from './figure-chart.ts';
import { linearScale, magnitudeScale } from './nice-scale.ts';

/** Null where there is one kind only. */
export function kindsChart(view: SweepView<PointResult>, scenario: string, about: readonly string[]): Chart | null {
  const points = [...view.curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...view.levels.map(({ point }) => point)];
  const names = [...new Set(points.flatMap(({ kinds }) => kinds.map(({ name }) => name)))];
  const kindOf = ({ kinds }: PointResult, name: string): KindResult | undefined => kinds.find((kind) => kind.name === name);
  const isEverLate = (name: string) => points.some((point) => (kindOf(point, name)?.deadline_missed_share ?? 0) > 0);
  const latency = (name: string): Figure => ({
    title: name,
    axis: 'mean latency (ms)',
    value: (point) => kindOf(point, name)?.latency_ms.mean ?? null,
    second: (point) => kindOf(point, name)?.latency_ms.p95 ?? null,
    // One scale for all kinds, fitted to what is stable.
    scale: () => magnitudeScale(stableLatencies(points)),
    say: (ms) => `${formatMs(ms)} ms`,
  });
  const late = (name: string): Figure => ({
    title: `${name}: lost or late`,
    axis: 'lost or late (%)',
    value: (point) => {
      const share = kindOf(point, name)?.deadline_missed_share ?? null;
      return share === null ? null : share * 100;
    },
    scale: (values) => linearScale([Math.max(...values)], 0),
    say: (percent) => formatShare(percent / 100),
  });
  const figures = [...names.map(latency), ...names.filter(isEverLate).map(late)];
  return figureChart(view, {
    name: 'kinds',
    noun: 'Latency by kind of request',
    scenario,
    about,
    first: 'mean',
    second: '95th percentile',
    figures,
  });
}

/** Means and 95th percentiles of every kind where stable; means of all where nothing is. */
function stableLatencies(points: readonly PointResult[]): readonly number[] {
  const stable = points.filter((point) => point.stable);
  const figures = (stable.length > 0 ? stable : points).flatMap(({ kinds }) =>
    kinds.flatMap(({ latency_ms }) => [latency_ms.mean, latency_ms.p95]),
  );
  return figures.filter((value) => value !== null);
}

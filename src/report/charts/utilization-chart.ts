/** How busy every part of the world is along the sweep, and what would be too much. */

import type { PointResult } from '../../sim/summary/result.ts';
import { formatShare } from '../format-number.ts';
import { stationTitle } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { type Figure, figureChart, MOST_SECONDS } from './figure-chart.ts';
import { linearScale } from './nice-scale.ts';

/** Load beyond which a curve is cut off [%]: how far above one it lies says little. */
const MOST_LOAD = 150;

/** Null where no part is ever busy. */
export function utilizationChart(view: SweepView<PointResult>, scenario: string, about: readonly string[]): Chart | null {
  const points = [...view.curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...view.levels.map(({ point }) => point)];
  const keys = Object.keys(points[0]?.utilization ?? {});
  const busy = keys.filter((key) => points.some(({ utilization }) => (utilization[key] ?? 0) > 0));
  const hasLoad = points.some(({ load }) => load !== null) && view.curves.length <= MOST_SECONDS;
  const figures = busy.map((key): Figure => {
    return {
      title: stationTitle(key, keys),
      axis: 'share of time busy (%)',
      value: ({ utilization }) => (utilization[key] ?? 0) * 100,
      second: ({ load }) => (load?.[key] === undefined ? null : load[key] * 100),
      scale: (values) => linearScale([Math.min(MOST_LOAD, Math.max(100, ...values))], 0),
      wall: { y: 100, text: 'all it can carry' },
      say: (percent) => formatShare(percent / 100),
    };
  });
  const key = ['Solid: share of time busy', ...(hasLoad ? ['dashed: load offered'] : []), 'hollow: unstable'];
  return figureChart(view, { name: 'utilization', noun: 'Utilisation of every part', scenario, about, key, figures });
}

/** How busy every part of the world is along the sweep, and what would be too much. */

import type { PointResult } from '../../sim/summary/result.ts';
import { formatShare } from '../format-number.ts';
import { stationTitle } from '../parts.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { type Figure, figureChart } from './figure-chart.ts';
import { linearScale } from './nice-scale.ts';

/** Load beyond which a curve is cut off [%]: how far above one it lies says little. */
const MOST_LOAD = 150;

/** Where no load comes near this, 100% is left out of the picture [%]. */
const NEAR = 40;

/** A part below this everywhere is named, not drawn [%]. */
const IDLE = 0.5;

/** Null where no part is ever busy. */
export function utilizationChart(view: SweepView<PointResult>, scenario: string, about: readonly string[]): Chart | null {
  const points = [...view.curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...view.levels.map(({ point }) => point)];
  const keys = Object.keys(points[0]?.utilization ?? {});
  const most = (key: string) => 100 * Math.max(...points.map(({ utilization, load }) => Math.max(utilization[key] ?? 0, load?.[key] ?? 0)));
  const busy = keys.filter((key) => most(key) >= IDLE);
  const idle = keys.filter((key) => !busy.includes(key)).map((key) => stationTitle(key, keys));
  // One scale for all parts; far below the wall it is left out of the picture.
  const greatest = Math.max(0, ...busy.map(most));
  const scale = linearScale([greatest < NEAR ? greatest : Math.min(MOST_LOAD, Math.max(100, greatest))], 0);
  const figures = busy.map((key): Figure => {
    return {
      title: stationTitle(key, keys),
      axis: 'share of time busy (%)',
      value: ({ utilization }) => (utilization[key] ?? 0) * 100,
      second: ({ load }) => (load?.[key] === undefined ? null : load[key] * 100),
      scale: () => scale,
      wall: { y: 100, text: 'all it can carry' },
      say: (percent) => formatShare(percent / 100),
    };
  });
  return figureChart(view, {
    name: 'utilization',
    noun: 'Utilisation of every part',
    scenario,
    about,
    first: 'share of time busy',
    ...(points.some(({ load }) => load !== null) ? { second: 'load offered' } : {}),
    notes: idle.length === 0 ? [] : [`below ${IDLE}%: ${idle.join(', ')}`],
    figures,
  });
}

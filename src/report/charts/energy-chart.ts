/** Energy of a request along the sweep: what the device and its radio spend, where the scenario says what they draw. */

import type { PointResult } from '../../sim/summary/result.ts';
import { formatMs } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { figureChart } from './figure-chart.ts';
import { magnitudeScale } from './nice-scale.ts';

/** Null where no energy is modelled. */
export function energyChart(view: SweepView<PointResult>, scenario: string, about: readonly string[]): Chart | null {
  return figureChart(view, {
    name: 'energy',
    noun: 'Energy of a request',
    scenario,
    about,
    first: 'mean over the requests after warm-up',
    figures: [
      {
        title: 'energy',
        axis: 'energy of a request (mJ)',
        value: ({ energy_j_mean }) => (energy_j_mean === null ? null : energy_j_mean * 1000),
        scale: (values) => magnitudeScale(values),
        say: (mj) => `${formatMs(mj)} mJ`,
      },
    ],
  });
}

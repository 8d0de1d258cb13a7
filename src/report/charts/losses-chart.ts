/** Requests that are lost, answered late or by another exit than the one chosen, along the sweep. */

import type { PointResult } from '../../sim/summary/result.ts';
import { formatShare } from '../format-number.ts';
import type { SweepView } from '../sweep-view.ts';
import type { Chart } from './chart.ts';
import { type Figure, figureChart } from './figure-chart.ts';
import { linearScale } from './nice-scale.ts';

/** Null where nothing is lost, late or answered by another exit. */
export function lossesChart(view: SweepView<PointResult>, scenario: string, about: readonly string[]): Chart | null {
  const points = [...view.curves.flatMap((curve) => curve.points.map(({ point }) => point)), ...view.levels.map(({ point }) => point)];
  const candidates: readonly { readonly title: string; share(point: PointResult): number | null }[] = [
    { title: 'lost', share: ({ dropped, requests }) => dropped / requests },
    { title: 'lost or late', share: ({ deadline_missed_share }) => deadline_missed_share },
    { title: 'answered by a fallback exit', share: ({ fallback_share }) => fallback_share },
  ];
  const figures = candidates
    .filter(({ share }) => points.some((point) => (share(point) ?? 0) > 0))
    .map(({ title, share }): Figure => {
      return {
        title,
        axis: `${title} (%)`,
        value: (point) => {
          const value = share(point);
          return value === null ? null : value * 100;
        },
        scale: (values) => linearScale([Math.min(100, Math.max(...values))], 0),
        say: (percent) => formatShare(percent / 100),
      };
    });
  return figureChart(view, {
    name: 'losses',
    noun: 'What does not go to plan',
    scenario,
    about,
    first: 'share of the requests after warm-up',
    figures,
  });
}

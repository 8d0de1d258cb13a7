/** Figures 3 to 7 of the paper, drawn from our repetition of its experiments with its values marked; pure. */

import type { Chart } from './chart.ts';
import { paperAccuracyChart } from './paper-accuracy.ts';
import { paperConfusionChart } from './paper-confusion.ts';
import { type PaperRun, paperViews } from './paper-run.ts';
import { paperSharesChart } from './paper-shares.ts';
import { paperTimesChart } from './paper-times.ts';

/** In the paper's order; none where no run is of a scenario that says `paper: full` or `paper: binary`. */
export function paperCharts(runs: readonly PaperRun[]): readonly Chart[] {
  const views = paperViews(runs);
  if (views.length === 0) return [];
  return [
    paperSharesChart(views),
    paperTimesChart(views),
    paperAccuracyChart(views),
    ...views.flatMap((view) => paperConfusionChart(view) ?? []),
  ];
}

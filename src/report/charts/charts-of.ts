/**
 * All charts of a result; pure, from the result document to Vega-Lite specifications.
 *
 * Curves where numbers are swept, bars otherwise; one set of charts for each setting of an outer sweep.
 */
import type { Result } from '../../sim/summary/result.ts';
import { describeRun } from '../describe-world.ts';
import { answeredView, type SweepView, sweepViews } from '../sweep-view.ts';
import { accuracyChart } from './accuracy-chart.ts';
import { barCharts } from './bar-charts.ts';
import { breakdownChart } from './breakdown-chart.ts';
import type { Chart } from './chart.ts';
import { exitShareChart } from './exit-share-chart.ts';
import { latencyChart } from './latency-chart.ts';
import { hasCurves } from './sweep-axis.ts';
import { tradeOffChart } from './trade-off-chart.ts';

/** Latency, accuracy, trade-off, exits, breakdown; names are unique and fit to be file names. */
export function chartsOf(result: Result): readonly Chart[] {
  return sweepViews(result).flatMap((view) => {
    const suffix = view.setting === null ? '' : `-${view.setting.replaceAll(/[^\w.]+/g, '-')}`;
    return viewCharts(answeredView(view), result).map((chart) => ({ ...chart, name: `${chart.name}${suffix}` }));
  });
}

function viewCharts(view: SweepView, result: Result): readonly Chart[] {
  const { name } = result.scenario;
  const scenario = view.setting === null ? name : `${name}, ${view.setting}`;
  const about = [describeRun(result)];
  if (!hasCurves(view)) return barCharts(view, scenario, about);
  const tradeOff = view.axis.key === 'p_d' || view.axis.key === 'p_tar' ? tradeOffChart(view, scenario, about) : null;
  return [
    latencyChart(view, scenario, about),
    accuracyChart(view, result.crossing, scenario, about),
    ...(tradeOff === null ? [] : [tradeOff]),
    exitShareChart(view, scenario, about),
    breakdownChart(view, scenario, about),
  ];
}

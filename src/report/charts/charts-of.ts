/**
 * All charts of a result; pure, from the result document to Vega-Lite specifications.
 *
 * Curves where numbers are swept, bars otherwise; one set of charts for each setting of an outer sweep.
 */
import type { CloserLook } from '../../sim/look-closer.ts';
import type { PointResult, Result } from '../../sim/summary/result.ts';
import { describeRun } from '../describe-world.ts';
import { answeredView, type SweepView, sweepViews } from '../sweep-view.ts';
import { accuracyChart } from './accuracy-chart.ts';
import { barCharts } from './bar-charts.ts';
import { breakdownChart } from './breakdown-chart.ts';
import type { Chart } from './chart.ts';
import { confusionChart } from './confusion-chart.ts';
import { differencesChart } from './differences-chart.ts';
import { distributionChart } from './distribution-chart.ts';
import { energyChart } from './energy-chart.ts';
import { exitShareChart } from './exit-share-chart.ts';
import { kindsChart } from './kinds-chart.ts';
import { latencyChart } from './latency-chart.ts';
import { lossesChart } from './losses-chart.ts';
import { percentilesChart } from './percentiles-chart.ts';
import { queuesChart } from './queues-chart.ts';
import { hasCurves } from './sweep-axis.ts';
import { sweepMapChart } from './sweep-map-chart.ts';
import { energyFrontChart, tradeOffChart } from './trade-off-chart.ts';
import { utilizationChart } from './utilization-chart.ts';

/** Latency, accuracy, trade-off, exits, breakdown; names are unique and fit to be file names. */
export function chartsOf(result: Result): readonly Chart[] {
  return eachView(result, (view, scenario, about) => viewCharts(answeredView(view), result, scenario, about));
}

/**
 * Those of `chartsOf` and all others that the result has figures for; more than a run draws at once.
 *
 * @param look what a closer look at some points told; null: nobody looked
 * @param classes names of the classes; null: they are not known
 */
export function allChartsOf(result: Result, look: CloserLook | null, classes: readonly string[] | null = null): readonly Chart[] {
  const map = sweepMapChart(sweepViews(result).map(answeredView), result.scenario.name, [describeRun(result)]);
  const charts = eachView(result, (view, scenario, about) => [
    ...viewCharts(answeredView(view), result, scenario, about),
    ...furtherCharts(view, result, scenario, about, classes),
    ...(look === null ? [] : closerCharts(answeredView(view), look, result, scenario, about)),
  ]);
  return map === null ? charts : [...charts, map];
}

/** The charts of every view, their names apart by what an outer sweep fixes. */
function eachView(
  result: Result,
  draw: (view: SweepView<PointResult>, scenario: string, about: readonly string[]) => readonly Chart[],
): readonly Chart[] {
  const { name } = result.scenario;
  const about = [describeRun(result)];
  return sweepViews(result).flatMap((view) => {
    const suffix = view.setting === null ? '' : `-${view.setting.replaceAll(/[^\w.]+/g, '-')}`;
    const scenario = view.setting === null ? name : `${name}, ${view.setting}`;
    return draw(view, scenario, about).map((chart) => ({ ...chart, name: `${chart.name}${suffix}` }));
  });
}

function furtherCharts(
  view: SweepView<PointResult>,
  result: Result,
  scenario: string,
  about: readonly string[],
  classes: readonly string[] | null,
): readonly Chart[] {
  const answered = answeredView(view);
  const charts = [
    hasCurves(answered) ? percentilesChart(answered, scenario, about) : null,
    differencesChart(answered, result.comparison, scenario, about),
    utilizationChart(view, scenario, about),
    lossesChart(view, scenario, about),
    energyChart(view, scenario, about),
    energyFrontChart(answered, scenario, about),
    kindsChart(view, scenario, about),
    confusionChart(answered, scenario, about, classes),
  ];
  return charts.filter((chart) => chart !== null);
}

function closerCharts(view: SweepView, look: CloserLook, result: Result, scenario: string, about: readonly string[]): readonly Chart[] {
  const charts = [distributionChart(view, look, result, scenario, about), queuesChart(view, look, result, scenario, about)];
  return charts.filter((chart) => chart !== null);
}

function viewCharts(view: SweepView, result: Result, scenario: string, about: readonly string[]): readonly Chart[] {
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

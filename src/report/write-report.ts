/** All charts of results on disk, each beside its result; of several results also the scenarios side by side. */

import { type ChartFiles, writeChartFiles } from './chart-files.ts';
import { allChartsOf } from './charts/charts-of.ts';
import { comparisonChart } from './charts/comparison-chart.ts';
import { compareScenarios } from './compare.ts';
import type { StoredResult } from './read-result.ts';

/** @param folder where the chart of several results goes @returns paths of the files written */
export async function writeReport(folder: string, results: readonly StoredResult[], files: ChartFiles): Promise<string[]> {
  const written: string[] = [];
  for (const stored of results) {
    written.push(...(await writeChartFiles(stored.folder, allChartsOf(stored.result, stored.look, stored.classes), files)));
  }
  const comparison = results.length > 1 ? comparisonChart(compareScenarios(results.map(({ result }) => result))) : null;
  if (comparison !== null) written.push(...(await writeChartFiles(folder, [comparison], files)));
  return written;
}

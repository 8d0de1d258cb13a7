/** The report of a result as one file in which the simulator itself runs. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../models/package-root.ts';
import { writeFileWhole } from '../../models/write-file.ts';
import type { Result } from '../../sim/summary/result.ts';
import { comparisonChart } from '../charts/comparison-chart.ts';
import type { Comparison } from '../compare.ts';
import type { StoredResult } from '../read-result.ts';
import { assemblePage, type PageContent } from './assemble-page.ts';
import { type FoundScenario, findScenario } from './find-scenario.ts';
import { type LiveContent, livePanel } from './live-panel.ts';
import { comparisonPageChart, mainPageCharts, pageCharts } from './page-charts.ts';
import type { PageRun } from './run-part.ts';

/** No page is larger [bytes]. */
const MOST_BYTES = 2_000_000;

/**
 * Writes the page of one run to `file`.
 *
 * @param named file of its scenario; looked for by name unless given
 * @throws InvalidInput where a scenario file that is named cannot be read or is no scenario
 */
export async function writePage({ result, look, classes }: StoredResult, file: string, named?: string): Promise<void> {
  const found = await findScenario(result, named);
  const run = { result, charts: await pageCharts(result, look, classes), command: commandOf(found) };
  await write(file, { runs: [run], comparison: null, live: await panelOf(result, found) });
}

/** Several runs, each with the file of its scenario where that is known. */
export interface ComparedRuns {
  readonly comparison: Comparison;
  readonly results: readonly Result[];
  /** As many as there are results. */
  readonly scenarios: readonly (string | undefined)[];
  /** What the shell was told to compare them; null where they lay in files. */
  readonly command: string | null;
}

/** Writes one page of several runs to `file`; the panel is of the baseline, or else of the first that can have one. */
export async function writeComparisonPage({ comparison, results, scenarios, command }: ComparedRuns, file: string): Promise<void> {
  const runs: PageRun[] = [];
  let live: LiveContent | string = 'no scenario of these can be run along p_d';
  const others = results.filter(({ scenario }) => scenario.name !== comparison.baseline);
  for (const result of [...results.filter((one) => !others.includes(one)), ...others]) {
    const index = results.indexOf(result);
    const found = await findScenario(result, scenarios[index]);
    runs[index] = { result, charts: await mainPageCharts(result, `run-${index}-`), command: commandOf(found) };
    if (typeof live === 'string') live = await panelOf(result, found);
  }
  const chart = comparisonChart(comparison);
  const charts = chart === null ? [] : [await comparisonPageChart(chart)];
  await write(file, { runs, comparison: { comparison, charts, command }, live });
}

function panelOf(result: Result, found: FoundScenario | string): Promise<LiveContent | string> | string {
  return typeof found === 'string' ? found : livePanel(result, found);
}

async function write(file: string, content: Omit<PageContent, 'leftOut' | 'scripts'>): Promise<void> {
  const scripts = { view: await script('view'), worker: await script('worker') };
  await writeFileWhole(file, new TextEncoder().encode(assembleWithin({ ...content, scripts })));
}

/** The page with as many charts as it has room for; the largest are left out first. */
function assembleWithin(content: Omit<PageContent, 'leftOut'>): string {
  const charts = content.runs.flatMap((run) => run.charts);
  const bySize = charts.toSorted((a, b) => b.svg.length - a.svg.length);
  const step = Math.max(1, content.runs.length - 1);
  for (let count = 0; ; count += step) {
    const leftOut = bySize.slice(0, count);
    const runs = content.runs.map((run) => ({ ...run, charts: run.charts.filter((chart) => !leftOut.includes(chart)) }));
    const page = assemblePage({ ...content, runs, leftOut });
    if (count >= charts.length || Buffer.byteLength(page) < MOST_BYTES) return page;
  }
}

function commandOf(found: FoundScenario | string): readonly string[] | null {
  if (typeof found === 'string') return null;
  return ['sim', 'run', found.file, ...found.sets.flatMap((set) => ['--set', set])];
}

/** What `npm run build` made of src/page/browser. */
function script(name: 'view' | 'worker'): Promise<string> {
  return readFile(join(packageRoot(), 'dist', 'page', `${name}.js`), 'utf8');
}

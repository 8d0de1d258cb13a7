/** The files of a reproduction: the page, the document, and the DEEx paper's figures, each whole or not at all. */

import { join } from 'node:path';
import { writeFileWhole } from '../models/write-file.ts';
import { paperCharts } from '../report/charts/paper-charts.ts';
import { specJson } from '../report/charts/spec-json.ts';
import { version } from '../version.ts';
import { FIGURES_FOLDER, reproductionPage } from './reproduction-page.ts';
import type { Reproduction } from './run-reproduction.ts';

/** What `--json` prints and reproduction.json holds. */
export function reproductionJson({ verdicts, systems }: Reproduction): string {
  return `${JSON.stringify({ schema: 'sim.reproduction/1', engine: version(), verdicts, systems }, null, 2)}\n`;
}

/** @returns paths of the files written, the page first */
export async function writeReproductionFiles(folder: string, reproduction: Reproduction): Promise<readonly string[]> {
  const { renderSvg } = await import('../report/render.ts');
  const charts = paperCharts(reproduction.paperRuns);
  const files = new Map([
    ['reproduction.md', reproductionPage(reproduction, charts)],
    ['reproduction.json', reproductionJson(reproduction)],
  ]);
  for (const chart of charts) {
    files.set(join(FIGURES_FOLDER, `${chart.name}.svg`), await renderSvg(chart));
    files.set(join(FIGURES_FOLDER, `${chart.name}.vl.json`), specJson(chart));
  }
  const written: string[] = [];
  for (const [name, text] of files) {
    await writeFileWhole(join(folder, name), new TextEncoder().encode(text));
    written.push(join(folder, name));
  }
  return written;
}

/** The report of a result as one file in which the simulator itself runs. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../models/package-root.ts';
import { writeFileWhole } from '../../models/write-file.ts';
import type { StoredResult } from '../read-result.ts';
import { assemblePage, type PageContent } from './assemble-page.ts';
import { findScenario } from './find-scenario.ts';
import { livePanel } from './live-panel.ts';
import { type PageChart, pageCharts } from './page-charts.ts';

/** No page is larger [bytes]. */
const MOST_BYTES = 2_000_000;

/**
 * Writes the page of `result` to `file`.
 *
 * @param named file of its scenario; looked for by name unless given
 * @throws InvalidInput where a scenario file that is named cannot be read or is no scenario
 */
export async function writePage({ result, look }: StoredResult, file: string, named?: string): Promise<void> {
  const found = await findScenario(result, named);
  const content = {
    result,
    command: typeof found === 'string' ? null : commandOf(found),
    live: typeof found === 'string' ? found : await livePanel(result, found),
    scripts: { view: await script('view'), worker: await script('worker') },
  };
  const page = assembleWithin(content, await pageCharts(result, look));
  await writeFileWhole(file, new TextEncoder().encode(page));
}

/** The page with as many charts as it has room for; the largest are left out first. */
function assembleWithin(content: Omit<PageContent, 'charts' | 'leftOut'>, charts: readonly PageChart[]): string {
  const bySize = charts.toSorted((a, b) => b.svg.length - a.svg.length);
  for (let count = 0; ; count++) {
    const leftOut = bySize.slice(0, count);
    const page = assemblePage({ ...content, charts: charts.filter((chart) => !leftOut.includes(chart)), leftOut });
    if (count === charts.length || Buffer.byteLength(page) < MOST_BYTES) return page;
  }
}

function commandOf({ file, sets }: { readonly file: string; readonly sets: readonly string[] }): readonly string[] {
  return ['sim', 'run', file, ...sets.flatMap((set) => ['--set', set])];
}

/** What `npm run build` made of src/page/browser. */
function script(name: 'view' | 'worker'): Promise<string> {
  return readFile(join(packageRoot(), 'dist', 'page', `${name}.js`), 'utf8');
}

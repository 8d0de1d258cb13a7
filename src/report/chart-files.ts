/** Charts as files: SVG, the specification beside it, PNG. */

import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../models/write-file.ts';
import type { Chart } from './charts/chart.ts';
import { specJson } from './charts/spec-json.ts';
import { inTheme, type Theme } from './charts/theme.ts';

/** How charts are written. */
export interface ChartFiles {
  readonly svg: boolean;
  readonly png: boolean;
  readonly theme: Theme;
  /** Leaves the files that are there as they are. */
  readonly onlyMissing?: boolean;
}

const NAMES = [
  ...['latency', 'accuracy', 'trade-off', 'exits', 'breakdown', 'percentiles', 'differences', 'utilization', 'losses', 'energy'],
  ...['energy-front', 'kinds', 'confusion', 'sweep-map', 'distribution', 'queues', 'comparison'],
];

/** Files of charts that a run of ours may have left. */
const CHART_FILE = new RegExp(`^(${NAMES.join('|')})(-[\\w.-]+)?\\.(svg|png|vl\\.json)$`);

/** @returns paths of the files written */
export async function writeChartFiles(folder: string, charts: readonly Chart[], files: ChartFiles): Promise<string[]> {
  const written: string[] = [];
  const write = async (file: string, make: () => Promise<Uint8Array>): Promise<void> => {
    const path = join(folder, file);
    if (files.onlyMissing === true && (await isThere(path))) return;
    await writeFileWhole(path, await make());
    written.push(path);
  };
  const text = (content: string) => new TextEncoder().encode(content);
  for (const chart of charts.map((one) => inTheme(one, files.theme))) {
    let drawn: string | null = null;
    const svg = async (): Promise<string> => {
      const { renderSvg } = await import('./render.ts');
      drawn ??= await renderSvg(chart);
      return drawn;
    };
    if (files.svg) {
      await write(`${chart.name}.svg`, async () => text(await svg()));
      await write(`${chart.name}.vl.json`, async () => text(specJson(chart)));
    }
    if (files.png) {
      const { renderPng } = await import('./png.ts');
      await write(`${chart.name}.png`, async () => renderPng(await svg()));
    }
  }
  return written;
}

/** Takes charts of ours out of a folder that are not among the files just written: they would contradict its figures. */
export async function removeOldCharts(folder: string, written: readonly string[]): Promise<void> {
  for (const file of await readdir(folder)) {
    const path = join(folder, file);
    if (CHART_FILE.test(file) && !written.includes(path)) await rm(path);
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

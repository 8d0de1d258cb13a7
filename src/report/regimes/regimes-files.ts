/** The files of `sim regimes`: regimes.json, regimes.csv and the map, each written whole or not at all. */

import { join } from 'node:path';
import { writeFileWhole } from '../../models/write-file.ts';
import { writeChartFiles } from '../chart-files.ts';
import { regimesChart } from '../charts/regimes-chart.ts';
import { formatCsv } from '../table.ts';
import { cellsTable, type Regimes } from './regimes.ts';

export const REGIMES_FILE = 'regimes.json';

export function regimesJson(regimes: Regimes): string {
  return `${JSON.stringify(regimes, null, 2)}\n`;
}

/** @returns paths of the files written */
export async function writeRegimesFiles(folder: string, regimes: Regimes): Promise<string[]> {
  const files = [
    [REGIMES_FILE, regimesJson(regimes)],
    ['regimes.csv', formatCsv(cellsTable(regimes))],
  ] as const;
  for (const [name, text] of files) await writeFileWhole(join(folder, name), new TextEncoder().encode(text));
  const charts = await writeChartFiles(folder, [regimesChart(regimes)], { svg: true, png: false, theme: 'light' });
  return [...files.map(([name]) => join(folder, name)), ...charts];
}

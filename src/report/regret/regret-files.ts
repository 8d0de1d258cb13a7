/** The files of `sim regret`: regret.json, regret.csv and the chart, each written whole or not at all. */

import { join } from 'node:path';
import { writeFileWhole } from '../../models/write-file.ts';
import { writeChartFiles } from '../chart-files.ts';
import { regretChart } from '../charts/regret-chart.ts';
import { formatCsv } from '../table.ts';
import type { Regret, RegretRow } from './regret.ts';
import { regretFileTable } from './regret-tables.ts';

export const REGRET_FILE = 'regret.json';

export function regretJson(regret: Regret): string {
  return `${JSON.stringify(regret, null, 2)}\n`;
}

/** @param shown rows of the chart @returns paths of the files written */
export async function writeRegretFiles(folder: string, regret: Regret, shown: readonly RegretRow[]): Promise<string[]> {
  const files = [
    [REGRET_FILE, regretJson(regret)],
    ['regret.csv', formatCsv(regretFileTable(regret))],
  ] as const;
  for (const [name, text] of files) await writeFileWhole(join(folder, name), new TextEncoder().encode(text));
  const chart = regretChart(shown, regret.scenario.name, regret.replications);
  const charts = chart === null ? [] : await writeChartFiles(folder, [chart], { svg: true, png: false, theme: 'light' });
  return [...files.map(([name]) => join(folder, name)), ...charts];
}

/** The files of a search: optimum.json, the front as a chart, and the recommended scenario, each written whole or not at all. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileWhole } from '../models/write-file.ts';
import type { Optimum } from '../optimize/search/optimum.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import { frontChart } from './charts/front-chart.ts';
import { specJson } from './charts/spec-json.ts';
import { checkResultFolder } from './result-files.ts';

/** Looks beforehand whether files can be written to `folder`. @throws InvalidInput where it holds what was found for another scenario */
export function checkOptimumFolder(folder: string, name: string, isForced: boolean): Promise<void> {
  return checkFoundFolder(folder, 'optimum.json', name, isForced);
}

/** The same for any document that names its scenario. */
export async function checkFoundFolder(folder: string, document: string, name: string, isForced: boolean): Promise<void> {
  await checkResultFolder(folder, name, isForced);
  const file = join(folder, document);
  const text = isForced ? null : await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  let other: unknown = null;
  try {
    other = (JSON.parse(text) as { scenario?: { name?: unknown } }).scenario?.name;
  } catch {}
  if (other === name) return;
  const fact = typeof other === 'string' ? `holds what was found for scenario "${other}", not "${name}"` : 'is not of sim';
  throw new InvalidInput([{ place: file, fact, rule: 'choose another --out, or overwrite it with --force' }]);
}

/** @param yaml the recommended scenario as it reads in that folder; null: none @returns paths of the files written */
export async function writeOptimumFiles(folder: string, optimum: Optimum, yaml: string | null): Promise<string[]> {
  const { renderSvg } = await import('./render.ts');
  const chart = frontChart(optimum);
  const files: (readonly [name: string, text: string])[] = [
    ['optimum.json', `${JSON.stringify(optimum, null, 2)}\n`],
    ...(chart === null
      ? []
      : ([
          ['front.svg', await renderSvg(chart)],
          ['front.vl.json', specJson(chart)],
        ] as const)),
    ...(yaml === null ? [] : ([['recommended.yaml', yaml]] as const)),
  ];
  for (const [name, text] of files) await writeFileWhole(join(folder, name), new TextEncoder().encode(text));
  return files.map(([name]) => join(folder, name));
}

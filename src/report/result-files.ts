/** The files of one run: result.json, results.parquet and the charts, written whole or not at all. */

import { access, constants, readdir, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeParquet } from '../models/parquet.ts';
import { writeFileWhole } from '../models/write-file.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import type { Simulation } from '../sim/simulate-plan.ts';
import { chartsOf } from './charts/charts-of.ts';
import { specJson } from './charts/spec-json.ts';
import { resultColumns } from './result-rows.ts';

/** Files that a run of ours may have left; nothing else in the folder is ever removed. */
const CHART_FILE = /^(latency|accuracy|trade-off|exits|breakdown)(-[\w.-]+)?\.(svg|vl\.json)$/;

/**
 * Looks, before anything is computed, whether results can be written to `folder`: it is no file, it or the folder above may be
 * written, and it holds no result of a scenario of another name unless `isForced`.
 *
 * @throws InvalidInput with what is there and the remedy
 */
export async function checkResultFolder(folder: string, name: string, isForced: boolean): Promise<void> {
  let existing = folder;
  let found = await stat(existing).catch(() => null);
  while (found === null && dirname(existing) !== existing) {
    existing = dirname(existing);
    found = await stat(existing).catch(() => null);
  }
  if (found?.isDirectory() !== true) {
    throw new InvalidInput([{ place: existing, fact: 'is not a folder', rule: 'choose another --out' }]);
  }
  await access(existing, constants.W_OK).catch(() => {
    throw new InvalidInput([{ place: existing, fact: 'may not be written', rule: 'choose another --out' }]);
  });
  const other = isForced ? null : await nameOfResult(folder);
  if (other === null || other === name) return;
  const fact = other === '' ? 'is not a result of sim' : `holds the result of scenario "${other}", not "${name}"`;
  throw new InvalidInput([{ place: join(folder, 'result.json'), fact, rule: 'choose another --out, or overwrite it with --force' }]);
}

/** Name of the scenario whose result lies in the folder; null where there is no result.json, '' where it is none of ours. */
async function nameOfResult(folder: string): Promise<string | null> {
  const text = await readFile(join(folder, 'result.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const { schema, scenario } = JSON.parse(text) as { schema?: unknown; scenario?: { name?: unknown } };
    return typeof schema === 'string' && schema.startsWith('sim.result/') ? String(scenario?.name) : '';
  } catch {
    return '';
  }
}

/** @returns paths of the files written, result.json first */
export async function writeResultFiles(folder: string, { result, runs }: Simulation, points: readonly PointPlan[]): Promise<string[]> {
  const { renderSvg } = await import('./render.ts');
  const files = new Map<string, Uint8Array>();
  const text = (content: string) => new TextEncoder().encode(content);
  files.set('result.json', text(`${JSON.stringify(result, null, 2)}\n`));
  files.set('results.parquet', encodeParquet(resultColumns(result, points, runs), { schema: 'sim.results/1', digest: result.digest }));
  for (const chart of chartsOf(result)) {
    files.set(`${chart.name}.svg`, text(await renderSvg(chart)));
    files.set(`${chart.name}.vl.json`, text(specJson(chart)));
  }
  const hadResult = (await nameOfResult(folder)) !== null;
  const written: string[] = [];
  for (const [name, bytes] of files) {
    await writeFileWhole(join(folder, name), bytes);
    written.push(join(folder, name));
  }
  // Charts of an earlier run that this one does not draw would contradict its figures.
  for (const old of hadResult ? await readdir(folder) : []) {
    if (CHART_FILE.test(old) && !files.has(old)) await rm(join(folder, old));
  }
  return written;
}

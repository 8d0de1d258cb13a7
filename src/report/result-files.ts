/** The files of one run: result.json, results.parquet, a closer look and the charts, each written whole or not at all. */

import { access, constants, readFile, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { encodeParquet } from '../models/parquet.ts';
import { writeFileWhole } from '../models/write-file.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { CloserLook } from '../sim/look-closer.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import type { Simulation } from '../sim/simulate-plan.ts';
import { removeOldCharts, writeChartFiles } from './chart-files.ts';
import { chartsOf } from './charts/charts-of.ts';
import { resultColumns } from './result-rows.ts';

const DISTRIBUTIONS = 'distributions.json';

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
export async function writeResultFiles(
  folder: string,
  { result, runs }: Simulation,
  points: readonly PointPlan[],
  { look, png }: { readonly look: CloserLook | null; readonly png: boolean },
): Promise<string[]> {
  const hadResult = (await nameOfResult(folder)) !== null;
  const written: string[] = [];
  const write = async (name: string, bytes: Uint8Array): Promise<void> => {
    await writeFileWhole(join(folder, name), bytes);
    written.push(join(folder, name));
  };
  const text = (content: string) => new TextEncoder().encode(content);
  await write('result.json', text(`${JSON.stringify(result, null, 2)}\n`));
  await write('results.parquet', encodeParquet(resultColumns(result, points, runs), { schema: 'sim.results/1', digest: result.digest }));
  if (look !== null) await write(DISTRIBUTIONS, text(`${JSON.stringify(look)}\n`));
  else if (hadResult) await rm(join(folder, DISTRIBUTIONS), { force: true });
  written.push(...(await writeChartFiles(folder, chartsOf(result), { svg: true, png, theme: 'light' })));
  if (hadResult) await removeOldCharts(folder, written);
  return written;
}

/** The files of one run: result.json, results.parquet and the charts, written whole or not at all. */

import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeParquet } from '../models/parquet.ts';
import { writeFileWhole } from '../models/write-file.ts';
import { InvalidInput } from '../problems/invalid-input.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import type { Simulation } from '../sim/simulate-plan.ts';
import { chartsOf } from './charts/charts-of.ts';
import { specJson } from './charts/spec-json.ts';

/**
 * Refuses a folder that holds the result of a scenario of another name, or a result.json that is none of ours.
 *
 * @throws InvalidInput with the name found and the remedy
 */
export async function checkResultFolder(folder: string, name: string): Promise<void> {
  const file = join(folder, 'result.json');
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return;
  const rule = 'choose another --out, or overwrite it with --force';
  let found: unknown;
  try {
    found = (JSON.parse(text) as { scenario?: { name?: unknown } }).scenario?.name;
  } catch {
    throw new InvalidInput([{ place: file, fact: 'is not a result of sim', rule }]);
  }
  if (found !== name)
    throw new InvalidInput([{ place: file, fact: `holds the result of scenario "${String(found)}", not "${name}"`, rule }]);
}

/** @returns paths of the files written, result.json first */
export async function writeResultFiles(
  folder: string,
  { result, replications }: Simulation,
  points: readonly PointPlan[],
): Promise<string[]> {
  const { resultColumns } = await import('./result-rows.ts');
  const { renderSvg } = await import('./render.ts');
  const files = new Map<string, Uint8Array>();
  const text = (content: string) => new TextEncoder().encode(content);
  files.set('result.json', text(`${JSON.stringify(result, null, 2)}\n`));
  files.set(
    'results.parquet',
    encodeParquet(resultColumns(result, points, replications), { schema: 'sim.results/1', digest: result.digest }),
  );
  for (const chart of chartsOf(result)) {
    files.set(`${chart.name}.svg`, text(await renderSvg(chart)));
    files.set(`${chart.name}.vl.json`, text(specJson(chart)));
  }
  // Charts of an earlier run that this one does not draw would contradict its figures.
  for (const old of await readdir(folder).catch(() => [])) {
    if (/\.(svg|vl\.json)$/.test(old) && !files.has(old)) await rm(join(folder, old));
  }
  const written: string[] = [];
  for (const [name, bytes] of files) {
    await writeFileWhole(join(folder, name), bytes);
    written.push(join(folder, name));
  }
  return written;
}

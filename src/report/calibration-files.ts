/** The files of one calibration: calibration.json and the reliability chart, each whole or not at all. */

import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type Calibration, calibrationJson, readCalibration } from '../models/calibration-file.ts';
import { refuse } from '../models/refuse.ts';
import { writeFileWhole } from '../models/write-file.ts';
import type { Chart } from './charts/chart.ts';
import { specJson } from './charts/spec-json.ts';

const FILE = 'calibration.json';

/** Throws InvalidInput where the folder holds a calibration of another trace, or a file of that name that is none, unless `isForced`. */
export async function checkCalibrationFolder(folder: string, { model, reported_on }: Calibration, isForced: boolean): Promise<void> {
  const path = join(folder, FILE);
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  if (isForced || !isThere) return;
  const nameOf = (of: Pick<Calibration, 'model' | 'reported_on'>) => `${of.model.name}/${of.reported_on.trace}`;
  const found = await readCalibration(path).then(nameOf, () => null);
  const own = nameOf({ model, reported_on });
  if (found === own) return;
  const fact = found === null ? 'is not a calibration of sim' : `holds the calibration of ${found}, not of ${own}`;
  throw refuse(path, fact, 'choose another --out, or overwrite it with --force');
}

/** @returns paths of the files written, calibration.json first */
export async function writeCalibrationFiles(folder: string, calibration: Calibration, chart: Chart): Promise<string[]> {
  const { renderSvg } = await import('./render.ts');
  const files = new Map([
    [FILE, calibrationJson(calibration)],
    [`${chart.name}.svg`, await renderSvg(chart)],
    [`${chart.name}.vl.json`, specJson(chart)],
  ]);
  const written: string[] = [];
  for (const [name, text] of files) {
    await writeFileWhole(join(folder, name), new TextEncoder().encode(text));
    written.push(join(folder, name));
  }
  return written;
}

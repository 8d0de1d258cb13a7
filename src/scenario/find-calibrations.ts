/** The calibrations that a scenario's policies name, each read once. */

import { isAbsolute, join, relative } from 'node:path';
import { readCalibration } from '../models/calibration-file.ts';
import type { SimulatedModel } from '../models/load-model.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { getAt } from './tree.ts';

/** Temperatures of each exit 1..N, by the file as the scenario names it; what is wrong with one becomes a problem. */
export async function findCalibrations(
  written: WrittenScenario,
  model: SimulatedModel | null,
  cwd: string,
  problems: Problem[],
): Promise<Map<string, readonly number[]>> {
  const found = new Map<string, readonly number[]>();
  const policies = getAt(written.tree, ['policies']);
  if (!Array.isArray(policies) || model === null) return found;
  const tried = new Set<string>();
  for (const i of policies.keys()) {
    const path = ['policies', i, 'temperature', 'from'];
    const from = getAt(written.tree, path);
    if (typeof from !== 'string' || tried.has(from)) continue;
    tried.add(from);
    const file = isAbsolute(from) ? from : join(written.folder(path), from);
    const shown = isAbsolute(from) ? from : relative(cwd, file);
    try {
      found.set(from, (await readCalibration(file, model)).exits);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const told = ({ place, key, fact, rule }: Problem): Problem => {
        const of = `${place.replace(file, shown)}${key === undefined ? '' : `, ${key}`}`;
        return { place: written.place(path), key: path.join('.'), fact: `${of}: ${fact}`, rule };
      };
      problems.push(...error.problems.map(told));
    }
  }
  return found;
}

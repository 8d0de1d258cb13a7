/** The files of changing capacity that a scenario names, each read once however many lanes and settings share it. */

import { isAbsolute, join, relative } from 'node:path';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { CapacityPlan } from '../sim/plan/plan.ts';
import { readProfile } from '../weather/read-profile.ts';
import { profileKey } from './compile-lane.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { getAt, isTree } from './tree.ts';
import { parseDurationNs, quantityFault } from './units.ts';
import type { Path } from './yaml-source.ts';

/** A file of changing capacity, read. */
export interface Profile {
  /** As problems name it: relative to the working directory, or absolute. */
  readonly shown: string;
  readonly capacity: CapacityPlan;
}

/**
 * Reads every profile that `trees` name, by `profileKey`; what is wrong with one becomes a problem, in its own file or at its key.
 *
 * @param trees the scenario as written, and as it is at each setting of the sweep
 */
export async function findProfiles(
  written: WrittenScenario,
  trees: readonly unknown[],
  cwd: string,
  problems: Problem[],
): Promise<Map<string, Profile>> {
  const profiles = new Map<string, Profile>();
  const tried = new Set<string>();
  for (const tree of trees) {
    for (const path of lanesOf(tree)) {
      const profile = getAt(tree, [...path, 'profile']);
      const format = getAt(tree, [...path, 'format']);
      const repeat = getAt(tree, [...path, 'repeat']);
      if (typeof profile !== 'string' || (format !== 'mahimahi' && format !== 'csv')) continue;
      if (repeat !== undefined && (format !== 'csv' || quantityFault(repeat, 'duration', false) !== null)) continue;
      const key = profileKey({ profile, format, repeat: repeat as string | undefined });
      if (tried.has(key)) continue;
      tried.add(key);
      const at = [...path, 'profile'];
      const file = isAbsolute(profile) ? profile : join(written.folder(at), profile);
      const shown = isAbsolute(profile) ? profile : relative(cwd, file);
      try {
        profiles.set(key, {
          shown,
          capacity: await readProfile(file, shown, format, repeat === undefined ? null : parseDurationNs(repeat as string)),
        });
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        problems.push(...error.problems.map((problem) => (problem.place === shown ? atKey(problem, at, written) : problem)));
      }
    }
  }
  return profiles;
}

/** What is said of the file as a whole is told where the scenario names it. */
function atKey({ place, fact, rule }: Problem, path: Path, written: WrittenScenario): Problem {
  return { place: written.place(path), key: path.join('.'), fact: `"${place}": ${fact}`, rule };
}

/** Paths of all lanes of a tree, sound or not. */
function lanesOf(tree: unknown): Path[] {
  const links = getAt(tree, ['links']);
  return isTree(links) ? Object.keys(links).flatMap((link) => ['up', 'down'].map((lane) => ['links', link, lane])) : [];
}

/** The scenario file behind a result, and what was set besides, so that a reader can be told the command that made it. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidInput } from '../../problems/invalid-input.ts';
import { type LoadedScenario, loadScenario } from '../../scenario/load-scenario.ts';
import { sha256 } from '../../sim/kernel/sha256.ts';
import { canonicalJson } from '../../sim/summary/canonical-json.ts';
import type { Result } from '../../sim/summary/result.ts';

export interface FoundScenario {
  /** As one types it from here. */
  readonly file: string;
  /** `KEY=VALUE` each, what the run had in place of the file's own values. */
  readonly sets: readonly string[];
  readonly loaded: LoadedScenario;
}

/**
 * Looks in the file that is named, else in `scenarios/<name>.yaml` and `<name>.yaml` here. A file counts only if it gives the very
 * scenario and trace of the result.
 *
 * @returns the scenario, or in a sentence why there is none
 * @throws InvalidInput where a file that is named cannot be read or is no scenario
 */
export async function findScenario(result: Result, named: string | undefined): Promise<FoundScenario | string> {
  const { name } = result.scenario;
  const files = named === undefined ? [join('scenarios', `${name}.yaml`), `${name}.yaml`].filter((file) => existsSync(file)) : [named];
  for (const file of files) {
    const found = await attempt(() => trySame(file, result), named !== undefined);
    if (found !== null) return found;
  }
  if (named !== undefined) return `${named} with the recordings beside it does not give the scenario of this result any more`;
  return files.length === 0
    ? `no scenario file named ${name}.yaml was at hand when this page was written; sim report --scenario FILE names it`
    : `${files.join(' and ')} with the recordings beside it does not give the scenario of this result any more`;
}

async function trySame(file: string, result: Result): Promise<FoundScenario | null> {
  const own = await loadScenario(file);
  const sets = differences(own.scenario, result.scenario.resolved);
  // Another scenario with much replaced may be none at all.
  const loaded = sets.length === 0 ? own : await attempt(() => loadScenario(file, { sets }), false);
  if (loaded === null) return null;
  const isSame = sha256(canonicalJson(loaded.scenario)) === result.scenario.sha256 && loaded.trace.sha256 === result.trace.sha256;
  return isSame ? { file, sets, loaded } : null;
}

/** A guess that fails is no fault of the user's; a file that was named must do. */
async function attempt<T>(work: () => Promise<T>, isNamed: boolean): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (isNamed || !(error instanceof InvalidInput)) throw error;
    return null;
  }
}

/** What to set in `from` to have `to`. */
function differences(from: unknown, to: unknown, path: readonly string[] = []): string[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return [];
  if (!isMap(from) || !isMap(to)) return [`${path.join('.')}=${inYaml(to)}`];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => differences(from[key], to[key], [...path, key]));
}

/** A value in YAML, quantities as one writes them: `2 Mbit/s`. */
function inYaml(value: unknown): string {
  if (value === undefined) return 'null';
  return typeof value === 'string' && /^[\d.]+ ?[A-Za-z][A-Za-z/]*$/.test(value) ? value : JSON.stringify(value);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

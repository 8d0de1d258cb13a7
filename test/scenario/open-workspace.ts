/** A toy workspace for one test file, with shorthands: load a scenario from its text, or get its problems as lines. */

import { rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after } from 'node:test';
import { formatProblem, InvalidInput } from '../../src/problems/invalid-input.ts';
import { type LoadedScenario, loadScenario } from '../../src/scenario/load-scenario.ts';
import { makeToyWorkspace } from './toy-workspace.ts';

export interface Workspace {
  readonly cwd: string;
  write(text: string, name?: string): Promise<string>;
  load(text: string, sets?: readonly string[]): Promise<LoadedScenario>;
  /** Problems as the user sees them, without the names of file and folder; empty where the scenario is sound. */
  problems(text: string, sets?: readonly string[]): Promise<string[]>;
}

/** The folder goes when the test file is done. */
export async function openWorkspace(): Promise<Workspace> {
  const cwd = await makeToyWorkspace();
  after(() => rmSync(cwd, { recursive: true, force: true }));
  let count = 0;
  const write = async (text: string, name = `s${++count}.yaml`) => {
    await writeFile(join(cwd, name), text);
    return name;
  };
  return {
    cwd,
    write,
    load: async (text, sets = []) => loadScenario(await write(text), { cwd, sets }),
    async problems(text, sets = []) {
      const file = await write(text);
      try {
        await loadScenario(file, { cwd, sets });
      } catch (error) {
        if (!(error instanceof InvalidInput)) throw error;
        return error.problems.map((problem) => formatProblem(problem).replace(`${file}:`, '').replace(`${cwd}/`, ''));
      }
      return [];
    },
  };
}

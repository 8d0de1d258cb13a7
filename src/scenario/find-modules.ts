/** The modules of policies that a scenario's own users bring, each loaded once. Loading runs their code. */

import { isAbsolute, join, relative } from 'node:path';
import { type GuestModule, loadPolicyModule } from '../guests/load-policy-module.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { POLICY_NAMES } from './schema/policy.ts';
import type { PolicySpec } from './schema.ts';

/** Modules by their place among the policies; what is wrong with one becomes a problem there. */
export async function findModules(
  policies: readonly PolicySpec[],
  written: WrittenScenario,
  cwd: string,
  problems: Problem[],
): Promise<Map<number, GuestModule>> {
  const found = new Map<number, GuestModule>();
  for (const [i, policy] of policies.entries()) {
    if (policy.name !== 'custom') continue;
    const report = (key: string, fact: string, rule: string) => {
      const path = ['policies', i, key];
      problems.push({ place: written.place(path), key: path.join('.'), fact, rule });
    };
    const { module } = policy;
    const file = isAbsolute(module) ? module : join(written.folder(['policies', i, 'module']), module);
    const shown = isAbsolute(module) ? module : relative(cwd, file);
    try {
      const guest = await loadPolicyModule(file, shown);
      const { label, sha256 } = guest;
      const twin = [...found.values()].find((other) => other.label === label && other.sha256 !== sha256);
      if (POLICY_NAMES.includes(label)) {
        report('module', `${shown}: it exports the name "${label}", which is that of a policy here`, 'give it another name');
      } else if (twin !== undefined) {
        report('module', `${shown}: it exports the name "${label}", and so does another module of this scenario`, 'give one another name');
      } else if (policy.sha256 !== undefined && policy.sha256 !== sha256) {
        report('sha256', `${shown} has the hash ${sha256}`, 'the code is not the one that was meant; bring that back, or remove sha256');
      } else found.set(i, guest);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      for (const { place, fact, rule } of error.problems) report('module', `${place}: ${fact}`, rule);
    }
  }
  return found;
}

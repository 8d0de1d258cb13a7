/** A scenario at one setting of its sweep: the swept values written in, and checked like any others. */

import type { Problem } from '../problems/invalid-input.ts';
import { checkScenario } from './check-scenario.ts';
import type { SettledScenario } from './compile-scenario.ts';
import type { Setting } from './expand-sweep.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { type Scenario, ScenarioSchema } from './schema.ts';
import { schemaProblems } from './schema-problems.ts';
import { getAt, isTree, parsePath, setAt } from './tree.ts';
import type { Path } from './yaml-source.ts';

/** Last words of the keys whose values are quantities. */
const QUANTITIES = new Set([
  ...['rate', 'period', 'mean', 'rtt', 'bandwidth', 'repeat', 'packet', 'jitter', 'wait', 'answer', 'overhead', 'timeout'],
  ...['warmup', 'deadline', 'from', 'to', 'mtbf', 'mttr', 'power', 'base', 'lasts', 'battery', 'bound', 'device_power', 'radio_power'],
]);

/** Last words of the keys that take a number and may hold a word, or be left out. */
const OPTIONAL = new Set(['buffer', 'loss', 'jitter', 'deadline', 'timeout', 'power', 'battery', 'bound']);

/** Keys that say how a run is repeated, or what it is a sweep of. */
const NOT_SWEPT = new Set(['seed', 'replications', 'until', 'batches', 'sweep']);

/** Whether the key at `path` holds a number or a quantity that may be swept. Shares of kinds sum to 1, so that none moves alone. */
function isSweepable(scenario: Scenario, path: Path): boolean {
  const word = String(path[path.length - 1]);
  const isParam = path[0] === 'policies' && path[2] === 'params';
  if (NOT_SWEPT.has(String(path[0])) || (path[1] === 'kinds' && word === 'share')) return false;
  const value = getAt(scenario, path);
  if (value === undefined) return OPTIONAL.has(word) && isTree(getAt(scenario, path.slice(0, -1)));
  return typeof value === 'number' || (typeof value === 'string' && (isParam || QUANTITIES.has(word) || OPTIONAL.has(word)));
}

/** @returns nothing where a key cannot be swept or a value breaks a rule; both become problems */
export function settleScenario(setting: Setting, scenario: Scenario, written: WrittenScenario, problems: Problem[]): SettledScenario[] {
  let tree = written.tree;
  const keys = Object.keys(setting).filter((key) => key !== 'p_d' && key !== 'p_tar');
  if (keys.length === 0) return [{ setting, scenario }];
  const at = (key: string) => ({ place: written.place(['sweep', key]), key: `sweep.${key}` });
  for (const key of keys) {
    const path = parsePath(key);
    if (!isSweepable(scenario, path)) {
      problems.push({
        ...at(key),
        fact: 'is no numeric key of this scenario that can be swept',
        rule: 'write p_d, p_tar or a dotted path such as links.edge-cloud.up.bandwidth',
      });
      return [];
    }
    tree = setAt(tree, path, setting[key]);
  }
  const parsed = ScenarioSchema.safeParse(tree);
  const moved: WrittenScenario = { ...written, tree };
  const found = parsed.success ? checkScenario(moved, null, null) : schemaProblems(parsed.error.issues, moved);
  for (const problem of found) {
    const key = keys.find((candidate) => candidate === problem.key) ?? (keys[0] as string);
    problems.push({ ...problem, ...at(key), fact: `${setting[key]}: ${problem.fact}` });
  }
  return parsed.success && found.length === 0 ? [{ setting, scenario: parsed.data }] : [];
}

/** The recommended setting as a scenario of its own: what it changes of the one it extends, and nothing else. */

import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import { getAt, parsePath, setAt } from '../../scenario/tree.ts';
import { formatYaml, type Path, parseYamlValue } from '../../scenario/yaml-source.ts';
import type { Setting } from './setting.ts';

/** What the user replaced on the command line; it belongs to the recommendation. */
export interface Replaced {
  readonly sets: readonly string[];
  readonly seed: number | undefined;
  readonly replications: number | undefined;
}

/** Keys that say what is deployed and searched; the recommendation has its own. */
const OWN = new Set(['extends', 'name', 'policies', 'sweep', 'assert']);

/**
 * @param base the scenario it extends, as seen from where the new one is to lie
 * @param about one line for people
 */
export function recommendedScenario(
  { scenario }: LoadedScenario,
  { deployment, policy }: Setting,
  base: string,
  about: string,
  { sets, seed, replications }: Replaced,
): string {
  let tree: unknown = { extends: base, name: `${scenario.name}-recommended`, about };
  for (const set of sets) {
    const cut = set.indexOf('=');
    const path = parsePath(set.slice(0, cut).trim());
    if (OWN.has(String(path[0]))) continue;
    const [place, value] = withWholeLists(path, parseYamlValue(set.slice(cut + 1)), scenario);
    tree = setAt(tree, place, value);
  }
  if (seed !== undefined) tree = setAt(tree, ['seed'], seed);
  if (replications !== undefined) tree = setAt(tree, ['replications'], replications);
  Object.entries(scenario.tiers).forEach(([name, { exits }], t) => {
    const chosen = deployment.exits[t] as readonly number[];
    if (chosen.join() !== exits.join()) tree = setAt(tree, ['tiers', name, 'exits'], chosen);
  });
  if (scenario.offload !== undefined) {
    tree = setAt(tree, ['offload', 'payload'], deployment.payload);
    tree = setAt(tree, ['offload', 'codec'], deployment.codec);
  }
  return formatYaml({ ...(tree as object), policies: [policy], sweep: null, assert: null });
}

/** A list is replaced as a whole by whoever extends it: where an item was set, all of its list is written. */
function withWholeLists(path: Path, value: unknown, scenario: unknown): readonly [Path, unknown] {
  const item = path.findIndex((step, i) => typeof step === 'number' && Array.isArray(getAt(scenario, path.slice(0, i))));
  return item < 0 ? [path, value] : [path.slice(0, item), getAt(scenario, path.slice(0, item))];
}

/**
 * Rules between keys, which no single key's schema can see. They look at the written tree, so that they can speak even where other
 * keys are wrong; whatever is of the wrong type is the schema's to report.
 */

import type { Problem } from '../problems/invalid-input.ts';
import { checkAssertions } from './check/check-assertions.ts';
import { checkLinks } from './check/check-links.ts';
import { checkOffload } from './check/check-offload.ts';
import { checkPolicies } from './check/check-policies.ts';
import { checkRun } from './check/check-run.ts';
import { checkTiers } from './check/check-tiers.ts';
import { checkWorkload } from './check/check-workload.ts';
import type { Draft } from './check/rule.ts';
import type { WrittenScenario } from './read-scenario.ts';

/**
 * @param exits number of exits N of the model; null when the model is not known
 * @param labels what the policies that users bring are called; null when that is not known
 */
export function checkScenario(written: WrittenScenario, exits: number | null, labels: readonly string[] | null): Problem[] {
  const problems: Problem[] = [];
  const draft: Draft = {
    tree: written.tree,
    exits,
    labels,
    report: (path, fact, rule) => problems.push({ place: written.place(path), key: path.join('.'), fact, rule }),
  };
  for (const check of [checkRun, checkWorkload, checkAssertions, checkTiers, checkLinks, checkOffload, checkPolicies]) check(draft);
  return problems;
}

/** Rules of policies and of the thresholds swept over them. */

import { getAt, isTree, type Tree } from '../tree.ts';
import { checkAdaptive } from './check-adaptive.ts';
import type { Draft } from './rule.ts';

export function checkPolicies(draft: Draft): void {
  const { tree, exits, report } = draft;
  const policies = getAt(tree, ['policies']);
  const sweep = getAt(tree, ['sweep']);
  if (!Array.isArray(policies)) return;
  const sweeps = (key: string) => isTree(sweep) && key in sweep;
  const seen = new Map<string, number>();
  policies.forEach((policy: unknown, i) => {
    if (!isTree(policy)) return;
    const form = JSON.stringify(Object.entries(policy).sort());
    const twin = seen.get(form);
    if (twin !== undefined) report(['policies', i], `is the same as policy ${twin + 1}`, 'remove it or give it other thresholds');
    seen.set(form, i);
    checkAdaptive(policy, i, draft);
    if (!isTwofold(policy)) return;
    const { name } = policy;
    if (!('p_d' in policy) && !sweeps('p_d')) report(['policies', i], `${name} has no p_d`, 'write p_d: 0.75 here, or sweep: { p_d: .. }');
    if (exits !== null && exits < 3) {
      report(['policies', i], `${name} needs three exits or more and the model has ${exits}`, 'use ordinary, or a model with two branches');
    }
  });
  if (!isTree(sweep)) return;
  const named = policies.filter(isTree);
  const isUsed = {
    p_d: named.some((policy) => (isTwofold(policy) && !('p_d' in policy)) || (policy['name'] === 'ordinary' && !('p_tar' in policy))),
    p_tar: named.some((policy) => (isTwofold(policy) || policy['name'] === 'ordinary') && !('p_tar' in policy)),
  };
  for (const key of ['p_d', 'p_tar'] as const) {
    if (key in sweep && !isUsed[key])
      report(['sweep', key], 'no policy takes it from the sweep', `remove it, or remove the policies' own ${key}`);
  }
}

/** Whether it has p_d at exit 1 and p_tar beyond. */
function isTwofold(policy: Tree): boolean {
  return policy['name'] === 'deex' || policy['name'] === 'queue-aware';
}

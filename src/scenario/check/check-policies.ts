/** Rules of policies and of the thresholds swept over them. */

import { getAt, isTree } from '../tree.ts';
import type { Draft } from './rule.ts';

export function checkPolicies({ tree, exits, report }: Draft): void {
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
    if (policy['name'] !== 'deex') return;
    if (!('p_d' in policy) && !sweeps('p_d')) report(['policies', i], 'deex has no p_d', 'write p_d: 0.75 here, or sweep: { p_d: .. }');
    if (exits !== null && exits < 3) {
      report(['policies', i], `deex needs three exits or more and the model has ${exits}`, 'use ordinary, or a model with two branches');
    }
  });
  if (!isTree(sweep)) return;
  const named = policies.filter(isTree);
  const isUsed = {
    p_d: named.some(
      (policy) => (policy['name'] === 'deex' && !('p_d' in policy)) || (policy['name'] === 'ordinary' && !('p_tar' in policy)),
    ),
    p_tar: named.some((policy) => (policy['name'] === 'deex' || policy['name'] === 'ordinary') && !('p_tar' in policy)),
  };
  for (const key of ['p_d', 'p_tar'] as const) {
    if (key in sweep && !isUsed[key])
      report(['sweep', key], 'no policy takes it from the sweep', `remove it, or remove the policies' own ${key}`);
  }
}

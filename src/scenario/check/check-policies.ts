/** Rules of policies and of the thresholds swept over them. */

import { getAt, isTree, type Tree } from '../tree.ts';
import { checkAdaptive } from './check-adaptive.ts';
import { checkDdnn } from './check-ddnn.ts';
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
    checkDdnn(policy, i, draft);
    const { name } = policy;
    if (isDeex(policy) && name !== 'best-fixed' && !('p_d' in policy) && !sweeps('p_d')) {
      report(['policies', i], `${nameOf(policy)} has no p_d`, 'write p_d: 0.75 here, or sweep: { p_d: .. }');
    }
    if (isDeex(policy) && exits !== null && exits < 3) {
      const fact = `${nameOf(policy)} needs three exits or more and the model has ${exits}`;
      report(['policies', i], fact, 'use ordinary, or a model with two branches');
    }
    if (name === 'margin' && !('threshold' in policy) && !sweeps('p_d')) {
      report(['policies', i], 'margin has no threshold', 'write threshold: 0.5 here, or sweep: { p_d: .. }');
    }
    if (name === 'calibrated' && policy['rule'] !== 'deex' && 'p_d' in policy) {
      report(['policies', i, 'p_d'], 'the rule of ordinary has none', 'write p_tar, or rule: deex');
    }
    if (name === 'best-fixed' && 'min_accuracy' in policy && 'max_latency' in policy) {
      report(['policies', i], 'both min_accuracy and max_latency', 'write one of them');
    }
    if (name === 'best-fixed' && policy['rule'] === 'ordinary' && 'p_tar' in policy) {
      report(['policies', i, 'p_tar'], 'is what best-fixed chooses', 'remove it');
    }
    for (const key of ['T', 'temperature']) {
      const values = policy[key];
      if (!Array.isArray(values) || exits === null || values.length === exits - 1) continue;
      report(['policies', i, key], `${values.length} for ${exits} exits`, `write ${exits - 1}, one for each exit 1..${exits - 1}`);
    }
  });
  if (!isTree(sweep)) return;
  const named = policies.filter(isTree);
  const isUsed = {
    p_d: named.some((policy) => takes('p_d', policy)),
    p_tar: named.some((policy) => takes('p_tar', policy)),
  };
  for (const key of ['p_d', 'p_tar'] as const) {
    if (key in sweep && !isUsed[key])
      report(['sweep', key], 'no policy takes it from the sweep', `remove it, or remove the policies' own ${key}`);
  }
}

/** Whether a policy follows the rule of DEEx, of which best-fixed makes use unless told otherwise. */
function isDeex({ name, rule }: Tree): boolean {
  return (
    name === 'deex' ||
    name === 'queue-aware' ||
    (name === 'calibrated' && rule === 'deex') ||
    (name === 'best-fixed' && rule !== 'ordinary')
  );
}

function nameOf({ name }: Tree): string {
  return name === 'deex' || name === 'queue-aware' ? name : `${name} under the rule of deex`;
}

/** Whether a policy takes a swept threshold, having none of its own. */
function takes(key: 'p_d' | 'p_tar', policy: Tree): boolean {
  const { name } = policy;
  if (name === 'margin') return key === 'p_d' && !('threshold' in policy);
  if (name !== 'deex' && name !== 'queue-aware' && name !== 'ordinary' && name !== 'calibrated') return false;
  return !((key === 'p_d' && isDeex(policy) ? 'p_d' : 'p_tar') in policy);
}

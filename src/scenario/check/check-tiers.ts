/** Rules of the tiers: exits in order, recordings for those that compute, disciplines that have what they look at. */

import { getAt, isTree, type Tree } from '../tree.ts';
import { checkBuffer } from './check-buffer.ts';
import { checkOutages } from './check-outages.ts';
import { hasDeadline } from './check-workload.ts';
import type { Draft } from './rule.ts';

export function checkTiers(draft: Draft): void {
  const tiers = getAt(draft.tree, ['tiers']);
  if (!isTree(tiers)) return;
  if (Object.keys(tiers).length === 0) {
    draft.report(['tiers'], 'no tier', 'write at least one, such as edge: { exits: [1, 2, 3], timing: cpu-1t }');
    return;
  }
  checkExits(tiers, draft);
  for (const [name, tier] of Object.entries(tiers)) if (isTree(tier)) checkTier(name, tier, draft);
}

function checkTier(name: string, tier: Tree, { tree, report }: Draft): void {
  const path = ['tiers', name];
  const exits = tier['exits'];
  if (Array.isArray(exits) && exits.length > 0 && tier['timing'] === undefined) {
    report([...path, 'timing'], 'missing, and the tier has exits', 'write the name of a recording beside the trace, such as cpu-1t');
  }
  if (tier['discipline'] === 'priority' && getAt(tree, ['workload', 'kinds']) === undefined) {
    report([...path, 'discipline'], 'priority, and all requests are alike', 'write workload.kinds with a priority each');
  }
  if (tier['discipline'] === 'edf' && !hasDeadline(tree)) {
    report([...path, 'discipline'], 'edf, and no request has a deadline', 'write workload.deadline, such as 100 ms');
  }
  const most = getAt(tier, ['batch', 'max']);
  if (tier['discipline'] === 'ps' && typeof most === 'number' && most > 1) {
    report(
      [...path, 'batch', 'max'],
      `${most}, where ps computes all requests at once`,
      'write max: 1, or another discipline such as fifo',
    );
  }
  if (Array.isArray(exits) && exits.length === 0 && typeof most === 'number' && most > 1) {
    report([...path, 'batch', 'max'], `${most}, and nothing is computed here`, 'give the tier exits, or remove the batch');
  }
  checkBuffer(tier, path, { tree, report });
  checkOutages(tier['outages'], [...path, 'outages'], report);
}

function checkExits(tiers: Tree, { exits, report }: Draft): void {
  const names = Object.keys(tiers);
  let next = 1;
  let last = 0;
  for (const [t, name] of names.entries()) {
    const listed = getAt(tiers, [name, 'exits']);
    if (!Array.isArray(listed) || !listed.every((exit) => Number.isInteger(exit))) return;
    if (listed.length > 0) last = t;
    for (const [i, exit] of (listed as number[]).entries()) {
      const at = ['tiers', name, 'exits', i];
      if (exits !== null && exit > exits) {
        report(at, `exit ${exit} is beyond the model's ${exits} exits`, `write exits from 1 to ${exits}`);
        return;
      }
      if (exit !== next) {
        report(at, `exit ${exit} stands where exit ${next} is due`, 'write exits 1, 2, .. N once each, in the order of the tiers');
        return;
      }
      next++;
    }
  }
  const top = names[names.length - 1] as string;
  if (exits !== null && next <= exits) {
    report(['tiers', top, 'exits'], `exit ${next} has no tier`, `the last tier holds the exits up to ${exits}`);
  } else if (next === 1) {
    report(['tiers', top, 'exits'], 'no tier has an exit', 'write exits 1, 2, .. N once each, in the order of the tiers');
  } else if (last < names.length - 1) {
    report(['tiers', top], 'no request comes here: all exits lie below', 'give it exits, or remove it');
  }
}

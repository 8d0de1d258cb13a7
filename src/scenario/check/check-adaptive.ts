/** Rules of policies that decide as the run goes: an uplink to look at, and a place where they can choose. */

import type { AdaptivePlan } from '../../sim/plan/adaptive-plan.ts';
import { getAt, isTree, type Tree } from '../tree.ts';
import type { Draft } from './rule.ts';

const NAMES: Readonly<Record<AdaptivePlan['name'], true>> = { 'queue-aware': true, ucbee: true };

export function checkAdaptive(policy: Tree, i: number, { tree, report }: Draft): void {
  const name = String(policy['name']);
  const tiers = getAt(tree, ['tiers']);
  if (!Object.hasOwn(NAMES, name) || !isTree(tiers)) return;
  const at = ['policies', i];
  const [first] = Object.values(tiers);
  if (Object.keys(tiers).length < 2) report(at, `${name} looks at an uplink, and there is none`, 'write a second tier and a link to it');
  if (name === 'queue-aware' && isTree(first)) {
    const held = first['exits'];
    if (Array.isArray(held) && !held.includes(1)) {
      report(at, 'queue-aware decides at exit 1, and the first tier does not hold it', 'give the first tier exit 1, or use another policy');
    }
    const most = getAt(first, ['batch', 'max']);
    if (first['discipline'] === 'ps' || first['outages'] !== undefined || (typeof most === 'number' && most > 1)) {
      const rule = 'let the first tier take one request at a time, without ps, batches or outages, or use another policy';
      report(at, 'queue-aware decides in the midst of a stay at the first tier, which is shared or interrupted', rule);
    }
  }
}

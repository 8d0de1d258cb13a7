/** Rules of policies that decide as the run goes: an uplink to look at, and a place where they can choose. */

import type { AdaptivePlan } from '../../sim/plan/adaptive-plan.ts';
import { getAt, isTree, type Tree } from '../tree.ts';
import type { Path } from '../yaml-source.ts';
import { hasDeadline } from './check-workload.ts';
import type { Draft } from './rule.ts';

const NAMES: Readonly<Record<AdaptivePlan['name'], true>> = {
  'queue-aware': true,
  ucbee: true,
  neurosurgeon: true,
  edgent: true,
  boomerang: true,
  spinn: true,
  deepwear: true,
  gus: true,
};

export function checkAdaptive(policy: Tree, i: number, draft: Draft): void {
  const { tree, report } = draft;
  const name = String(policy['name']);
  const tiers = getAt(tree, ['tiers']);
  if (!Object.hasOwn(NAMES, name) || !isTree(tiers)) return;
  const at = ['policies', i];
  const [first] = Object.values(tiers);
  if (Object.keys(tiers).length < 2) report(at, `${name} looks at an uplink, and there is none`, 'write a second tier and a link to it');
  checkKeys(name, policy, at, draft);
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

/** Keys of a policy that need each other, or shut each other out. */
function checkKeys(name: string, policy: Tree, at: Path, { tree, report }: Draft): void {
  if ((name === 'edgent' || name === 'boomerang' || name === 'gus') && policy['deadline'] === undefined && !hasDeadline(tree)) {
    report(at, `${name} has no deadline, nor has any request`, 'write deadline: 100 ms here, or workload.deadline');
  }
  if (name === 'neurosurgeon' && policy['objective'] === 'energy') {
    for (const key of ['device_power', 'radio_power']) {
      if (policy[key] === undefined) report(at, `objective energy has no ${key}`, `write ${key}, such as 2 W`);
    }
  }
  if (name === 'deepwear' || name === 'gus') {
    const weights = policy['weights'];
    const sum = isTree(weights) ? Object.values(weights).reduce<number>((total, one) => total + (typeof one === 'number' ? one : 1), 0) : 1;
    if (sum === 0)
      report(
        [...at, 'weights'],
        'nothing weighs anything',
        `write a weight above 0, such as { ${name === 'gus' ? 'time' : 'wearable'}: 1 }`,
      );
  }
  if (name !== 'spinn') return;
  const { order, weights } = policy;
  if (order !== undefined && weights !== undefined) report(at, 'spinn has an order and weights', 'write one of them');
  if (Array.isArray(order) && order.length === 0) report([...at, 'order'], 'no aim', 'write one at least, such as [latency]');
  if (isTree(weights) && Object.values(weights).every((weight) => weight === 0)) {
    report([...at, 'weights'], 'nothing weighs anything', 'write a weight above 0, such as { latency: 1 }');
  }
}

/** From the numbers of a policy that decides as the run goes to the policy, with what its real system knows of the world at set-up. */

import { boomerang } from '../policies/boomerang.ts';
import { deepwear, deepwearRules } from '../policies/deepwear.ts';
import { edgent } from '../policies/edgent.ts';
import { gus, gusRules } from '../policies/gus.ts';
import { neurosurgeon, neurosurgeonRules } from '../policies/neurosurgeon.ts';
import type { Policy, Rule } from '../policies/policy.ts';
import { queueAware } from '../policies/queue-aware.ts';
import { rightSizingRules } from '../policies/right-sizing.ts';
import { spinn, spinnRules } from '../policies/spinn.ts';
import { ucbee } from '../policies/ucbee.ts';
import { meanBps } from '../world/mean-capacity.ts';
import type { AdaptivePlan } from './adaptive-plan.ts';
import type { PointPlan } from './plan.ts';
import { tabulateRules } from './tabulate-rules.ts';

/** Policies by point, made once: a table takes a walk through all samples of its profile for each rule. */
const made = new WeakMap<PointPlan, Policy>();

export function makeAdaptive(plan: AdaptivePlan, point: PointPlan): Policy {
  const policy = made.get(point) ?? make(plan, point);
  made.set(point, policy);
  return policy;
}

function make(plan: AdaptivePlan, { world, workload, tiers, exits, payload, profile }: PointPlan): Policy {
  const uplink = world.links[0]?.up;
  if (uplink === undefined) throw new Error(`makeAdaptive needs a link for ${plan.name}, checked before`);
  const uplinkBps = meanBps(uplink.capacity);
  const own = tiers[0]?.exits.at(-1) ?? 0;
  // Where pictures are shipped, what the device has computed is of no use above.
  const cuts = payload.kind === 'input' ? 0 : own;
  const tabulate = (rules: readonly Rule[]) => {
    if (profile === undefined) throw new Error(`makeAdaptive needs a profile for ${plan.name}, read before`);
    return tabulateRules(rules, profile, world);
  };
  switch (plan.name) {
    case 'queue-aware':
      return queueAware(plan, uplinkBps);
    case 'ucbee':
      return ucbee(plan);
    case 'neurosurgeon': {
      const rules = neurosurgeonRules(cuts, own);
      return neurosurgeon(plan, rules, tabulate(rules), uplinkBps);
    }
    case 'edgent': {
      const rules = rightSizingRules(exits, cuts);
      return edgent(plan, rules, tabulate(rules), cuts, uplinkBps);
    }
    case 'boomerang': {
      const rules = rightSizingRules(exits, cuts);
      return boomerang(plan, rules, tabulate(rules), cuts, uplinkBps);
    }
    case 'spinn': {
      const rules = spinnRules(own);
      return spinn(plan, rules, tabulate(rules), uplinkBps);
    }
    case 'deepwear': {
      const rules = deepwearRules(cuts, own);
      return deepwear(plan, rules, tabulate(rules), uplinkBps);
    }
    case 'gus': {
      const facts = tabulate(gusRules(exits).slice(0, exits));
      const services = facts.map((of, i) => ({ facts: of, tier: tiers.findIndex((tier) => tier.exits.includes(i + 1)) }));
      const deadlinesNs = workload.kinds.map((kind) => plan.deadlineNs ?? kind.deadlineNs ?? 0);
      return gus(plan, services, world.tiers[0]?.servers ?? 1, Math.max(...deadlinesNs), uplinkBps);
    }
  }
}

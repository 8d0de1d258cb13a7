/** From the numbers of a policy that decides as the run goes to the policy, with what its real system knows of the world at set-up. */

import type { Policy } from '../policies/policy.ts';
import { queueAware } from '../policies/queue-aware.ts';
import { ucbee } from '../policies/ucbee.ts';
import { meanBps } from '../world/mean-capacity.ts';
import type { AdaptivePlan } from './adaptive-plan.ts';
import type { PointPlan } from './plan.ts';

export function makeAdaptive(plan: AdaptivePlan, { world }: PointPlan): Policy {
  const uplink = world.links[0]?.up;
  if (uplink === undefined) throw new Error(`makeAdaptive needs a link for ${plan.name}, checked before`);
  const uplinkBps = meanBps(uplink.capacity);
  switch (plan.name) {
    case 'queue-aware':
      return queueAware(plan, uplinkBps);
    case 'ucbee':
      return ucbee(plan);
  }
}

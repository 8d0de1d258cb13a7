/** From a policy's numbers to the policy: the one place that knows them all. */

import { allCloud } from '../policies/all-cloud.ts';
import { allEdge } from '../policies/all-edge.ts';
import { deex } from '../policies/deex.ts';
import { ordinary } from '../policies/ordinary.ts';
import { alone, type Policy } from '../policies/policy.ts';
import { random } from '../policies/random.ts';
import { makeAdaptive } from './make-adaptive.ts';
import type { PointPlan } from './plan.ts';

export function makePolicy(point: PointPlan): Policy {
  const plan = point.policy;
  switch (plan.name) {
    case 'deex':
      return alone(deex(plan.decisionThreshold, plan.targetThreshold));
    case 'ordinary':
      return alone(ordinary(plan.targetThreshold));
    case 'random':
      return random(plan.share);
    case 'all-edge':
      return alone(allEdge());
    case 'all-cloud':
      return alone(allCloud());
    default:
      return makeAdaptive(plan, point);
  }
}

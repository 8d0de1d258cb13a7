/** From a point of the plan to one that can run: its policy is made and every sample walked through the exits. */

import { allCloud } from '../policies/all-cloud.ts';
import { allEdge } from '../policies/all-edge.ts';
import { deex } from '../policies/deex.ts';
import { ordinary } from '../policies/ordinary.ts';
import type { Policy } from '../policies/policy.ts';
import type { PointPlan, PolicyPlan, PreparedPoint } from './plan.ts';
import { planItinerary } from './plan-itinerary.ts';

export function preparePoint({ policy, recorded, tiers, payload, world, workload, exits, classes }: PointPlan): PreparedPoint {
  return { world, workload, recorded, tiers, exits, classes, itinerary: planItinerary(makePolicy(policy), recorded, tiers, payload) };
}

function makePolicy(plan: PolicyPlan): Policy {
  switch (plan.name) {
    case 'deex':
      return deex(plan.decisionThreshold, plan.targetThreshold);
    case 'ordinary':
      return ordinary(plan.targetThreshold);
    case 'all-edge':
      return allEdge();
    case 'all-cloud':
      return allCloud();
  }
}

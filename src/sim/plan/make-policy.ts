/** From a policy's numbers to the policy: the one place that knows them all. */

import { allCloud } from '../policies/all-cloud.ts';
import { allEdge } from '../policies/all-edge.ts';
import { bestFixed } from '../policies/best-fixed.ts';
import { calibrated } from '../policies/calibrated.ts';
import { ddnn } from '../policies/ddnn.ts';
import { deex } from '../policies/deex.ts';
import { entropy } from '../policies/entropy.ts';
import { margin } from '../policies/margin.ts';
import { oracle } from '../policies/oracle.ts';
import { ordinary } from '../policies/ordinary.ts';
import { alone, type Policy, type Rule } from '../policies/policy.ts';
import { random } from '../policies/random.ts';
import { makeAdaptive } from './make-adaptive.ts';
import { makeOwn } from './make-own.ts';
import type { FixedPlan, PointPlan } from './plan.ts';

export function makePolicy(point: PointPlan): Policy {
  const plan = point.policy;
  switch (plan.name) {
    case 'deex':
      return alone(fixed({ ...plan, kind: 'deex' }));
    case 'ordinary':
      return alone(fixed({ ...plan, kind: 'ordinary' }));
    case 'random':
      return random(plan.share);
    case 'entropy':
      return alone(entropy(plan.thresholds, plan.isNormalised));
    case 'ddnn':
      return alone(ddnn(plan.thresholds, plan.exits));
    case 'margin':
      return alone(margin(plan.threshold));
    case 'calibrated':
      return alone(calibrated(fixed(plan.rule), plan.temperatures));
    case 'oracle':
      return oracle(point.exits, plan.among);
    case 'best-fixed':
      return bestFixed(fixed(plan.rule));
    case 'all-edge':
      return alone(allEdge());
    case 'all-cloud':
      return alone(allCloud());
    case 'custom':
      return makeOwn(plan, point);
    default:
      return makeAdaptive(plan, point);
  }
}

function fixed(plan: FixedPlan): Rule {
  return plan.kind === 'deex' ? deex(plan.decisionThreshold, plan.targetThreshold, plan) : ordinary(plan.targetThreshold, plan);
}

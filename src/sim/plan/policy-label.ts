/** What results call a policy: its name, or the one it gives itself where the user brought it. */

import type { PolicyPlan } from './plan.ts';

export function policyLabel(policy: PolicyPlan): string {
  return policy.name === 'custom' ? policy.label : policy.name;
}

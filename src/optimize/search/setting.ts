/** One thing to deploy: a deployment and a policy with its thresholds. */

import type { PolicySpec } from '../../scenario/schema.ts';
import type { Deployment } from '../../scenario/vary-scenario.ts';

export interface Setting {
  readonly deployment: Deployment;
  readonly policy: PolicySpec;
}

/** Settings of one kind differ by their thresholds only. */
export function kindOf({ deployment, policy }: Setting): string {
  return JSON.stringify([policy.name, 'rule' in policy ? policy.rule : null, deployment.exits, deployment.payload, deployment.codec]);
}

/** Makes the modules that a plan refers to known on this thread. */

import type { Plan } from '../sim/plan/plan.ts';
import { loadPolicyModule } from './load-policy-module.ts';

/** @throws Error where a file is not what it was when the plan was made */
export async function enrolGuests({ points }: Plan): Promise<void> {
  const wanted = new Map(points.flatMap(({ policy }) => (policy.name === 'custom' ? [[policy.file, policy.sha256] as const] : [])));
  for (const [file, sha256] of wanted) {
    const found = await loadPolicyModule(file, file);
    if (found.sha256 !== sha256) throw new Error(`enrolGuests needs ${file} as it was when the run began, and it has changed`);
  }
}

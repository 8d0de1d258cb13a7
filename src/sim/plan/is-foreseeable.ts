/** Whether a request's stays depend on its sample alone, however full the world is. */

import type { PreparedPoint } from './plan.ts';

/** Whether no request is ever lost, turned away or given up: each goes the way its policy chose. */
export function isForeseeable({ world, workload }: Pick<PreparedPoint, 'world' | 'workload'>): boolean {
  const hasRoom = world.tiers.every(({ buffer }) => buffer === null);
  const lanes = world.links.flatMap(({ up, down }) => (down === null ? [up] : [up, down]));
  const isPatient = workload.whenLate === 'keep' || workload.kinds.every(({ deadlineNs }) => deadlineNs === null);
  return hasRoom && lanes.every(({ buffer }) => buffer === null) && isPatient && world.timeoutNs === null;
}

/** Which worlds have feedback: somebody looks at a queue, or at an answer, before going on. */

import { makePolicy } from '../plan/make-policy.ts';
import type { PointPlan, PreparedPoint } from '../plan/plan.ts';

/** What of a point, prepared or not, says which engine can run it. */
interface PointKind extends Pick<PreparedPoint, 'world' | 'workload'> {
  readonly choice: { readonly kind: string };
}

/** Why a point needs the event engine; null: the recursion gives the same answer. */
export function whyEvents({ world, workload, choice }: PointKind): string | null {
  const { arrivals, kinds, whenLate } = workload;
  if (arrivals.kind === 'single-stream' || arrivals.kind === 'multi-stream') return 'arrivals wait for answers';
  if (choice.kind === 'adaptive') return 'the policy decides by what it sees';
  if (world.timeoutNs !== null) return 'offloads may time out';
  if (whenLate !== 'keep' && kinds.some(({ deadlineNs }) => deadlineNs !== null)) return 'late requests are turned away';
  for (const { name, discipline, batch, buffer } of world.tiers) {
    if (discipline !== 'fifo') return `${name} does not serve first come, first served`;
    if (batch.max > 1) return `${name} computes in batches`;
    if (buffer !== null) return `the queue of ${name} is bounded`;
  }
  for (const { name, up, down } of world.links) {
    for (const lane of [up, down]) {
      if (lane?.isShared === true) return `${name} is shared fairly`;
      if (lane !== null && lane.buffer !== null) return `a queue of ${name} is bounded`;
    }
  }
  return null;
}

/** The same of a point that is not prepared yet. */
export function whyEventsAt(point: PointPlan): string | null {
  return whyEvents({ ...point, choice: makePolicy(point).choice });
}

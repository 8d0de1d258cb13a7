/** What a run would do: its points and the load offered to every part, computed without running it. */

import { isStable, lambdaMax, offeredLoad } from '../sim/plan/offered-load.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { preparePoint } from '../sim/plan/prepare-point.ts';

export interface PlanDescription {
  readonly replications: number;
  /** Requests of the whole run. */
  readonly requests: number;
  readonly points: readonly {
    readonly policy: string;
    readonly params: Readonly<Record<string, number | string>>;
    readonly load: Readonly<Record<string, number>> | null;
    readonly lambda_max_per_s: number | null;
    readonly stable: boolean;
  }[];
  /** The same for people. */
  readonly lines: readonly string[];
}

export function describePlan(plan: Plan): PlanDescription {
  const points = plan.points.map((point) => {
    const prepared = preparePoint(point);
    const load = offeredLoad(prepared);
    const lambda_max_per_s = lambdaMax(prepared);
    return { policy: point.policy.name, params: point.params, load, lambda_max_per_s, stable: isStable(load, point) };
  });
  const requests = plan.points.reduce((sum, { workload }) => sum + workload.requests, 0) * plan.replications;
  const lines = [
    `${points.length} points x ${plan.replications} replications, ${requests} requests in all`,
    ...points.map(({ policy, params, load, stable }) => {
      const setting = Object.entries(params).map(([key, value]) => `${key} ${value}`);
      const loads = Object.entries(load ?? {}).map(([part, value]) => `${part} ${value.toFixed(3)}`);
      return `  ${[policy, ...setting].join(' ')}: ${load === null ? 'closed or offline arrivals' : `load ${loads.join(', ')}`}${stable ? '' : '  UNSTABLE'}`;
    }),
  ];
  return { replications: plan.replications, requests, points, lines };
}

/** What a run would do: its points and the load offered to every part, computed without running it. */

import { makePolicy } from '../sim/plan/make-policy.ts';
import { isStable, lambdaMax, offeredLoad } from '../sim/plan/offered-load.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { policyLabel } from '../sim/plan/policy-label.ts';
import { preparePoint } from '../sim/plan/prepare-point.ts';
import { formatDecimals, formatMs, shortSetting } from './format-number.ts';
import { stationTitle } from './parts.ts';
import { TABLE_WIDTH } from './table.ts';
import { wrapText } from './wrap-text.ts';

export interface PlanDescription {
  readonly replications: number;
  /** Requests of the whole run, with the fewest replications. */
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
    return { policy: policyLabel(point.policy), params: point.params, load, lambda_max_per_s, stable: isStable(load, point) };
  });
  const { replications, until } = plan;
  const reasons = plan.points.map((point) =>
    makePolicy(point).choice.kind === 'adaptive' ? 'load depends on what the policy sees' : 'closed or offline arrivals',
  );
  const requests = plan.points.reduce((sum, { workload }) => sum + workload.requests, 0) * replications;
  const lines = [
    `${points.length} points x ${replications} replications, ${formatDecimals(requests, 0)} requests in all`,
    ...(until === null ? [] : [`and up to ${until.most} replications until the ${until.figure} is known within ${until.within * 100} %`]),
    ...points.flatMap(({ policy, params, load, lambda_max_per_s, stable }, i) => {
      const keys = Object.keys(params).filter((key) => key !== 'p_tar' || params['p_tar'] !== params['p_d']);
      const setting = keys.map((key) => `${key} ${shortSetting(params[key] as number | string)}`);
      const loads = Object.entries(load ?? {}).map(([part, value]) => `${stationTitle(part, Object.keys(load ?? {}))} ${value.toFixed(3)}`);
      const most = lambda_max_per_s === null ? '' : `, at most ${formatMs(lambda_max_per_s)} requests/s`;
      const said = `${[policy, ...setting].join(' ')}: ${load === null ? reasons[i] : `load ${loads.join(', ')}`}${most}${stable ? '' : ', UNSTABLE'}`;
      return wrapText(said, TABLE_WIDTH - 4, (line) => line.length, ', ')
        .flatMap((line) => wrapText(line, TABLE_WIDTH - 4, (piece) => piece.length))
        .map((line, index) => `${index === 0 ? '  ' : '    '}${line}`);
    }),
  ];
  return { replications, requests, points, lines };
}

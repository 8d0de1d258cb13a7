/** A loaded scenario deployed otherwise: other exits a tier, another payload, codec or policy, everything else as it is. */

import { type CodedAnswers, readCoded } from '../models/read-coded.ts';
import type { PointPlan } from '../sim/plan/plan.ts';
import { compileScenario } from './compile-scenario.ts';
import type { LoadedScenario } from './load-scenario.ts';
import type { PolicySpec, Scenario } from './schema.ts';

export type PayloadKind = NonNullable<Scenario['offload']>['payload'];
export type Codec = NonNullable<Scenario['offload']>['codec'];

/** What may be decided when a network is deployed, apart from the policy. */
export interface Deployment {
  /** Exits of each tier, in order. */
  readonly exits: readonly (readonly number[])[];
  /** Null where the scenario has no link. */
  readonly payload: PayloadKind | null;
  readonly codec: Codec | null;
}

/** The deployment that a scenario writes. */
export function deploymentOf({ tiers, offload }: Scenario): Deployment {
  return { exits: Object.values(tiers).map(({ exits }) => exits), payload: offload?.payload ?? null, codec: offload?.codec ?? null };
}

/** The scenario with another deployment and policy, and nothing swept. */
export function varyScenario(scenario: Scenario, { exits, payload, codec }: Deployment, policy: PolicySpec): Scenario {
  const { sweep: _, offload, ...rest } = scenario;
  const tiers = Object.entries(scenario.tiers).map(([name, tier], t) => [name, { ...tier, exits: [...(exits[t] as readonly number[])] }]);
  return {
    ...rest,
    tiers: Object.fromEntries(tiers),
    policies: [policy],
    ...(offload === undefined || payload === null || codec === null ? {} : { offload: { ...offload, payload, codec } }),
  };
}

/** What the codec of a deployment changes. @throws InvalidInput where the trace does not tell */
export async function codedFor({ tracePath, trace }: LoadedScenario, { payload, codec }: Deployment): Promise<CodedAnswers> {
  return readCoded(tracePath, trace, payload ?? 'features', codec ?? 'f32');
}

/** The one point of a varied scenario. @param coded of its deployment */
export function compileVaried(loaded: LoadedScenario, varied: Scenario, coded: CodedAnswers): PointPlan {
  return compileScenario([{ setting: {}, scenario: varied }], { ...loaded.recordings, coded })[0] as PointPlan;
}

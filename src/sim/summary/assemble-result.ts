/** The result document, from points and the names of what they came from. */

import { sha256 } from '../kernel/sha256.ts';
import type { Plan, PointPlan } from '../plan/plan.ts';
import { canonicalJson } from './canonical-json.ts';
import { comparePoints } from './compare-points.ts';
import { findCrossing } from './find-crossing.ts';
import type { Result } from './result.ts';
import type { PointRun } from './summarize-point.ts';
import { tellPoint } from './tell-point.ts';

/** What a result says of its origin. */
export interface Origin {
  /** Version of the engine. */
  readonly engine: string;
  readonly scenario: { readonly name: string; readonly resolved: unknown };
  readonly trace: { readonly sha256: string; readonly samples: number };
}

/** @param runs of the plan's points, in order; points beyond the last run are left out */
export function assembleResult(plan: Plan, runs: readonly PointRun[], origin: Origin): Result {
  const points = runs.map((run, p) => {
    const point = plan.points[p] as PointPlan;
    return { ...tellPoint(point, run), replications: run.replications, isTargetSwept: point.isTargetSwept };
  });
  const results = points.map(({ result }) => result);
  return {
    schema: 'sim.result/1',
    engine: origin.engine,
    scenario: { ...origin.scenario, sha256: sha256(canonicalJson(origin.scenario.resolved)) },
    trace: origin.trace,
    seed: plan.seed,
    replications: plan.replications,
    digest: sha256(`[${points.map(({ canonical }) => canonical).join(',')}]`),
    points: results,
    crossing: findCrossing(results),
    comparison: comparePoints(points),
  };
}

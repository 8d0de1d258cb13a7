/**
 * A plan small enough to lie in a page: what all points have in common once, and of each point its policy.
 *
 * Plain data and typed arrays. This room is read by Node, which writes the page, and by the browser, which runs what is in it.
 */

import type { Plan, PointPlan, RecordedExits, TierCosts } from '../sim/plan/plan.ts';

/** World, workload, recordings: what the points of a plan share. */
type Shared = Pick<PointPlan, 'world' | 'workload' | 'recorded' | 'tiers' | 'payload' | 'exits' | 'classes'>;

export interface LivePlan extends Omit<Plan, 'points'>, Shared {
  readonly points: readonly Pick<PointPlan, 'policy' | 'params' | 'isTargetSwept'>[];
}

/**
 * The plan without what its policies never look at: logits, and times of pieces that a tier never runs.
 *
 * @returns null where points differ in more than their policies, or a policy needs more than confidences
 */
export function toLivePlan({ points, ...rest }: Plan): LivePlan | null {
  const [first] = points;
  if (first === undefined) return null;
  const { world, workload, recorded, tiers, payload, exits, classes } = first;
  const isAlike = (point: PointPlan) =>
    point.world === world &&
    point.workload === workload &&
    point.tiers === tiers &&
    point.payload === payload &&
    point.profile === undefined;
  const isPlain = ({ policy }: PointPlan) => policy.name === 'deex' || policy.name === 'ordinary';
  if (!points.every((point) => isAlike(point) && isPlain(point))) return null;
  return {
    ...rest,
    world,
    workload,
    recorded: withoutLogits(recorded),
    tiers: tiers.map(withoutUnused),
    payload,
    exits,
    classes,
    points: points.map(({ policy, params, isTargetSwept }) => ({ policy, params, isTargetSwept })),
  };
}

/** The plan that the engine runs. */
export function toPlan({ points, seed, replications, until, batches, ...shared }: LivePlan): Plan {
  return { seed, replications, until, batches, points: points.map((point) => ({ ...point, ...shared })) };
}

function withoutLogits({ labels, confidence, prediction, coded }: RecordedExits): RecordedExits {
  const bare = coded?.map((exit) => ({ ...exit, logits: new Float32Array(0) })) ?? null;
  return { labels, confidence, prediction, logits: null, coded: bare };
}

/** A tier runs no segment above its last exit, and no branch of an exit that another tier holds. */
function withoutUnused(tier: TierCosts): TierCosts {
  const last = tier.exits.at(-1) ?? 0;
  const keep = (times: readonly Float64Array[], isUsed: (piece: number) => boolean) =>
    times.map((values, index) => (isUsed(index + 1) ? values : new Float64Array(values.length)));
  return {
    ...tier,
    segmentNs: keep(tier.segmentNs, (segment) => segment <= last),
    branchNs: keep(tier.branchNs, (branch) => tier.exits.includes(branch)),
  };
}

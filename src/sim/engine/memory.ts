/** Memory that a run takes, told beforehand. */

import type { Plan, PointPlan } from '../plan/plan.ts';
import { partNames } from '../records/records.ts';
import { keptDrawsBytes } from './remember-draws.ts';

/** Bytes of a device: its random stream and its places in heap and queues. */
const DEVICE_BYTES = 500;

/** What comes together for each request that several end devices see, and where it is kept. */
const FORK_COLUMNS = 4;

/** Records of one replication of a point, and its devices. */
export function replicationBytes({ world, workload }: PointPlan): number {
  const columns = partNames(world).length + (world.radio === null ? 4 : 10) + (world.fork === undefined ? 0 : FORK_COLUMNS);
  return workload.requests * (8 * columns + 18) + world.devices * (world.fork?.views ?? 1) * DEVICE_BYTES;
}

/** What each thread that runs a share of the plan takes at most, recordings not counted. */
export function shareBytes(plan: Plan): number {
  return plan.points.reduce((most, point) => Math.max(most, replicationBytes(point)), 0) + keptDrawsBytes(plan);
}

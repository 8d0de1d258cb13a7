/**
 * A closer look at some points of a plan: how their latencies are distributed, and how their queues grow and shrink.
 *
 * Their first replication is run once more, with the same chance, so that a run itself need not keep what nobody may ask for. Pure.
 */

import { type EngineChoice, shareRunner } from './engine/run-plan.ts';
import type { Plan, PointPlan } from './plan/plan.ts';
import { type LatencyQuantiles, latencyQuantiles } from './summary/latency-quantiles.ts';
import { type QueueLengths, queueLengths } from './summary/queue-lengths.ts';
import type { Result } from './summary/result.ts';

/** One point, its first replication. */
export interface CloserPoint {
  /** Index into Result.points. */
  readonly point: number;
  readonly policy: string;
  readonly params: PointPlan['params'];
  /** Null where nothing was answered. */
  readonly quantiles: LatencyQuantiles | null;
  /** Null where it was not asked for, or the records do not tell. */
  readonly queues: QueueLengths | null;
}

/** What stands in distributions.json. */
export interface CloserLook {
  readonly schema: 'sim.distributions/1';
  /** Digest of the result it belongs to. */
  readonly digest: string;
  readonly points: readonly CloserPoint[];
}

/** Requests of all points together above which a closer look would cost too much time. */
const MOST_REQUESTS = 1e6;

/** Points to look at, and those of them whose queues are wanted; indices into Plan.points. */
export interface Closer {
  readonly points: readonly number[];
  readonly withQueues: readonly number[];
}

/** Null where there is nothing to look at, or too much. */
export function lookCloser(plan: Plan, result: Result, { points, withQueues }: Closer, engine: EngineChoice = 'auto'): CloserLook | null {
  const requests = points.reduce((sum, p) => sum + (plan.points[p] as PointPlan).workload.requests, 0);
  if (requests === 0 || requests > MOST_REQUESTS) return null;
  const looks: CloserPoint[] = [];
  const run = shareRunner(plan, {
    engine,
    onRecords: ({ policy, params }, prepared, _, records) => {
      const point = points[looks.length] as number;
      const queues = withQueues.includes(point) ? queueLengths(prepared, records) : null;
      looks.push({ point, policy: policy.name, params, quantiles: latencyQuantiles(prepared, records), queues });
    },
  });
  for (const _ of run({ points, from: 0, to: 1 }));
  return { schema: 'sim.distributions/1', digest: result.digest, points: looks };
}

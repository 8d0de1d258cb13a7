/**
 * Runs a whole plan: every point in every replication, each condensed as soon as it is done.
 *
 * What chance decides (arrivals, sample order) is drawn once a replication and workload and shared by all points, so that every
 * policy and every swept value sees the same.
 */

import type { Plan, PointPlan, WorkloadPlan } from '../plan/plan.ts';
import { allocateRecords, type Records } from '../records/records.ts';
import { type ReplicationSummary, summarizeReplication } from '../summary/replication-summary.ts';
import { offlineArrivals, periodicArrivals, poissonArrivals, timestampArrivals } from '../world/arrivals.ts';
import { sampleOrder } from '../world/sample-order.ts';
import { type Draws, runEvents } from './run-events.ts';

export interface RunOptions {
  /** Called after each replication of each point. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Sees every request of every point; the records are reused afterwards. */
  readonly onRecords?: (point: PointPlan, replication: number, records: Records) => void;
}

/** @returns for each point of the plan, in order, its replications in order */
export function runPlan(plan: Plan, options: RunOptions = {}): ReplicationSummary[][] {
  const summaries: ReplicationSummary[][] = plan.points.map(() => []);
  const total = plan.points.length * plan.replications;
  let done = 0;
  for (let replication = 0; replication < plan.replications; replication++) {
    const drawn = new Map<string, Draws>();
    let records: Records | null = null;
    let shape = '';
    plan.points.forEach((point, p) => {
      const key = drawKey(point);
      let draws = drawn.get(key);
      if (draws === undefined) {
        draws = draw(point, plan.seed, replication);
        drawn.set(key, draws);
      }
      const wanted = `${point.workload.requests} ${JSON.stringify(point.world.tiers)} ${point.world.links.length}`;
      if (records === null || shape !== wanted) {
        records = allocateRecords(point.world, point.workload.requests);
        shape = wanted;
      }
      runEvents(point, draws, records);
      options.onRecords?.(point, replication, records);
      (summaries[p] as ReplicationSummary[]).push(summarizeReplication(point, records));
      options.onProgress?.(++done, total);
    });
  }
  return summaries;
}

function draw({ world, workload, itinerary }: PointPlan, seed: number, replication: number): Draws {
  return {
    arrivals: openArrivals(workload, world.devices, seed, replication),
    samples: sampleOrder(workload.order, workload.requests, itinerary.samples, seed, replication),
  };
}

function openArrivals({ arrivals, requests }: WorkloadPlan, devices: number, seed: number, replication: number) {
  switch (arrivals.kind) {
    case 'poisson':
      return poissonArrivals(arrivals.ratePerS, requests, devices, seed, replication);
    case 'periodic':
      return periodicArrivals(arrivals.periodNs, requests, devices);
    case 'timestamps':
      return timestampArrivals(arrivals.timesNs, requests, devices);
    case 'offline':
      return offlineArrivals(requests, devices);
    case 'single-stream':
      return null;
  }
}

/** Points of equal key share their draws. */
function drawKey({ world, workload, itinerary }: PointPlan): string {
  const { arrivals, requests, order } = workload;
  const process = arrivals.kind === 'timestamps' ? { kind: arrivals.kind } : arrivals;
  return JSON.stringify([process, requests, order, world.devices, itinerary.samples]);
}

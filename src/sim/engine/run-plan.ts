/**
 * Runs a plan point by point, each replication condensed as soon as it is done.
 *
 * What chance decides (arrivals, sample order) depends on seed, replication and workload alone and is shared by all points, so that
 * every policy and every swept value sees the same.
 */

import { type Load, offeredLoad } from '../plan/offered-load.ts';
import type { ArrivalsPlan, Plan, PointPlan, PreparedPoint } from '../plan/plan.ts';
import { preparePoint } from '../plan/prepare-point.ts';
import { allocateRecords, type Records } from '../records/records.ts';
import { type ReplicationSummary, summarizeReplication } from '../summary/replication-summary.ts';
import type { PointRun } from '../summary/summarize-point.ts';
import { makeDraws } from './make-draws.ts';
import { type Draws, runEvents } from './run-events.ts';

export interface RunOptions {
  /** Called after each replication of each point. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Sees every request of every point; the records are reused afterwards. */
  readonly onRecords?: (point: PointPlan, prepared: PreparedPoint, replication: number, records: Records) => void;
}

/** Draws kept for the points to come, at most this many requests' worth (16 bytes each). */
const MOST_KEPT = 2 ** 24;

/**
 * Yields after every replication: null, or the point's run when it was its last. Stop pulling, and the rest is not run.
 *
 * @returns runs in the order of the plan's points
 */
export function* runPlanStepwise(plan: Plan, options: RunOptions = {}): Generator<PointRun | null, void> {
  const total = plan.points.length * plan.replications;
  const draws = rememberDraws(plan.seed);
  let records: Records | null = null;
  let shape = '';
  let done = 0;
  for (const point of plan.points) {
    const prepared = preparePoint(point);
    const wanted = `${point.workload.requests} ${JSON.stringify(point.world.tiers)} ${point.world.links.length}`;
    if (records === null || shape !== wanted) {
      records = allocateRecords(point.world, point.workload.requests);
      shape = wanted;
    }
    const run = startPoint(prepared);
    for (let replication = 0; replication < plan.replications; replication++) {
      runEvents(prepared, draws(prepared, replication), records);
      options.onRecords?.(point, prepared, replication, records);
      run.add(records);
      options.onProgress?.(++done, total);
      yield replication === plan.replications - 1 ? run.end() : null;
    }
  }
}

function startPoint(prepared: PreparedPoint) {
  const replications: ReplicationSummary[] = [];
  const isSeen = new Uint8Array(prepared.itinerary.samples);
  const load: Load | null = offeredLoad(prepared);
  return {
    add(records: Records) {
      for (let r = prepared.workload.warmup.kind === 'count' ? prepared.workload.warmup.requests : 0; r < records.requests; r++)
        isSeen[records.sample[r] as number] = 1;
      replications.push(summarizeReplication(prepared, records));
    },
    end: (): PointRun => ({ replications, load, distinctSamples: isSeen.reduce((sum, seen) => sum + seen, 0) }),
  };
}

/** Draws by workload and replication, made once as far as memory allows. */
function rememberDraws(seed: number): (point: PreparedPoint, replication: number) => Draws {
  const kept = new Map<string, Draws>();
  let requestsKept = 0;
  return (point, replication) => {
    const key = `${replication} ${drawKey(point)}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const { requests } = point.workload;
    const drawn = makeDraws(point, seed, replication);
    if (requestsKept + requests <= MOST_KEPT) {
      kept.set(key, drawn);
      requestsKept += requests;
    }
    return drawn;
  };
}

/** Points of equal key share their draws. */
function drawKey({ world, workload, itinerary }: PreparedPoint): string {
  const { arrivals, requests, order, kinds } = workload;
  const process: Omit<ArrivalsPlan, 'timesNs'> = arrivals.kind === 'timestamps' ? { kind: arrivals.kind } : arrivals;
  return JSON.stringify([process, requests, order, kinds.map(({ share }) => share), world.devices, itinerary.samples]);
}

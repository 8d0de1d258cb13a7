/**
 * Runs a plan point by point, each replication condensed as soon as it is done.
 *
 * What chance decides depends on seed, replication and workload alone and is shared by all points, so that every policy and every
 * swept value sees the same; a point that needs more replications than another adds new ones and leaves those they share as they are.
 */

import { isStable, lambdaMax, offeredLoad } from '../plan/offered-load.ts';
import type { KindPlan, Plan, PointPlan, PreparedPoint } from '../plan/plan.ts';
import { preparePoint } from '../plan/prepare-point.ts';
import { allocateRecords, partNames, type Records } from '../records/records.ts';
import { isDone, mostReplications, precisionOf } from '../summary/precision.ts';
import { type ReplicationSummary, summarizeReplication } from '../summary/replication-summary.ts';
import { countSamples } from '../summary/sample-counts.ts';
import type { PointRun } from '../summary/summarize-point.ts';
import type { Draws } from './draws.ts';
import { makeDraws } from './draws.ts';
import { runEvents } from './run-events.ts';
import { runRecursion, whyEvents } from './run-recursion.ts';

/** Which engine runs a point: `auto` takes the recursion where it applies. */
export type EngineChoice = 'auto' | 'events' | 'recursion';

export interface RunOptions {
  /** `auto` unless given; both give the same bytes. */
  readonly engine?: EngineChoice;
  /**
   * Called after each replication of each point. `total` is the most there can be; a point that stops early counts as all of its share,
   * so that `done` ends at `total`.
   */
  readonly onProgress?: (done: number, total: number) => void;
  /** Sees every request of every point; the records are reused afterwards. */
  readonly onRecords?: (point: PointPlan, prepared: PreparedPoint, replication: number, records: Records) => void;
}

/** Draws kept for the points to come, at most this many requests' worth (17 bytes each). */
const MOST_KEPT = 2 ** 24;

/** Replications that a plan runs at most, over all its points. */
export function mostRuns(plan: Plan): number {
  return plan.points.length * mostReplications(plan);
}

/**
 * Yields after every replication: null, or the point's run when it was its last. Stop pulling, and the rest is not run.
 *
 * @returns runs in the order of the plan's points
 */
export function* runPlanStepwise(plan: Plan, options: RunOptions = {}): Generator<PointRun | null, void> {
  const most = mostReplications(plan);
  const total = mostRuns(plan);
  const draws = rememberDraws(plan.seed);
  let records: Records | null = null;
  let shape = '';
  for (const [p, point] of plan.points.entries()) {
    const prepared = preparePoint(point);
    const wanted = shapeOf(point);
    if (records === null || shape !== wanted) {
      records = allocateRecords(point.world, point.workload.requests);
      shape = wanted;
    }
    const run = startPoint(plan, prepared);
    const runOne = options.engine !== 'events' && whyEvents(point) === null ? runRecursion : runEvents;
    for (let replication = 0; ; replication++) {
      runOne(prepared, draws(prepared, replication), records);
      options.onRecords?.(point, prepared, replication, records);
      const isLast = run.add(records);
      options.onProgress?.(isLast ? (p + 1) * most : p * most + replication + 1, total);
      yield isLast ? run.end() : null;
      if (isLast) break;
    }
  }
}

/** Points of equal shape share their records. */
function shapeOf({ world, workload }: PointPlan): string {
  return JSON.stringify([workload.requests, partNames(world), world.radio === null]);
}

function startPoint(plan: Plan, prepared: PreparedPoint) {
  const replications: ReplicationSummary[] = [];
  const isSeen = new Uint8Array(prepared.itinerary.samples);
  const load = offeredLoad(prepared);
  const stable = isStable(load, prepared);
  return {
    /** @returns whether the point is done */
    add(records: Records): boolean {
      const summary = summarizeReplication(prepared, records, replications.length === 0 ? plan.batches : null);
      replications.push(summary);
      markAnswered(isSeen, records, summary.warmup);
      return isDone(plan, replications, stable);
    },
    end: (): PointRun => ({
      replications,
      load,
      lambdaMaxPerS: lambdaMax(prepared),
      distinctSamples: isSeen.reduce((sum, seen) => sum + seen, 0),
      precision: plan.until === null ? null : precisionOf(plan.until, replications, stable),
    }),
  };
}

/** Marks the samples that were counted and answered at least once. */
function markAnswered(isSeen: Uint8Array, records: Records, first: number): void {
  if (records.exitOfSample !== null) {
    const { counts, each } = countSamples(records.sample, first, isSeen.length);
    if (each !== null && each > 0) isSeen.fill(1);
    else for (let i = 0; i < counts.length; i++) if ((counts[i] as number) > 0) isSeen[i] = 1;
    return;
  }
  const { exit, sample } = records;
  for (let r = first; r < records.requests; r++) if ((exit[r] as number) > 0) isSeen[sample[r] as number] = 1;
}

/** Draws by workload and replication, made once as far as memory allows. */
function rememberDraws(seed: number): (point: PreparedPoint, replication: number) => Draws {
  const kept = new Map<string, Draws>();
  const recordings = new Map<Float64Array, number>();
  let requestsKept = 0;
  return (point, replication) => {
    const key = `${replication} ${drawKey(point, recordings)}`;
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

/** Points of equal key share their draws. @param recordings number of each list of recorded times met so far */
function drawKey({ world, workload, itinerary }: PreparedPoint, recordings: Map<Float64Array, number>): string {
  const { arrivals, requests, order, kinds } = workload;
  let process: unknown = arrivals;
  if (arrivals.kind === 'timestamps') {
    if (!recordings.has(arrivals.timesNs)) recordings.set(arrivals.timesNs, recordings.size);
    process = recordings.get(arrivals.timesNs);
  }
  return JSON.stringify([process, requests, order, sharesOf(kinds), world.devices, itinerary.samples]);
}

function sharesOf(kinds: readonly KindPlan[]): number[] {
  return kinds.map(({ share }) => share);
}

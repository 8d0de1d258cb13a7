/** What chance decided, kept for the points to come: those of equal workload share it. */

import type { KindPlan, Plan, PreparedPoint } from '../plan/plan.ts';
import { type Draws, makeDraws } from './draws.ts';

/** Draws kept for the points to come, at most this many requests' worth. */
const MOST_KEPT = 2 ** 24;
/** Arrival time, device, sample and kind of a request. */
const REQUEST_BYTES = 17;

/** Memory that the draws kept for a plan take at most. */
export function keptDrawsBytes({ points, replications, until }: Plan): number {
  const requests = points.reduce((most, { workload }) => Math.max(most, workload.requests), 0);
  return Math.min(MOST_KEPT, requests * Math.max(replications, until?.most ?? 0)) * REQUEST_BYTES;
}

/** Draws by workload and replication, made once as far as memory allows. */
export function rememberDraws(seed: number): (point: PreparedPoint, replication: number) => Draws {
  /** By workload, then by replication. */
  const kept = new Map<string, Draws[]>();
  const recordings = new Map<Float64Array, number>();
  const known = new WeakMap<PreparedPoint, Draws[]>();
  let requestsKept = 0;
  const drawsOf = (point: PreparedPoint): Draws[] => {
    let draws = known.get(point);
    if (draws === undefined) {
      const key = drawKey(point, recordings);
      draws = kept.get(key) ?? [];
      kept.set(key, draws);
      known.set(point, draws);
    }
    return draws;
  };
  return (point, replication) => {
    const draws = drawsOf(point);
    const before = draws[replication];
    if (before !== undefined) return before;
    const { requests } = point.workload;
    const drawn = makeDraws(point, seed, replication);
    if (requestsKept + requests <= MOST_KEPT) {
      draws[replication] = drawn;
      requestsKept += requests;
    }
    return drawn;
  };
}

/** Points of equal key share their draws. @param recordings number of each list of recorded times met so far */
function drawKey({ world, workload, recorded }: PreparedPoint, recordings: Map<Float64Array, number>): string {
  const { arrivals, requests, order, kinds } = workload;
  let process: unknown = arrivals;
  if (arrivals.kind === 'timestamps') {
    if (!recordings.has(arrivals.timesNs)) recordings.set(arrivals.timesNs, recordings.size);
    process = recordings.get(arrivals.timesNs);
  }
  return JSON.stringify([process, requests, order, sharesOf(kinds), world.devices, recorded.labels.length]);
}

function sharesOf(kinds: readonly KindPlan[]): number[] {
  return kinds.map(({ share }) => share);
}

/** Who does what: a plan divided among threads, by points or by replications. */

import { shareBytes } from '../sim/engine/memory.ts';
import type { EngineChoice, Share } from '../sim/engine/run-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { estimateWork, type Work } from './estimate-work.ts';

/**
 * What a helper costs before it is of use: it starts within 0.05 s, but its code is compiled once more, on cores that the run could use.
 */
const START_NS = 300e6;
/** For each helper more. */
const NEXT_START_NS = 15e6;
/** What it costs to ask one that stands by: a run of next to nothing on two threads takes 24 to 45 ms, where all is compiled. */
const ASK_NS = 20e6;
/** Memory of a thread before it does anything. */
const THREAD_BYTES = 40 * 2 ** 20;

export interface Division {
  /** Threads that run the shares, the one that asks among them. */
  readonly threads: number;
  /** In the order in which they are taken. */
  readonly shares: readonly Share[];
}

export interface Machine {
  readonly cores: number;
  /** Memory that a run may take [bytes]. */
  readonly memoryBytes: number;
  /** Helpers that stand by. */
  readonly standingBy: number;
}

/**
 * @param jobs threads at most; null: as many as pay
 * @param machine where memory is short, fewer threads are taken
 */
export function dividePlan(plan: Plan, jobs: number | null, engine: EngineChoice, machine: Machine): Division {
  const inMemory = Math.floor(machine.memoryBytes / (shareBytes(plan) + THREAD_BYTES));
  const most = Math.max(1, Math.min(jobs ?? machine.cores, inMemory, mostShares(plan)));
  const work = estimateWork(plan, engine);
  let threads = most;
  if (jobs === null) {
    const timeNs = (n: number) => (n === 1 ? wholeNs(plan, work) : bestNs(plan, work, n) + callNs(n - 1, machine.standingBy));
    threads = 1;
    for (let n = 2; n <= most; n++) if (timeNs(n) < timeNs(threads)) threads = n;
  }
  if (threads === 1) return { threads, shares: [{ points: [...plan.points.keys()], from: 0, to: null }] };
  const isByPoints = byPointsNs(plan, work, threads) <= byReplicationsNs(plan, work, threads);
  const shares = isByPoints ? byPoints(plan) : byReplications(plan, threads);
  return { threads: Math.min(threads, shares.length), shares };
}

/** A point whose replications go on until a figure is known well enough is one thread's. */
function mostShares({ points, replications, until }: Plan): number {
  return until === null ? Math.max(points.length, replications) : points.length;
}

/** A share a point, taken by whichever thread is free: points are finished in order, nearly. */
function byPoints({ points }: Plan): Share[] {
  return [...points.keys()].map((point) => ({ points: [point], from: 0, to: null }));
}

/** A share a thread: all points in some of the replications, so that the draws of a replication are made once. */
function byReplications({ points, replications }: Plan, threads: number): Share[] {
  const shares = Math.min(threads, replications);
  const bound = (i: number) => Math.floor((i * replications) / shares);
  return Array.from({ length: shares }, (_, i) => ({ points: [...points.keys()], from: bound(i), to: bound(i + 1) }));
}

function callNs(helpers: number, standingBy: number): number {
  const started = Math.max(0, helpers - standingBy);
  return ASK_NS * helpers + (started === 0 ? 0 : START_NS + (started - 1) * NEXT_START_NS);
}

function wholeNs({ replications }: Plan, { preparingNs, runningNs, drawingNs }: Work): number {
  return preparingNs + replications * (runningNs + drawingNs);
}

/** Every thread makes the draws of every replication that it meets. */
function byPointsNs({ points, replications }: Plan, { preparingNs, runningNs, drawingNs }: Work, threads: number): number {
  const share = Math.ceil(points.length / threads) / points.length;
  return share * (preparingNs + replications * runningNs) + replications * drawingNs;
}

/** Every thread makes every point ready. */
function byReplicationsNs({ replications, until }: Plan, { preparingNs, runningNs, drawingNs }: Work, threads: number): number {
  return until === null ? preparingNs + Math.ceil(replications / threads) * (runningNs + drawingNs) : Infinity;
}

function bestNs(plan: Plan, work: Work, threads: number): number {
  return Math.min(byPointsNs(plan, work, threads), byReplicationsNs(plan, work, threads));
}

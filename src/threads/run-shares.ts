/**
 * Runs the shares of a plan on threads and puts what they gave together in the order of the plan, so that the answer is that of one
 * thread. The only file that knows the library of threads.
 */

import { extname } from 'node:path';
import { Piscina } from 'piscina';
import { joinParts, type PointPart } from '../sim/engine/point-part.ts';
import { type EngineChoice, mostRuns, type Share } from '../sim/engine/run-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import type { PointRun } from '../sim/summary/summarize-point.ts';
import { doneOn, makeBoard, stopAfter } from './board.ts';
import type { Division } from './divide-plan.ts';
import { errorOf, type Failure, type ShareOutcome, type ThreadSetup } from './messages.ts';
import { shareArrays } from './share-arrays.ts';

/** How often progress is told [ms]. */
const TELL_MS = 50;

export interface ThreadsOptions {
  readonly engine?: EngineChoice;
  /** Called now and then; `done` ends at `total`. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops the run; each thread finishes the replication at hand. */
  readonly signal?: AbortSignal | undefined;
  /** File that each thread starts with; for tests. */
  readonly worker?: URL;
}

/**
 * @returns runs of the plan's points in order, all of them or, after the signal, those before the first that is not finished
 * @throws what running the plan on one thread throws; Error where a thread ends by itself
 */
export async function runShares(plan: Plan, { threads, shares }: Division, options: ThreadsOptions): Promise<PointRun[]> {
  const { engine = 'auto', onProgress, signal } = options;
  const board = makeBoard();
  const stop = () => stopAfter(board, -1);
  if (signal?.aborted === true) return [];
  signal?.addEventListener('abort', stop);
  const setup: ThreadSetup = { plan: shareArrays(plan), engine, board };
  const worker = options.worker ?? new URL(`worker${extname(import.meta.url)}`, import.meta.url);
  // Without stricterFIFO a share that finds all threads busy goes to the end of the queue.
  const size = { minThreads: threads, maxThreads: threads, stricterFIFO: true };
  const pool = new Piscina({ ...size, filename: worker.href, name: 'runShare', workerData: setup, recordTiming: false });
  const total = mostRuns(plan);
  const tell = () => onProgress?.(doneOn(board), total);
  const telling = setInterval(tell, TELL_MS);
  const gathered = gatherParts(plan, shares);
  const failures: Failure[] = [];
  try {
    const died = new Promise<never>((_, reject) => pool.on('error', reject));
    const runAll = shares.map(async (share) => {
      const { parts, failure }: ShareOutcome = await pool.run(share);
      for (const part of parts) gathered.add(part);
      if (failure !== null) failures.push(failure);
    });
    await Promise.race([Promise.all(runAll), died]);
    tell();
  } finally {
    stop();
    clearInterval(telling);
    signal?.removeEventListener('abort', stop);
    await pool.destroy();
  }
  const first = failures.sort((a, b) => a.point - b.point || a.replication - b.replication)[0];
  if (first !== undefined) throw errorOf(first);
  return gathered.runs();
}

/** Parts as they come, each point put together as soon as it is whole. */
function gatherParts(plan: Plan, shares: readonly Share[]) {
  const wanted = new Uint32Array(plan.points.length);
  for (const { points } of shares) for (const p of points) wanted[p] = (wanted[p] as number) + 1;
  const waiting = new Map<number, PointPart[]>();
  const whole: (PointRun | undefined)[] = new Array(plan.points.length).fill(undefined);
  return {
    add(part: PointPart): void {
      const parts = [...(waiting.get(part.point) ?? []), part];
      if (parts.length < (wanted[part.point] as number)) {
        waiting.set(part.point, parts);
        return;
      }
      waiting.delete(part.point);
      whole[part.point] = joinParts(plan, parts);
    },
    /** Runs of the points in order, up to the first that is not whole. */
    runs(): PointRun[] {
      const end = whole.indexOf(undefined);
      return whole.slice(0, end < 0 ? whole.length : end) as PointRun[];
    },
  };
}

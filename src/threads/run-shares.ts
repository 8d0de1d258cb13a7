/**
 * Runs the shares of a plan on threads, the calling one among them, and puts what they gave together in the order of the plan, so that
 * the answer is that of one thread. The only file that knows the library of threads.
 */

import { Piscina } from 'piscina';
import { joinParts, type PointPart } from '../sim/engine/point-part.ts';
import { type EngineChoice, mostRuns } from '../sim/engine/run-plan.ts';
import type { Plan } from '../sim/plan/plan.ts';
import type { PointRun } from '../sim/summary/summarize-point.ts';
import { doneOn, makeBoard, stopAfter } from './board.ts';
import type { Division } from './divide-plan.ts';
import { firstError } from './failure.ts';
import { shareArrays } from './share-arrays.ts';
import { type Takings, takeShares, type Undertaking } from './take-shares.ts';

/** How long to compute between two looks at the outside world [ms]. */
const LOOK_MS = 50;

export interface ThreadsOptions {
  readonly engine?: EngineChoice;
  /** Called now and then; `done` ends at `total`. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
  /** Stops the run; each thread finishes the replication at hand. */
  readonly signal?: AbortSignal | undefined;
  /** File that each helper starts with; for tests. */
  readonly worker?: URL;
}

/**
 * @returns runs of the plan's points in order, all of them or, after the signal, those before the first that is not finished
 * @throws what running the plan on one thread throws; Error where a helper ends by itself
 */
export async function runShares(plan: Plan, { threads, shares }: Division, options: ThreadsOptions): Promise<PointRun[]> {
  const { engine = 'auto', onProgress, signal } = options;
  const undertaking: Undertaking = { plan: shareArrays(plan), engine, shares, board: makeBoard() };
  const { board } = undertaking;
  const stop = () => stopAfter(board, -1);
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop);
  const worker = options.worker ?? new URL('worker.cjs', import.meta.url);
  const helpers = threads - 1;
  const size = { minThreads: helpers, maxThreads: helpers, recordTiming: false };
  const pool = new Piscina({ ...size, filename: worker.href, name: 'help', workerData: undertaking });
  const tell = () => onProgress?.(doneOn(board), mostRuns(plan));
  const telling = setInterval(tell, LOOK_MS);
  try {
    const died = new Promise<never>((_, reject) => pool.on('error', reject));
    const helping = Promise.race([died, Promise.all(Array.from({ length: helpers }, (): Promise<Takings> => pool.run(undefined)))]);
    helping.catch(stop);
    const own = await takeHere(undertaking);
    // Helpers are waited for even where nothing is left to take: to end a thread while it reads its modules may end the process.
    const takings = [own, ...(await helping)];
    const error = firstError(takings.flatMap(({ failures }) => failures));
    if (error !== null) throw error;
    tell();
    return putTogether(plan, takings, shares.length);
  } finally {
    stop();
    clearInterval(telling);
    signal?.removeEventListener('abort', stop);
    await pool.destroy();
  }
}

/** The calling thread takes shares too, and looks around now and then. */
async function takeHere(undertaking: Undertaking): Promise<Takings> {
  const steps = takeShares(undertaking);
  let looked = performance.now();
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (performance.now() - looked < LOOK_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    looked = performance.now();
  }
}

/** Runs of the points in order, up to the first that is not whole; a point divided among all shares is when each gave its part. */
export function putTogether(plan: Plan, takings: readonly Takings[], shares: number): PointRun[] {
  const whole = new Map(takings.flatMap(({ runs }) => runs));
  const divided = new Map<number, PointPart[]>();
  for (const part of takings.flatMap(({ parts }) => parts)) divided.set(part.point, [...(divided.get(part.point) ?? []), part]);
  const inOrder: PointRun[] = [];
  for (const point of plan.points.keys()) {
    const parts = divided.get(point) ?? [];
    const run = parts.length === shares ? joinParts(plan, parts) : whole.get(point);
    if (run === undefined) break;
    inOrder.push(run);
  }
  return inOrder;
}

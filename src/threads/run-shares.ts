/**
 * Runs the shares of a plan on threads, the calling one among them, and puts what they gave together in the order of the plan, so that
 * the answer is that of one thread.
 */

import { joinParts, type PointPart } from '../sim/engine/point-part.ts';
import { type EngineChoice, mostRuns } from '../sim/engine/run-plan.ts';
import type { Plan, PointPlan } from '../sim/plan/plan.ts';
import type { PointRun } from '../sim/summary/summarize-point.ts';
import { noteTold } from '../sim/summary/tell-point.ts';
import { doneOn, makeBoard, stopAfter } from './board.ts';
import { callCrew } from './crew.ts';
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
  const crew = await callCrew(options.worker ?? new URL('worker.cjs', import.meta.url));
  const tell = () => onProgress?.(doneOn(board), mostRuns(plan));
  const telling = setInterval(tell, LOOK_MS);
  let takings: Takings[];
  try {
    const helping = Promise.all(Array.from({ length: threads - 1 }, () => crew.ask<Takings>(undertaking)));
    helping.catch(stop);
    const own = await takeHere(undertaking);
    // Helpers are waited for even where nothing is left to take: to end a thread while it reads its modules may end the process.
    takings = [own, ...(await helping)];
  } catch (error) {
    stop();
    await crew.dismiss();
    throw error;
  } finally {
    clearInterval(telling);
    signal?.removeEventListener('abort', stop);
  }
  const error = firstError(takings.flatMap(({ failures }) => failures));
  if (error !== null) throw error;
  tell();
  return putTogether(plan, takings, shares.length);
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
  const whole = new Map<number, PointRun>();
  for (const { point, run, told } of takings.flatMap(({ runs }) => runs)) {
    whole.set(point, run);
    noteTold(plan.points[point] as PointPlan, run, told);
  }
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

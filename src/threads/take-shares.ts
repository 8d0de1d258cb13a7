/** What each thread of a run does: it takes the next share that nobody has taken, until none is left. */

import { joinParts, type PointPart } from '../sim/engine/point-part.ts';
import { type EngineChoice, type Share, shareRunner } from '../sim/engine/run-plan.ts';
import type { Plan, PointPlan } from '../sim/plan/plan.ts';
import type { PointRun } from '../sim/summary/summarize-point.ts';
import { type ToldPoint, tellPoint } from '../sim/summary/tell-point.ts';
import { type Board, isWorthRunning, noteDone, stopAfter, takeNext } from './board.ts';
import { causeOf, type Failure } from './failure.ts';

/** What all threads of a run are given: plain data. */
export interface Undertaking {
  readonly plan: Plan;
  readonly engine: EngineChoice;
  /** In the order in which they are taken. */
  readonly shares: readonly Share[];
  readonly board: Board;
}

export interface TakenRun {
  readonly point: number;
  readonly run: PointRun;
  readonly told: ToldPoint;
}

/** What one thread came to. */
export interface Takings {
  /** Shares it took, finished or not. */
  readonly taken: number;
  /** Points done in all their replications, and what they come to. */
  readonly runs: readonly TakenRun[];
  /** Points done in some of their replications. */
  readonly parts: readonly PointPart[];
  readonly failures: readonly Failure[];
}

/** Yields after every replication. */
export function* takeShares({ plan, engine, shares, board }: Undertaking): Generator<void, Takings> {
  const run = shareRunner(plan, { engine });
  const runs: TakenRun[] = [];
  const parts: PointPart[] = [];
  const failures: Failure[] = [];
  let taken = 0;
  for (let share = shares[takeNext(board)]; share !== undefined; share = shares[takeNext(board)]) {
    taken++;
    const steps = run(share);
    let [settled, replication] = [0, share.from];
    for (let point = share.points[0]; point !== undefined && isWorthRunning(board, point); point = share.points[settled]) {
      try {
        const step = steps.next();
        if (step.done === true) throw new Error(`takeShares: the share ended before point ${point}`);
        const { part } = step.value;
        noteDone(board, step.value.runs);
        replication++;
        if (part !== null) {
          [settled, replication] = [settled + 1, share.from];
          if (share.to === null) runs.push(takeRun(plan, part));
          else parts.push(part);
        }
      } catch (error) {
        const cause = causeOf(error);
        if (cause === null) throw error;
        stopAfter(board, point);
        failures.push({ point, replication, cause });
        break;
      }
      yield;
    }
  }
  return { taken, runs, parts, failures };
}

function takeRun(plan: Plan, part: PointPart): TakenRun {
  const run = joinParts(plan, [part]);
  return { point: part.point, run, told: tellPoint(plan.points[part.point] as PointPlan, run) };
}

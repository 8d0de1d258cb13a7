/** A thread that runs shares of a plan, one after the other; the file that each thread starts with. */

import { workerData } from 'node:worker_threads';
import type { PointPart } from '../sim/engine/point-part.ts';
import { type Share, shareRunner } from '../sim/engine/run-plan.ts';
import { isWorthRunning, noteDone, stopAfter } from './board.ts';
import { causeOf, type ShareOutcome, type ThreadSetup } from './messages.ts';

const { plan, engine, board } = workerData as ThreadSetup;
const run = shareRunner(plan, { engine });

export function runShare(share: Share): ShareOutcome {
  const parts: PointPart[] = [];
  const steps = run(share);
  let replication = share.from;
  for (;;) {
    const point = share.points[parts.length];
    if (point === undefined || !isWorthRunning(board, point)) return { parts, failure: null };
    try {
      const step = steps.next();
      if (step.done === true) return { parts, failure: null };
      const { runs, part } = step.value;
      noteDone(board, runs);
      replication = part === null ? replication + 1 : share.from;
      if (part !== null) parts.push(part);
    } catch (error) {
      const cause = causeOf(error);
      if (cause === null) throw error;
      stopAfter(board, point);
      return { parts, failure: { point, replication, cause } };
    }
  }
}

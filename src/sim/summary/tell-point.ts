/** A point as the result document tells it, made once: by the thread that ran it. */

import type { PointPlan } from '../plan/plan.ts';
import { canonicalJson } from './canonical-json.ts';
import type { PointResult } from './result.ts';
import { type PointRun, summarizePoint } from './summarize-point.ts';

/** Plain data that may travel between threads. */
export interface ToldPoint {
  readonly result: PointResult;
  /** The same as canonical JSON. */
  readonly canonical: string;
}

const known = new WeakMap<PointRun, ToldPoint>();

export function tellPoint(point: PointPlan, run: PointRun): ToldPoint {
  const told = known.get(run) ?? tell(summarizePoint(point, run));
  known.set(run, told);
  return told;
}

/** What another thread has made of a run. */
export function noteTold(run: PointRun, told: ToldPoint): void {
  known.set(run, told);
}

function tell(result: PointResult): ToldPoint {
  return { result, canonical: canonicalJson(result) };
}

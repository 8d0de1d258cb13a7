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

/** What threads have made of runs, and of which point each is a run. */
const known = new WeakMap<PointRun, { readonly point: PointPlan; readonly told: ToldPoint }>();

export function tellPoint(point: PointPlan, run: PointRun): ToldPoint {
  const noted = known.get(run);
  if (noted?.point === point) return noted.told;
  const result = summarizePoint(point, run);
  return { result, canonical: canonicalJson(result) };
}

/** Keeps what a thread has made of a run, for `tellPoint`. */
export function noteTold(point: PointPlan, run: PointRun, told: ToldPoint): void {
  known.set(run, { point, told });
}

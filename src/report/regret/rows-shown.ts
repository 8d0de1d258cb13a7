/** Which rows a reader sees where there are too many: the setting of each policy that deserves a closer look; pure. */

import type { Result } from '../../sim/summary/result.ts';
import { isAnswered } from '../answered.ts';
import { chosenPoints } from '../chosen-points.ts';
import { answeredView, sweepViews } from '../sweep-view.ts';
import type { RegretRow } from './regret.ts';

/** Rows that are all shown. */
const MOST_ROWS = 24;

/** @param rows one for each answered point of the result, in their order */
export function rowsShown(rows: readonly RegretRow[], result: Result): readonly RegretRow[] {
  if (rows.length <= MOST_ROWS) return rows;
  const answered = result.points.filter(isAnswered);
  const chosen = new Set(sweepViews(result).flatMap((view) => chosenPoints(answeredView(view)).map(({ point }) => point)));
  return rows.filter((_, index) => chosen.has(answered[index] as (typeof answered)[number]));
}

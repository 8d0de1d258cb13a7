/** Which points of a result deserve a closer look, and whose they are; pure. */

import type { Closer } from '../sim/look-closer.ts';
import type { Result } from '../sim/summary/result.ts';
import { type ChosenPoint, chosenPoints } from './chosen-points.ts';
import { answeredView, sweepViews } from './sweep-view.ts';

/** Points whose queues are told. */
const MOST_QUEUES = 2;

/** The chosen points of every view; the queues of the first two: of deex and ordinary early exit, where they are there. */
export function closerOf(result: Result): Closer {
  const indexOf = new Map(result.points.map((point, index) => [point as unknown, index]));
  const chosen = sweepViews(result).map((view) => chosenPoints(answeredView(view)));
  const places = (of: readonly ChosenPoint[]) => of.flatMap(({ point }) => indexOf.get(point) ?? []);
  const first = [...(chosen[0] ?? [])].sort((a, b) => rankOf(a) - rankOf(b)).slice(0, MOST_QUEUES);
  return { points: [...new Set(places(chosen.flat()))], withQueues: places(first) };
}

function rankOf({ policy }: ChosenPoint): number {
  const rank = ['deex', 'ordinary'].indexOf(policy);
  return rank === -1 ? 2 : rank;
}

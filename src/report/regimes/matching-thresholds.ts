/**
 * At which thresholds each rule just reaches an accuracy; pure, from a run over thresholds that lie close together.
 *
 * A coarse sweep would hold a rule that happens to have a setting at an accuracy against one that overshoots it, and the gap between two
 * thresholds can be worth more latency than the rules differ by.
 */

import type { Result } from '../../sim/summary/result.ts';
import { isAnswered, rightShare } from '../answered.ts';
import { RIVALS } from './judge-regimes.ts';

/** Between two neighbouring thresholds of the close sweep. */
const STEP = 0.002;

/** What may be lost against the best accuracy where nobody says how much. */
const ACCURACY_SLACK = 0.01;

/** Thresholds kept from where an accuracy is reached on: where samples are drawn by chance, the first may fall just short of it. */
const KEPT = 3;

/** p_d to try, ascending; the last sends everything on. */
export function closeThresholds(): readonly number[] {
  const steps = Math.round(1 / STEP);
  return [...Array.from({ length: steps + 1 }, (_, index) => Number((index * STEP).toFixed(6))), 1.01];
}

export interface Matching {
  /** Least shares of right answers, as asked for or found. */
  readonly accuracies: readonly number[];
  /** Ascending, each once. */
  readonly thresholds: readonly number[];
}

/** @param accuracies null: a percentage point below the best of any setting @param result of both rules over `closeThresholds` */
export function matchingThresholds({ points }: Pick<Result, 'points'>, accuracies: readonly number[] | null): Matching {
  const answered = points.filter(isAnswered);
  const wanted = accuracies ?? [Math.max(0, ...answered.map(rightShare)) - ACCURACY_SLACK].map((share) => Math.max(0, share));
  const thresholds = RIVALS.flatMap((policy) => {
    const own = answered
      .filter((point) => point.policy === policy && typeof point.params['p_d'] === 'number')
      .sort((a, b) => Number(a.params['p_d']) - Number(b.params['p_d']));
    return wanted.flatMap((accuracy) => own.filter((point) => rightShare(point) >= accuracy).slice(0, KEPT));
  }).map(({ params }) => Number(params['p_d']));
  return { accuracies: wanted, thresholds: [...new Set(thresholds)].sort((a, b) => a - b) };
}

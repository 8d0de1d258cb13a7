/**
 * At which thresholds each rule just reaches an accuracy; pure, from a run over thresholds that lie close together.
 *
 * A coarse sweep would hold a rule that happens to have a setting at an accuracy against one that overshoots it, and the gap between two
 * thresholds can be worth more latency than the rules differ by.
 */

import type { PointResult, Result } from '../../sim/summary/result.ts';
import { type AnsweredPoint, isAnswered, rightShare } from '../answered.ts';
import { RIVALS } from './judge-regimes.ts';

/** Between two neighbouring thresholds of the close sweep. */
const STEP = 0.002;

/** What may be lost against the best accuracy where nobody says how much. */
const ACCURACY_SLACK = 0.01;

/** Thresholds kept from where an accuracy is reached on: in another world, where answers are lost, the first may fall just short of it. */
const KEPT = 3;

/** p_d to try, ascending; the last sends everything on. */
export function closeThresholds(): readonly number[] {
  const steps = Math.round(1 / STEP);
  return [...Array.from({ length: steps + 1 }, (_, index) => Number((index * STEP).toFixed(6))), 1.01];
}

type Points = Pick<Result, 'points'>;

/** Least shares of right answers to judge at: as asked for, or a percentage point below the best of any setting. @param result of a close sweep */
export function wantedAccuracies({ points }: Points, asked: readonly number[] | null): readonly number[] {
  return asked ?? [Math.max(0, Math.max(0, ...points.filter(isAnswered).map(rightShare)) - ACCURACY_SLACK)];
}

/**
 * Thresholds of a close sweep at which more replications may reach an accuracy first, ascending.
 *
 * A share p of n requests has a standard error of sqrt(p (1 - p) / n) at most; what is within two of these is kept.
 */
export function nearThresholds({ points }: Points, wanted: readonly number[]): readonly number[] {
  const isNear = (point: AnsweredPoint) =>
    RIVALS.some((policy) => policy === point.policy) &&
    wanted.some((p) => Math.abs(rightShare(point) - p) <= 2 * Math.sqrt((p * (1 - p)) / point.requests));
  return ascending([...points.filter(isAnswered).filter(isNear), ...reaching({ points }, wanted)]);
}

/** Thresholds at which each rule just reaches the accuracies, ascending. */
export function matchingThresholds(result: Points, wanted: readonly number[]): readonly number[] {
  return ascending(reaching(result, wanted));
}

/** Of each rule at each accuracy, the first few points that reach it. */
function reaching({ points }: Points, wanted: readonly number[]): readonly PointResult[] {
  return RIVALS.flatMap((policy) => {
    const own = points
      .filter(isAnswered)
      .filter((point) => point.policy === policy && typeof point.params['p_d'] === 'number')
      .sort((a, b) => Number(a.params['p_d']) - Number(b.params['p_d']));
    return wanted.flatMap((accuracy) => own.filter((point) => rightShare(point) >= accuracy).slice(0, KEPT));
  });
}

function ascending(points: readonly PointResult[]): readonly number[] {
  return [...new Set(points.map(({ params }) => Number(params['p_d'])))].sort((a, b) => a - b);
}

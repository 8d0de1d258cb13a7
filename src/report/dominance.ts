/**
 * Where one policy beats another at equal accuracy, over all their settings and not at one pair of points.
 *
 * Pure, from points to the stretches of the curve that hold their own; knows no text.
 */
import { type AnsweredPoint, intervalOfMean, rightShare } from './answered.ts';

/** How a policy's settings, in order of accuracy (less what is lost), fare against another policy. */
export interface Dominance<Candidate> {
  /** Settings faster than the other policy at their accuracy. */
  readonly ahead: readonly Candidate[];
  /** Settings slower than the other policy at their accuracy. */
  readonly behind: readonly Candidate[];
  /**
   * Where the curve falls into two stretches, one ahead and one behind: which comes first in order of accuracy, its most accurate setting, and
   * the least accurate of the other; nobody knows what lies between them. Null where it does not.
   */
  readonly turn: { readonly first: 'ahead' | 'behind'; readonly upTo: Candidate; readonly from: Candidate } | null;
}

/** From this share on, next to nothing is answered early: such settings say nothing of a rule for early exits. */
const ALMOST_ALL = 0.99;

/**
 * Compares stable settings that answer something early. The other policy's latency between two of its settings is interpolated, so
 * that the verdict does not hang on which thresholds were swept; accuracies that it never reaches are left out, and so are settings
 * whose intervals overlap.
 */
export function dominanceOf<Candidate extends { readonly point: AnsweredPoint }>(
  own: readonly Candidate[],
  others: readonly Candidate[],
): Dominance<Candidate> {
  const rivals = others.map(({ point }) => point).filter(({ stable }) => stable);
  const judged = own
    .filter(({ point }) => point.stable && point.offload_share < ALMOST_ALL)
    .sort((a, b) => rightShare(a.point) - rightShare(b.point) || a.point.latency_ms.mean - b.point.latency_ms.mean)
    .flatMap((candidate) => {
      const [low, high] = intervalOf(candidate.point);
      const rivalLow = latencyAt(rivals, rightShare(candidate.point), (point) => intervalOf(point)[0]);
      const rivalHigh = latencyAt(rivals, rightShare(candidate.point), (point) => intervalOf(point)[1]);
      if (rivalLow === null || rivalHigh === null || (low <= rivalHigh && rivalLow <= high)) return [];
      return [{ candidate, isAhead: high < rivalLow }];
    });
  const ahead = judged.filter(({ isAhead }) => isAhead).map(({ candidate }) => candidate);
  const behind = judged.filter(({ isAhead }) => !isAhead).map(({ candidate }) => candidate);
  const changes = judged.filter(({ isAhead }, i) => i > 0 && isAhead !== judged[i - 1]?.isAhead).length;
  const first = judged[0]?.isAhead ? 'ahead' : 'behind';
  const [before, after] = first === 'ahead' ? [ahead, behind] : [behind, ahead];
  const [upTo, from] = [before.at(-1), after[0]];
  return { ahead, behind, turn: changes === 1 && upTo !== undefined && from !== undefined ? { first, upTo, from } : null };
}

/** 95 % interval of the mean latency [ms]; the mean itself where there is none. */
function intervalOf(point: AnsweredPoint): readonly [number, number] {
  const { mean } = point.latency_ms;
  return intervalOfMean(point) ?? [mean, mean];
}

/**
 * The least latency [ms] at which `points` reach `accuracy`: of a point that has it or more, or on the straight line between
 * one that has less and one that has more, as tossing a coin between two thresholds would reach it; null where none has as much.
 */
function latencyAt(points: readonly AnsweredPoint[], accuracy: number, latencyOf: (point: AnsweredPoint) => number): number | null {
  const enough = points.filter((point) => rightShare(point) >= accuracy);
  const less = points.filter((point) => rightShare(point) < accuracy);
  if (enough.length === 0) return null;
  const direct = enough.map(latencyOf);
  const mixed = enough.flatMap((upper) =>
    less.map((lower) => {
      const share = (accuracy - rightShare(lower)) / (rightShare(upper) - rightShare(lower));
      return latencyOf(lower) + share * (latencyOf(upper) - latencyOf(lower));
    }),
  );
  return [...direct, ...mixed].reduce((least, ms) => (ms < least ? ms : least));
}

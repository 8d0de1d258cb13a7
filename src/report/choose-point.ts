/**
 * Which point of a policy's curve to recommend, and which point of another is its fair counterpart.
 *
 * Rules used by the verdict, by tables and by `sim compare`; pure, knows no text. Points are held against each other by the share of requests
 * that get a right answer: their accuracy, less what they lose.
 */
import { type AnsweredPoint, rightShare } from './answered.ts';
import type { Curve, CurvePoint } from './sweep-view.ts';

/** How a point was chosen. */
export type ChoiceRule =
  /** Fastest on average among the stable points whose accuracy is within one point of the best stable one. */
  | 'trade-off'
  /** The curve has one point. */
  | 'only'
  /** No point is stable: the one with the lowest mean latency, of no use but to be named. */
  | 'unstable';

export interface Choice {
  readonly rule: ChoiceRule;
  readonly at: CurvePoint;
}

/** What an accuracy may lie below the best and still be worth its speed: one percentage point. */
const ACCURACY_SLACK = 0.01;

/** What an accuracy may lie below another and still count as the same: a quarter of a percentage point, 25 samples in 10,000. */
const MATCH_SLACK = 0.0025;

/**
 * The point to recommend: the best trade-off among stable points.
 *
 * Not p_cross: that says where two exits are equally trustworthy, and may offload next to nothing when the edge is nearly as good.
 */
export function choosePoint(curve: Curve): Choice | null {
  const [first] = curve.points;
  if (first === undefined) return null;
  const stable = curve.points.filter(({ point }) => point.stable);
  if (stable.length === 0) return { rule: 'unstable', at: fastest(curve.points) };
  if (curve.points.length === 1) return { rule: 'only', at: first };
  const best = Math.max(...stable.map(({ point }) => rightShare(point)));
  return { rule: 'trade-off', at: fastest(stable.filter(({ point }) => rightShare(point) >= best - ACCURACY_SLACK)) };
}

/**
 * The fastest point as accurate as `accuracy`, stable ones before others; null where no point is. Not the closest in accuracy: behind a full
 * buffer a setting may be slower and less accurate than another, and would flatter whoever is held against it.
 */
export function matchAccuracy<Candidate extends { readonly point: AnsweredPoint }>(
  candidates: readonly Candidate[],
  accuracy: number,
): Candidate | null {
  const enough = candidates.filter(({ point }) => rightShare(point) >= accuracy - MATCH_SLACK);
  const order = [...enough].sort(
    (a, b) => Number(b.point.stable) - Number(a.point.stable) || a.point.latency_ms.mean - b.point.latency_ms.mean,
  );
  return order[0] ?? null;
}

/** The most accurate of the candidates, stable ones before others. */
export function mostAccurate<Candidate extends { readonly point: AnsweredPoint }>(candidates: readonly Candidate[]): Candidate | null {
  const order = [...candidates].sort(
    (a, b) => Number(b.point.stable) - Number(a.point.stable) || rightShare(b.point) - rightShare(a.point),
  );
  return order[0] ?? null;
}

function fastest(points: readonly CurvePoint[]): CurvePoint {
  return points.reduce((best, next) => (next.point.latency_ms.mean < best.point.latency_ms.mean ? next : best));
}

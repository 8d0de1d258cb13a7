/**
 * Where one policy beats another at equal accuracy, over all their settings and not at one pair of points.
 *
 * Pure, from points to the share of the curve that holds its own; knows no text.
 */
import type { PointResult } from '../sim/summary/result.ts';

/** How a policy's settings, in order of accuracy, fare against another policy. */
export interface Dominance<Candidate> {
  /** Settings that the other policy cannot match: nothing of it is as accurate and as fast. */
  readonly ahead: readonly Candidate[];
  /** Settings for which the other has one that is at least as accurate and faster. */
  readonly behind: readonly Candidate[];
  /**
   * Where the curve falls into two stretches, one ahead and one behind: which comes first in order of accuracy, and its most accurate
   * setting. Null where it does not.
   */
  readonly turn: { readonly first: 'ahead' | 'behind'; readonly at: Candidate } | null;
}

/** Compares stable points only. A difference of mean latencies counts where the intervals do not overlap. */
export function dominanceOf<Candidate extends { readonly point: PointResult }>(
  own: readonly Candidate[],
  others: readonly Candidate[],
): Dominance<Candidate> {
  const stable = (points: readonly Candidate[]) => points.filter(({ point }) => point.stable);
  const rivals = stable(others);
  const ordered = [...stable(own)].sort((a, b) => a.point.accuracy - b.point.accuracy || a.point.latency_ms.mean - b.point.latency_ms.mean);
  if (ordered.length === 0) return { ahead: [], behind: [], turn: null };
  const isBehind = ({ point }: Candidate) => rivals.some((rival) => rival.point.accuracy >= point.accuracy && isFaster(rival.point, point));
  const behind = ordered.filter(isBehind);
  const ahead = ordered.filter((candidate) => !isBehind(candidate));
  const [first, start] = isBehind(ordered[0] as Candidate) ? (['behind', behind] as const) : (['ahead', ahead] as const);
  const at = start.at(-1) as Candidate;
  const isSplit = ahead.length > 0 && behind.length > 0 && ordered.indexOf(at) === start.length - 1;
  return { ahead, behind, turn: isSplit ? { first, at } : null };
}

function isFaster(a: PointResult, b: PointResult): boolean {
  const [low, high] = [a.latency_ms.mean_ci95?.[1] ?? a.latency_ms.mean, b.latency_ms.mean_ci95?.[0] ?? b.latency_ms.mean];
  return low < high;
}

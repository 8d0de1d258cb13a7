/** Where along a curve a policy is unstable; pure. */
import type { CurvePoint } from './sweep-view.ts';

/** First and last index of each run of unstable points, ascending. */
export function unstableRuns(points: readonly CurvePoint[]): readonly (readonly [first: number, last: number])[] {
  const runs: [number, number][] = [];
  points.forEach(({ point }, index) => {
    if (point.stable) return;
    const last = runs.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  });
  return runs;
}

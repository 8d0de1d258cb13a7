/**
 * The stretches of a sweep where a policy is unstable: shaded, with the word above them; pure.
 */
import type { Curve, CurvePoint } from '../sweep-view.ts';
import { unstableRuns } from '../unstable-runs.ts';
import type { Spec } from './chart.ts';
import { LABEL_SIZE, WIDTH } from './chart-style.ts';
import { textColour } from './palette.ts';

/** A shaded wall for each run and its name above the chart, one line of names a policy. */
export function unstableLayers(curves: readonly Curve[], colourOf: (label: string) => string, x: Spec): readonly Spec[] {
  const [low, high] = (x['scale'] as { domain: readonly [number, number] }).domain;
  const unstable = curves.filter(({ points }) => points.some(({ point }) => !point.stable));
  return unstable.flatMap(({ label, points }, row) => {
    const walls = unstableRuns(points).map(([first, last]) => wall(points, first, last));
    const colour = colourOf(label);
    const above = -8 - row * (LABEL_SIZE + 5);
    return [
      {
        data: { values: walls },
        mark: { type: 'rect', color: colour, opacity: 0.09 },
        encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' }, y: { value: above + 4 }, y2: { value: 'height' } },
      },
      ...walls.map(({ from, to }) => {
        const middle = ((from + to) / 2 - low) / (high - low);
        const align = middle > 0.6 ? 'right' : middle < 0.4 ? 'left' : 'center';
        const at = { right: to, left: from, center: (from + to) / 2 }[align];
        return {
          data: { values: [{ at }] },
          mark: { type: 'text', text: `${label} unstable`, align, baseline: 'bottom', color: textColour(colour), fontSize: LABEL_SIZE },
          encoding: { x: { value: (WIDTH * (at - low)) / (high - low) }, y: { value: above + 3 } },
        };
      }),
    ];
  });
}

/** From half way before the first unstable point to half way behind the last. */
function wall(points: readonly CurvePoint[], first: number, last: number): { readonly from: number; readonly to: number } {
  const at = (index: number): number => points[index]?.x as number;
  return {
    from: first === 0 ? at(first) : (at(first - 1) + at(first)) / 2,
    to: last === points.length - 1 ? at(last) : (at(last) + at(last + 1)) / 2,
  };
}

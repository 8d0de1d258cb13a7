/**
 * The horizontal axis all curves share: the swept key; and whether a view is drawn as curves at all.
 */
import { formatSetting } from '../format-number.ts';
import type { SweepAxis, SweepView } from '../sweep-view.ts';
import type { Spec } from './chart.ts';

/** A view that is drawn as curves. */
export interface CurveView extends SweepView {
  readonly axis: SweepAxis;
}

/** Curves need a key whose values are numbers, and three of them; anything else is drawn as bars. */
export function hasCurves(view: SweepView): view is CurveView {
  const places = new Set(view.curves.flatMap((curve) => curve.points.map(({ x }) => x)));
  return view.axis?.isNumeric === true && places.size >= 3;
}

/** Least and greatest swept value. */
export function reach({ curves }: SweepView): readonly [low: number, high: number] {
  const places = curves.flatMap((curve) => curve.points.map(({ x }) => x));
  return [Math.min(...places), Math.max(...places)];
}

/** The key with what it is and its unit: `decision threshold p_d (confidence, 0 to 1)`. */
function axisTitle({ key, unit }: SweepAxis): string {
  const known: Readonly<Record<string, string>> = {
    p_d: 'threshold p_d (deex: at exit 1 only; ordinary: at every exit)',
    p_tar: 'target threshold p_tar (confidence)',
  };
  return known[key] ?? (unit === null ? `${key} (number)` : `${key} (${unit})`);
}

/** The key as a title speaks of it. */
export function axisName({ key }: SweepAxis): string {
  return key.split('.').at(-1) ?? key;
}

/** Encoding of x for every layer of a curve chart. */
export function xEncoding(view: CurveView, ticks = 10): Spec {
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [...reach(view)], nice: false, zero: false },
    axis: { title: axisTitle(view.axis), grid: false, tickCount: ticks },
  };
}

/** `p_d from 0 to 1`. */
export function reachPhrase(view: CurveView): string {
  const [low, high] = reach(view);
  const unit = view.axis.unit === null ? '' : ` ${view.axis.unit}`;
  return `${view.axis.key} from ${formatSetting(low)} to ${formatSetting(high)}${unit}`;
}

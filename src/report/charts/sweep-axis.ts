/**
 * The horizontal axis all curves share: the swept key; and whether a view is drawn as curves at all.
 */
import type { PointResult } from '../../sim/summary/result.ts';
import type { AnsweredPoint } from '../answered.ts';
import { formatSetting } from '../format-number.ts';
import type { SweepAxis, SweepView } from '../sweep-view.ts';
import type { Spec } from './chart.ts';

/** A view that is drawn as curves. */
export interface CurveView<Point extends PointResult = AnsweredPoint> extends SweepView<Point> {
  readonly axis: SweepAxis;
}

/** Curves need a key whose values are numbers, and three of them; anything else is drawn as bars. */
export function hasCurves<Point extends PointResult>(view: SweepView<Point>): view is CurveView<Point> {
  const places = new Set(view.curves.flatMap((curve) => curve.points.map(({ x }) => x)));
  return view.axis?.isNumeric === true && places.size >= 3;
}

/** Least and greatest swept value. */
export function reach({ curves }: SweepView<PointResult>): readonly [low: number, high: number] {
  const places = curves.flatMap((curve) => curve.points.map(({ x }) => x));
  return [Math.min(...places), Math.max(...places)];
}

const KNOWN: Readonly<Record<string, string>> = {
  p_d: 'threshold p_d (deex: at exit 1 only; ordinary: at every exit)',
  p_tar: 'target threshold p_tar (confidence)',
};

/** The key with what it is and its unit: `decision threshold p_d (confidence, 0 to 1)`. */
function axisTitle({ key, unit }: SweepAxis): string {
  return KNOWN[key] ?? (unit === null ? `${key} (number)` : `${key} (${unit})`);
}

/** The same in few words, for panels: `threshold p_d (confidence)`. */
function shortAxisTitle(axis: SweepAxis): string {
  const { key, unit } = axis;
  if (key === 'p_d') return 'threshold p_d (confidence)';
  return key in KNOWN ? axisTitle(axis) : `${axisName(axis)} (${unit ?? 'number'})`;
}

/** The key as a title speaks of it. */
export function axisName({ key }: SweepAxis): string {
  return key.split('.').at(-1) ?? key;
}

/** Encoding of x for every layer of a curve chart, or of a small panel. */
export function xEncoding(view: CurveView<PointResult>, isSmall = false): Spec {
  return {
    field: 'x',
    type: 'quantitative',
    scale: { domain: [...reach(view)], nice: false, zero: false },
    axis: { title: isSmall ? shortAxisTitle(view.axis) : axisTitle(view.axis), grid: false, tickCount: isSmall ? 5 : 10 },
  };
}

/** `p_d from 0 to 1`. */
export function reachPhrase(view: CurveView<PointResult>): string {
  const [low, high] = reach(view);
  const unit = view.axis.unit === null ? '' : ` ${view.axis.unit}`;
  return `${view.axis.key} from ${formatSetting(low)} to ${formatSetting(high)}${unit}`;
}

/**
 * The points of a view that deserve a closer look, one a policy: the recommended setting of deex, the ordinary early exit that is as
 * accurate, the best trade-off of the others. Pure.
 */
import type { AnsweredPoint } from './answered.ts';
import { rightShare } from './answered.ts';
import { choosePoint, matchAccuracy, mostAccurate } from './choose-point.ts';
import type { Curve, CurvePoint, SweepView } from './sweep-view.ts';

export interface ChosenPoint {
  /** As the series is called in every chart. */
  readonly label: string;
  readonly policy: string;
  /** The swept value; null for what is not swept. */
  readonly setting: string | null;
  readonly point: AnsweredPoint;
}

/** In the order of curves, then of levels. */
export function chosenPoints({ curves, levels }: SweepView): readonly ChosenPoint[] {
  const deex = curves.find(({ policy }) => policy === 'deex');
  const reference = deex === undefined ? undefined : choosePoint(deex)?.at;
  return [
    ...curves.flatMap((curve) => {
      const at = chosenOn(curve, reference);
      return at === undefined ? [] : [{ label: curve.label, policy: curve.policy, setting: at.setting, point: at.point }];
    }),
    ...levels.map(({ label, policy, point }) => ({ label, policy, setting: null, point })),
  ];
}

function chosenOn(curve: Curve, reference: CurvePoint | undefined): CurvePoint | undefined {
  if (curve.policy === 'ordinary' && reference !== undefined) {
    return matchAccuracy(curve.points, rightShare(reference.point)) ?? mostAccurate(curve.points) ?? undefined;
  }
  return choosePoint(curve)?.at;
}

/** `deex at p_d 0.4`, `all-edge`. */
export function chosenTitle({ label, setting }: ChosenPoint, axisName: string | null): string {
  return setting === null || axisName === null ? label : `${label} at ${axisName} ${setting}`;
}

/** How the settings were chosen, as far as anything was to choose. */
export function chosenKey({ curves }: SweepView): readonly string[] {
  const hasDeex = curves.some(({ policy }) => policy === 'deex');
  const hasOrdinary = curves.some(({ policy }) => policy === 'ordinary');
  const others = curves.filter(({ policy }) => policy !== 'deex' && !(hasDeex && policy === 'ordinary'));
  return [
    ...(hasDeex ? ['deex: best trade-off'] : []),
    ...(hasDeex && hasOrdinary ? ['ordinary: as accurate as that'] : []),
    ...(others.length > 0 ? [`${hasDeex ? 'others' : 'each'}: best trade-off`] : []),
  ];
}

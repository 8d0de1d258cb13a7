/**
 * The points of a result arranged as a reader sees them: curves along one swept key, and policies that stand beside it.
 *
 * Every chart, table and sentence of this room starts here. It knows the result document and nothing of how it is drawn.
 */
import type { PointResult, Result } from '../sim/summary/result.ts';
import { type AnsweredPoint, isAnswered } from './answered.ts';
import { formatSetting, shortSetting } from './format-number.ts';

/** The key the points run along. */
export interface SweepAxis {
  /** As in `params`: `p_d`, or a dotted path of the scenario. */
  readonly key: string;
  /** Unit of the values; null where they are bare numbers. */
  readonly unit: string | null;
  /** Whether every value is a number in the same unit, so that distances along the axis mean something. */
  readonly isNumeric: boolean;
}

/** One point on the axis. */
export interface CurvePoint<Point extends PointResult = AnsweredPoint> {
  /** Position on the axis: the number in the axis' unit, or the rank where values are words. */
  readonly x: number;
  /** The value as the user wrote it. */
  readonly setting: string;
  readonly point: Point;
}

/** A policy along the axis, ascending in x. */
export interface Curve<Point extends PointResult = AnsweredPoint> {
  readonly policy: string;
  /** The policy, and what sets it apart from another curve of the same policy. */
  readonly label: string;
  readonly points: readonly CurvePoint<Point>[];
}

/** A policy that does not run along the axis. */
export interface Level<Point extends PointResult = AnsweredPoint> {
  readonly policy: string;
  /** The policy and the thresholds it holds: `ordinary (p_tar 0.8)`. */
  readonly label: string;
  readonly point: Point;
}

export interface SweepView<Point extends PointResult = AnsweredPoint> {
  /** What an outer sweep fixes for these points, `workload.devices 4`; null without one. */
  readonly setting: string | null;
  /** Null where nothing is swept: every policy is a level then. */
  readonly axis: SweepAxis | null;
  readonly curves: readonly Curve<Point>[];
  readonly levels: readonly Level<Point>[];
}

type Params = PointResult['params'];

/** One view for each setting of the outer sweep; a single one where at most one key is swept. */
export function sweepViews(result: Result): readonly SweepView<PointResult>[] {
  const axisKey = axisKeyOf(result.points);
  const outer = axisKey === null ? [] : outerKeysOf(result.points, axisKey);
  const groups = groupBy(result.points, (point) => describe(point.params, outer));
  return [...groups].map(([setting, points]) => viewOf(points, axisKey, outer, setting));
}

/** The view without points at which nothing was answered: what there is to draw and to judge. */
export function answeredView(view: SweepView<PointResult>): SweepView {
  const curves = view.curves.map((curve) => ({
    ...curve,
    points: curve.points.flatMap((at) => (isAnswered(at.point) ? [{ ...at, point: at.point }] : [])),
  }));
  const levels = view.levels.flatMap((level) => (isAnswered(level.point) ? [{ ...level, point: level.point }] : []));
  return { ...view, curves: curves.filter(({ points }) => points.length > 0), levels };
}

function viewOf(points: readonly PointResult[], key: string | null, outer: readonly string[], setting: string): SweepView<PointResult> {
  const axis = key === null ? null : axisOf(points, key);
  const curves: Curve<PointResult>[] = [];
  const levels: Level<PointResult>[] = [];
  for (const [policy, own] of groupBy(points, (point) => point.policy)) {
    const unmoved = isUnmoved(own, key);
    const along = key === null || unmoved ? [] : own.filter((point) => key in point.params);
    for (const [distinction, group] of groupBy(along, (point) => describe(point.params, distinguishingKeys(along, key)))) {
      if (axis === null) continue;
      const label = distinction === '' ? policy : `${policy} (${distinction})`;
      curves.push({ policy, label, points: curvePoints(group, axis) });
    }
    const beside = unmoved ? onceEach(own) : own.filter((point) => !along.includes(point));
    levels.push(...beside.map((point) => levelOf(point, unmoved ? [...outer, 'p_d'] : outer)));
  }
  return { setting: setting === '' ? null : setting, axis, curves, levels };
}

/** A point beside the axis, named by its thresholds without those in `left`. */
function levelOf(point: PointResult, left: readonly string[]): Level<PointResult> {
  const { policy, params } = point;
  const repeats = params['p_tar'] === params['p_d'] && 'p_d' in params && !left.includes('p_d');
  const names = Object.keys(params).filter((name) => !left.includes(name) && !(repeats && name === 'p_tar'));
  const thresholds = describe(params, names, shortSetting);
  return { policy, point, label: thresholds === '' ? policy : `${policy} (${thresholds})` };
}

/** Whether ordinary early exit holds a target of its own, so that the points of a p_d sweep are one point many times. */
function isUnmoved(points: readonly PointResult[], key: string | null): boolean {
  const [first] = points;
  return (
    key === 'p_d' && first?.policy === 'ordinary' && points.length > 1 && 'p_tar' in first.params && distinctValues(points, 'p_tar') === 1
  );
}

/** Points that differ in p_d alone, once. */
function onceEach(points: readonly PointResult[]): readonly PointResult[] {
  const variants = groupBy(points, ({ params: { p_d: _, ...others } }) => describe(others, Object.keys(others)));
  return [...variants.values()].map(([first]) => first as PointResult);
}

/** `p_d` where it varies, else the first key that does; null where none does. */
function axisKeyOf(points: readonly PointResult[]): string | null {
  const keys = new Set(points.flatMap((point) => Object.keys(point.params)));
  const varying = [...keys].filter((key) =>
    [...groupBy(points, (point) => point.policy).values()].some((own) => distinctValues(own, key) > 1),
  );
  return varying.includes('p_d') ? 'p_d' : (varying[0] ?? null);
}

/** Keys besides the axis that every policy runs through, with the same several values. */
function outerKeysOf(points: readonly PointResult[], axisKey: string): readonly string[] {
  const [first] = points;
  if (first === undefined) return [];
  const byPolicy = [...groupBy(points, (point) => point.policy).values()];
  return Object.keys(first.params).filter((key) => {
    if (key === axisKey || !points.every((point) => key in point.params)) return false;
    const values = byPolicy.map((own) => JSON.stringify([...new Set(own.map((point) => point.params[key]))].sort()));
    const crossesAxis = byPolicy.every((own) =>
      [...groupBy(own, (point) => String(point.params[axisKey])).values()].some((same) => distinctValues(same, key) > 1),
    );
    return crossesAxis && new Set(values).size === 1;
  });
}

/** Keys that differ between points of one policy at the same place on the axis. */
function distinguishingKeys(points: readonly PointResult[], axisKey: string | null): readonly string[] {
  if (axisKey === null) return [];
  const places = [...groupBy(points, (point) => String(point.params[axisKey])).values()];
  const keys = new Set(points.flatMap((point) => Object.keys(point.params)));
  // A key that some have and others have not tells them apart as well.
  const differs = (same: readonly PointResult[], key: string) => new Set(same.map((point) => point.params[key])).size > 1;
  return [...keys].filter((key) => key !== axisKey && places.some((same) => differs(same, key)));
}

function axisOf(points: readonly PointResult[], key: string): SweepAxis {
  const quantities = points.flatMap((point) => (key in point.params ? [quantityOf(point.params[key])] : []));
  const units = new Set(quantities.map((quantity) => quantity?.unit));
  const isNumeric = quantities.every((quantity) => quantity !== null) && units.size === 1;
  return { key, isNumeric, unit: isNumeric ? (quantities[0]?.unit ?? null) : null };
}

function curvePoints(points: readonly PointResult[], axis: SweepAxis): readonly CurvePoint<PointResult>[] {
  return points
    .map((point, rank) => {
      const value = point.params[axis.key] as number | string;
      const x = axis.isNumeric ? (quantityOf(value)?.amount ?? rank) : rank;
      return { x, setting: formatSetting(value), point };
    })
    .sort((a, b) => a.x - b.x);
}

/** A number, or a number with a unit behind it such as `5.85 Mbit/s` or `20/s`; null for a word. */
function quantityOf(value: number | string | undefined): { readonly amount: number; readonly unit: string | null } | null {
  if (typeof value === 'number') return { amount: value, unit: null };
  const match = /^\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)\s*([^\d\s].*)?$/i.exec(value ?? '');
  return match === null ? null : { amount: Number(match[1]), unit: match[2]?.trim() ?? null };
}

function describe(params: Params, keys: readonly string[], format = formatSetting): string {
  return keys
    .filter((key) => key in params)
    .map((key) => `${key} ${format(params[key] as number | string)}`)
    .join(', ');
}

function distinctValues(points: readonly PointResult[], key: string): number {
  return new Set(points.flatMap((point) => (key in point.params ? [point.params[key]] : []))).size;
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

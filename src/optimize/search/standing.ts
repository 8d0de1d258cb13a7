/** How a setting stands against an objective: what it keeps to, how surely, and what it is worth. */

import type { Interval, PointResult } from '../../sim/summary/result.ts';
import type { Constraint, Figure, Objective } from './objective.ts';

/** A figure and how well it is known; null where it is withheld, is not counted, or has no interval. */
export interface Known {
  readonly value: number | null;
  readonly interval: Interval | null;
}

/** Smaller is better, field after field. */
export interface Standing {
  /** Sum over the constraints of what is lacking, as a share of the limit; 0: all are met. */
  readonly lack: number;
  /** Constraints that are met, but not by the whole 95 % interval. */
  readonly unsure: number;
  /** What is to be least: the goal, negated where more is better. */
  readonly goal: number;
  /** Of equal goals the more accurate is taken, then the faster. */
  readonly error: number;
  readonly latency: number;
}

/** Larger than any lack of a figure that is there. */
const NO_FIGURE = 1e6;

export function figureOf(point: PointResult, figure: Figure): Known {
  const { latency_ms, accuracy, accuracy_ci95 } = point;
  switch (figure) {
    case 'lost':
      return { value: point.dropped / point.requests, interval: null };
    case 'missed':
      return { value: point.deadline_missed_share, interval: null };
    case 'accuracy':
      return { value: accuracy, interval: accuracy_ci95 };
    case 'energy':
      return { value: point.energy_j_mean, interval: null };
    case 'mean':
      // The mean of an unstable point grows with the length of the run.
      return { value: point.stable ? latency_ms.mean : null, interval: latency_ms.mean_ci95 };
    default:
      return { value: latency_ms[figure], interval: latency_ms[`${figure}_ci95`] };
  }
}

/** What a constraint leaves over, in its unit; below 0 what it lacks, null without a figure. */
export function marginOf({ bound, limit }: Constraint, value: number | null): number | null {
  if (value === null) return null;
  return bound === 'most' ? limit - value : value - limit;
}

/** Whether the whole interval meets the constraint, or the figure itself where there is none. */
export function isSure(constraint: Constraint, { value, interval }: Known): boolean {
  const worst = interval === null ? value : interval[constraint.bound === 'most' ? 1 : 0];
  return (marginOf(constraint, worst) ?? -1) >= 0;
}

export function standingOf(known: (figure: Figure) => Known, { constraints, goal, latency }: Objective): Standing {
  let lack = 0;
  let unsure = 0;
  for (const constraint of constraints) {
    const figure = known(constraint.figure);
    lack += lackOf(constraint, figure.value);
    if (!isSure(constraint, figure)) unsure++;
  }
  const { value } = known(goal);
  const accuracy = known('accuracy').value ?? 0;
  return {
    lack,
    unsure,
    goal: value === null ? NO_FIGURE : goal === 'accuracy' ? -value : value,
    error: 1 - accuracy,
    latency: known(latency).value ?? NO_FIGURE,
  };
}

function lackOf(constraint: Constraint, value: number | null): number {
  const margin = marginOf(constraint, value);
  if (margin === null) return NO_FIGURE;
  // A figure that means nothing without a limit, such as a share of none, is as far off as it is large.
  return margin >= 0 ? 0 : -margin / (constraint.limit || 1);
}

export type Order = (a: Standing, b: Standing) => number;

/** The better one first, what keeps to the limits surely before what keeps to them barely. */
export const compareStandings: Order = byFields(['lack', 'unsure', 'goal', 'error', 'latency']);

/** The better one first by the figures alone, however well they are known. */
export const compareFigures: Order = byFields(['lack', 'goal', 'error', 'latency']);

function byFields(fields: readonly (keyof Standing)[]): Order {
  return (a, b) => {
    for (const field of fields) if (a[field] !== b[field]) return compare(a[field], b[field]);
    return 0;
  };
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Figures that a chart of settings has: a latency, errors and energy; smaller is better in each. */
export function costsOf(known: (figure: Figure) => Known, { latency }: Objective): readonly [number, number, number] {
  const value = (figure: Figure) => known(figure).value;
  return [value(latency) ?? NO_FIGURE, 1 - (value('accuracy') ?? 0), value('energy') ?? 0];
}

/** Members that no other beats in one cost without losing in another, by latency. */
export function paretoFront<Member>(members: readonly Member[], costs: (member: Member) => readonly [number, number, number]): Member[] {
  const sorted = members
    .map((member) => ({ member, cost: costs(member) }))
    .sort((a, b) => compare(a.cost[0], b.cost[0]) || compare(a.cost[1], b.cost[1]) || compare(a.cost[2], b.cost[2]));
  const front: typeof sorted = [];
  for (const one of sorted) {
    if (!front.some(({ cost }) => cost[1] <= one.cost[1] && cost[2] <= one.cost[2])) front.push(one);
  }
  return front.map(({ member }) => member);
}

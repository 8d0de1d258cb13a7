/**
 * The best fixed threshold for a trace, found on the very samples that are reported: a bound for every policy of one threshold.
 *
 * A rule takes one of a few ways with each sample, and moves on to the next way when the threshold passes what was measured there.
 * So a few walks through the trace and one pass over the sorted measures give accuracy and latency at every threshold, exactly.
 */

import type { Rule } from '../policies/policy.ts';
import type { FixedPlan, Itinerary, PointPlan } from './plan.ts';
import { planItinerary } from './plan-itinerary.ts';
import { queueFreeNs } from './queue-free.ts';

/** What is sought; where no threshold gives it, the one that comes closest is taken. */
export type Goal =
  /** The least mean latency of those with an accuracy of at least so much; null: of the best accuracy of all, less 0.01. */
  | { readonly kind: 'accuracy'; readonly least: number | null }
  /** The best accuracy of those with a mean latency of at most so much. */
  | { readonly kind: 'latency'; readonly mostNs: number };

/** One threshold with what it gives over the trace, nobody else in the world. */
export interface ThresholdFigures {
  readonly threshold: number;
  readonly accuracy: number;
  readonly meanNs: number;
}

/** Above every confidence. */
const NEVER = 1.01;

/** Accuracies and latencies nearer to each other than this are one, so that rounding decides nothing. */
const ALIKE = 1e-12;

/** Of the thresholds that serve the goal equally well, the smallest. */
export function bestThreshold(point: Walked, rule: FixedPlan, goal: Goal): ThresholdFigures {
  const all = thresholdFigures(point, rule);
  const better = (a: number, b: number) => a - b > ALIKE * Math.max(1, Math.abs(b));
  const mostAccurate = all.reduce((best, next) => (better(next.accuracy, best.accuracy) ? next : best));
  const quickest = (some: readonly ThresholdFigures[]) => some.reduce((best, next) => (better(best.meanNs, next.meanNs) ? next : best));
  if (goal.kind === 'accuracy') {
    const least = goal.least ?? mostAccurate.accuracy - 0.01;
    const fit = all.filter(({ accuracy }) => accuracy >= least - ALIKE);
    return fit.length === 0 ? mostAccurate : quickest(fit);
  }
  const fit = all.filter(({ meanNs }) => meanNs <= goal.mostNs);
  return fit.length === 0 ? quickest(all) : fit.reduce((best, next) => (better(next.accuracy, best.accuracy) ? next : best));
}

type Walked = Pick<PointPlan, 'recorded' | 'tiers' | 'payload' | 'world' | 'exits'>;

/** What every threshold that makes a difference gives, ascending; the last is above every confidence. */
function thresholdFigures(point: Walked, rule: FixedPlan): ThresholdFigures[] {
  const { recorded, tiers, payload, world } = point;
  const samples = recorded.labels.length;
  const ways = waysOf(point, rule);
  const walks = ways.map((way) => planItinerary(way.rule, recorded, tiers, payload));
  const costs = walks.map((itinerary) => queueFreeNs({ world, itinerary }));
  const isRight = (walk: Itinerary | undefined, sample: number) => Number(walk?.prediction[sample] === walk?.label[sample]);
  let correct = 0;
  let sumNs = 0;
  for (let sample = 0; sample < samples; sample++) {
    correct += isRight(walks[0], sample);
    sumNs += costs[0]?.[sample] as number;
  }
  // Beyond `ways[w].until[sample]` a sample takes the way after w.
  const steps = ways.slice(0, -1).flatMap(({ until }, w) => Array.from(until, (value, sample) => ({ value, sample, w })));
  steps.sort((a, b) => a.value - b.value);
  const found: ThresholdFigures[] = [];
  const note = (threshold: number) => found.push({ threshold, accuracy: correct / samples, meanNs: sumNs / samples });
  for (let i = 0; i < steps.length; ) {
    const { value } = steps[i] as (typeof steps)[number];
    note(value);
    for (; i < steps.length && steps[i]?.value === value; i++) {
      const { sample, w } = steps[i] as (typeof steps)[number];
      correct += isRight(walks[w + 1], sample) - isRight(walks[w], sample);
      sumNs += (costs[w + 1]?.[sample] as number) - (costs[w]?.[sample] as number);
    }
  }
  note(NEVER);
  return found;
}

/** A way that a rule may take, and up to which threshold, itself included, it takes it with each sample. */
interface Way {
  readonly rule: Rule;
  readonly until: Float64Array;
}

/** In the order in which a growing threshold leads through them. */
function waysOf({ recorded, tiers, payload, exits }: Walked, rule: FixedPlan): Way[] {
  const samples = recorded.labels.length;
  const never = new Float64Array(samples).fill(Number.POSITIVE_INFINITY);
  // What the rule would measure at each exit, were it to go on until the last.
  const seen = Array.from({ length: exits - 1 }, () => new Float64Array(samples));
  let sample = 0;
  const look: Rule = {
    approach: () => 'test',
    decide({ exit, measured }) {
      (seen[exit - 1] as Float64Array)[sample] = measured;
      if (exit === exits - 1) sample++;
      return 'continue';
    },
  };
  planItinerary(look, recorded, tiers, payload);
  if (rule.kind === 'deex') {
    const { targetThreshold, hasFallback = false } = rule;
    const kept: Rule['decide'] = ({ exit, measured }) => {
      if (exit > 1 && ((exit === exits - 1 && !hasFallback) || measured >= targetThreshold)) return 'answer';
      return 'continue';
    };
    return [
      { rule: { approach: () => 'test', decide: kept }, until: seen[0] as Float64Array },
      { rule: { approach: () => 'test', decide: () => 'offload' }, until: never },
    ];
  }
  const until = seen.map((values) => values.slice());
  for (let k = 1; k < until.length; k++) {
    const [before, here] = [until[k - 1] as Float64Array, until[k] as Float64Array];
    for (let i = 0; i < samples; i++) here[i] = Math.max(here[i] as number, before[i] as number);
  }
  return [...until, never].map((values, k) => ({
    rule: { approach: () => 'test', decide: ({ exit }) => (exit === k + 1 ? 'answer' : 'continue') },
    until: values,
  }));
}

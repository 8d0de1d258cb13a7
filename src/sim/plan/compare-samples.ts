/**
 * Rules that do no more than compare: all samples are compared at one exit after the other, and from one point of a sweep to the next
 * only those near the thresholds that have moved.
 */

import type { Decision, Rule } from '../policies/policy.ts';
import { measuredBehind } from './answers.ts';
import { measureBins } from './measure-bins.ts';
import type { RecordedExits } from './plan.ts';
import type { Ways } from './ways.ts';

/** Who goes which way; not to be written to. */
export interface Choice {
  /** Way of each sample. */
  readonly wayOf: Uint8Array;
  /** Samples on each way. */
  readonly counts: Int32Array;
}

/** A test as a comparison, and the ways that follow: the trunk where the rule goes on. */
interface Step {
  readonly bound: number;
  readonly ifMissed: number;
  readonly ifReached: number;
}

/** What is measured at a test, by its number. */
type Column = (test: number) => Float64Array;

/** What the point before came to, with the columns that it looked up. */
interface Compared {
  readonly steps: readonly Step[];
  readonly columns: readonly Float64Array[];
  readonly choice: Choice;
}

/** By the ways that samples may take. */
const compared = new WeakMap<Ways, Compared>();

/** A rule that is no more than a comparison at each exit. */
export type ComparingRule = Rule & Required<Pick<Rule, 'compare'>>;

/** Ways of all samples, kept for the next rule that may take the same. */
export function compareSamples(rule: ComparingRule, recorded: RecordedExits, ways: Ways): Choice {
  const { tests, last } = ways;
  const exits = recorded.confidence.length;
  const steps = tests.map(({ exit }, i): Step => {
    const wayAfter = (decision: Decision) => (decision === 'continue' ? last : decision === 'answer' ? 2 * i : 2 * i + 1);
    const { bound, reached, missed } = rule.compare(exit, exits);
    return { bound, ifMissed: wayAfter(missed), ifReached: wayAfter(reached) };
  });
  const columns: Float64Array[] = [];
  // Looked up when somebody gets there: what nobody reaches need not be recorded.
  const columnAt: Column = (i) => {
    const { exit, from } = tests[i] as Ways['tests'][number];
    columns[i] ??= measuredBehind(recorded, rule.measure, from, exit);
    return columns[i] as Float64Array;
  };
  const before = compared.get(ways);
  const moved = before === undefined ? null : moveOn(before, steps, columnAt, last);
  const choice = moved ?? compareAll(recorded.labels.length, steps, columnAt, last);
  compared.set(ways, { steps, columns, choice });
  return choice;
}

function compareAll(samples: number, steps: readonly Step[], columnAt: Column, last: number): Choice {
  const wayOf = new Uint8Array(samples).fill(last);
  const counts = new Int32Array(last + 1);
  /** Samples still on the trunk. */
  let left = samples;
  for (let i = 0; i < steps.length && left > 0; i++) {
    const { bound, ifMissed, ifReached } = steps[i] as Step;
    const reaching = compareOn(wayOf, last, columnAt(i), bound, Uint8Array.of(ifMissed, ifReached));
    counts[ifMissed] = (counts[ifMissed] as number) + left - reaching;
    counts[ifReached] = (counts[ifReached] as number) + reaching;
    left = counts[last] as number;
    counts[last] = 0;
  }
  counts[last] = left;
  return { wayOf, counts };
}

/** Those who are still on the trunk go on by whether they reach the bound. @param goTo way of those who miss it, of those who reach it */
function compareOn(wayOf: Uint8Array, trunk: number, measured: Float64Array, bound: number, goTo: Uint8Array): number {
  let reaching = 0;
  for (let sample = 0; sample < wayOf.length; sample++) {
    // No branch that depends on chance.
    const way = wayOf[sample] as number;
    const onTrunk = -Number(way === trunk);
    const isReached = Number((measured[sample] as number) >= bound);
    wayOf[sample] = way ^ ((way ^ (goTo[isReached] as number)) & onTrunk);
    reaching += isReached & onTrunk;
  }
  return reaching;
}

/** From the point before; null where that is no help: where other ways follow, or something else is measured. */
function moveOn({ steps: old, columns, choice }: Compared, steps: readonly Step[], columnAt: Column, last: number): Choice | null {
  const isAlike = (i: number) => old[i]?.ifMissed === steps[i]?.ifMissed && old[i]?.ifReached === steps[i]?.ifReached;
  if (!steps.every((_, i) => isAlike(i))) return null;
  const [wayOf, counts] = [choice.wayOf.slice(), choice.counts.slice()];
  const wayFor = (sample: number): number => {
    for (let i = 0; i < steps.length; i++) {
      const { bound, ifMissed, ifReached } = steps[i] as Step;
      const way = (columnAt(i)[sample] as number) >= bound ? ifReached : ifMissed;
      if (way !== last) return way;
    }
    return last;
  };
  /** Samples that had come to test i: of the others none changes its way for what is asked there. */
  let left = wayOf.length;
  for (let i = 0; i < steps.length && left > 0; i++) {
    if (columnAt(i) !== columns[i]) return null;
    const [from, to] = [(old[i] as Step).bound, (steps[i] as Step).bound];
    for (const sample of from === to ? [] : measureBins(columnAt(i)).between(from, to)) {
      const [was, is] = [wayOf[sample] as number, wayFor(sample)];
      wayOf[sample] = is;
      counts[was] = (counts[was] as number) - 1;
      counts[is] = (counts[is] as number) + 1;
    }
    left -= (choice.counts[2 * i] as number) + (choice.counts[2 * i + 1] as number);
  }
  return { wayOf, counts };
}

/**
 * What a rule makes of every sample of a trace: it chooses one of a few ways for each (`ways.ts`), and with it where the sample computes, what
 * it ships and what it is answered. Columns are put together when somebody asks for them.
 */

import type { Rule } from '../policies/policy.ts';
import { checkLogits, measuredBehind } from './answers.ts';
import { type Choice, type ComparingRule, compareSamples } from './compare-samples.ts';
import type { Itinerary, PayloadPlan, RecordedExits, TierCosts, WaysTaken } from './plan.ts';
import { type Best, type Way, type Ways, waysOf } from './ways.ts';

/** @returns the itinerary of every sample under `rule` */
export function planItinerary(rule: Rule, recorded: RecordedExits, tiers: readonly TierCosts[], payload: PayloadPlan): Itinerary {
  checkLogits(recorded, rule.measure);
  const ways = waysOf(rule, recorded, tiers, payload);
  const chosen = new ChosenWays(ways, chooseWays(rule, recorded, ways), recorded.labels, tiers.length);
  if (rule.bestOfAllBelow !== undefined) chosen.preferBest(rule.bestOfAllBelow);
  return chosen;
}

function chooseWays(rule: Rule, recorded: RecordedExits, ways: Ways): Choice {
  const { tests, last } = ways;
  if (tests.length > 0 && isComparing(rule)) return compareSamples(rule, recorded, ways);
  const wayOf = new Uint8Array(recorded.labels.length).fill(last);
  if (tests.length > 0) askForEach(rule, recorded, ways, wayOf);
  return { wayOf, counts: countEach(wayOf, last + 1) };
}

function isComparing(rule: Rule): rule is ComparingRule {
  return rule.compare !== undefined;
}

/** Each sample is tested at one exit after the other until the rule knows. */
function askForEach(rule: Rule, recorded: RecordedExits, ways: Ways, wayOf: Uint8Array): void {
  const { tests } = ways;
  const observation = { exit: 0, exits: recorded.confidence.length, confidence: 0, measured: 0 };
  // Looked up when the first sample gets there: what nobody reaches need not be recorded.
  const confidenceAt: Float64Array[] = [];
  const measuredAt: Float64Array[] = [];
  const lookUp = (i: number) => {
    const { exit, from } = tests[i] as Ways['tests'][number];
    confidenceAt.push(ways.answersAt(i).confidence);
    measuredAt.push(measuredBehind(recorded, rule.measure, from, exit));
  };
  for (let sample = 0; sample < wayOf.length; sample++) {
    for (let i = 0; i < tests.length; i++) {
      if (i === confidenceAt.length) lookUp(i);
      observation.exit = (tests[i] as Ways['tests'][number]).exit;
      observation.confidence = (confidenceAt[i] as Float64Array)[sample] as number;
      observation.measured = (measuredAt[i] as Float64Array)[sample] as number;
      const decision = rule.decide(observation);
      if (decision === 'continue') continue;
      wayOf[sample] = decision === 'answer' ? 2 * i : 2 * i + 1;
      break;
    }
  }
}

/** How often each number below `count` occurs. */
function countEach(values: Uint8Array, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (let i = 0; i < values.length; i++) counts[values[i] as number] = (counts[values[i] as number] as number) + 1;
  return counts;
}

/** Columns by sample, each made of those of the ways when somebody asks for it. */
class ChosenWays implements Itinerary {
  readonly samples: number;
  readonly label: Int32Array;
  readonly #ways: Ways;
  readonly #wayOf: Uint8Array;
  /** By their numbers; those that nobody takes are left out. */
  readonly #taken: (Way | null)[];
  /** Samples that take each way. */
  readonly #counts: Int32Array;
  /** The one that all take. */
  readonly #only: Way | null;
  readonly #tiers: readonly number[];
  #isAsChosen = true;
  #isOffloaded: Uint8Array | null = null;
  #topTier: Uint8Array | null = null;
  #isServed: readonly Uint8Array[] | null = null;
  #computeNs: readonly Float64Array[] | null = null;
  #upBytes: readonly Float64Array[] | null = null;
  #exit: Uint8Array | null = null;
  #prediction: Int32Array | null = null;
  #confidence: Float64Array | null = null;
  #firstSegment: readonly Uint8Array[] | null = null;
  #lastSegment: readonly Uint8Array[] | null = null;
  #branches: readonly Uint32Array[] | null = null;
  #bestExit: readonly Uint8Array[] | null = null;

  constructor(ways: Ways, { wayOf, counts }: Choice, label: Int32Array, tiers: number) {
    this.samples = wayOf.length;
    this.label = label;
    this.#ways = ways;
    this.#wayOf = wayOf;
    this.#tiers = [...new Array(tiers).keys()];
    this.#counts = counts;
    this.#taken = Array.from(this.#counts, (count, way) => (count > 0 ? ways.way(way) : null));
    const taken = this.#taken.filter((way) => way !== null);
    this.#only = taken.length === 1 ? (taken[0] as Way) : null;
  }

  get byWay(): WaysTaken | null {
    return this.#isAsChosen ? { wayOf: this.#wayOf, ways: this.#taken, counts: this.#counts, among: this.#ways } : null;
  }

  get isOffloaded(): Uint8Array {
    this.#isOffloaded ??= this.#bytes((way) => (way.isOffloaded ? 1 : 0));
    return this.#isOffloaded;
  }

  get topTier(): Uint8Array {
    this.#topTier ??= this.#bytes(({ topTier }) => topTier);
    return this.#topTier;
  }

  get isServed(): readonly Uint8Array[] {
    this.#isServed ??= this.#tiers.map((t) => this.#bytes(({ lastSegment }) => ((lastSegment[t] as number) > 0 ? 1 : 0)));
    return this.#isServed;
  }

  get computeNs(): readonly Float64Array[] {
    this.#computeNs ??= this.#tiers.map((t) => this.#doubles(({ computeNs }) => computeNs[t] as Float64Array));
    return this.#computeNs;
  }

  get upBytes(): readonly Float64Array[] {
    this.#upBytes ??= this.#tiers.slice(1).map((_, l) => this.#doubles(({ upBytes }) => upBytes[l] as Float64Array));
    return this.#upBytes;
  }

  get exit(): Uint8Array {
    this.#exit ??= this.#bytes(({ exit }) => exit);
    return this.#exit;
  }

  get prediction(): Int32Array {
    this.#prediction ??= this.#classes(({ answers }) => answers.prediction);
    return this.#prediction;
  }

  get confidence(): Float64Array {
    this.#confidence ??= this.#doubles(({ answers }) => answers.confidence);
    return this.#confidence;
  }

  get firstSegment(): readonly Uint8Array[] {
    this.#firstSegment ??= this.#tiers.map((t) => this.#bytes(({ firstSegment }) => firstSegment[t] as number));
    return this.#firstSegment;
  }

  get lastSegment(): readonly Uint8Array[] {
    this.#lastSegment ??= this.#tiers.map((t) => this.#bytes(({ lastSegment }) => lastSegment[t] as number));
    return this.#lastSegment;
  }

  get branches(): readonly Uint32Array[] {
    this.#branches ??= this.#tiers.map((t) => {
      const made = new Uint32Array(this.samples);
      for (let i = 0; i < made.length; i++) made[i] = this.#taken[this.#wayOf[i] as number]?.branches[t] as number;
      return made;
    });
    return this.#branches;
  }

  get bestExit(): readonly Uint8Array[] {
    this.#bestExit ??= this.#tiers.map((t) => {
      const made = new Uint8Array(this.samples);
      const best = this.#taken.map((way) => (way === null ? made : this.#best(way, t).exit));
      for (let i = 0; i < made.length; i++) made[i] = (best[this.#wayOf[i] as number] as Uint8Array)[i] as number;
      return made;
    });
    return this.#bestExit;
  }

  get firstTestNs(): Float64Array {
    return this.#ways.firstTestNs;
  }

  /** Where exit N's confidence is below this, the most confident exit of those tested answers, if it is surer. */
  preferBest(below: number): void {
    this.#isAsChosen = false;
    const [exit, confidence, prediction] = [this.exit.slice(), this.confidence.slice(), this.prediction.slice()];
    for (let i = 0; i < this.samples; i++) {
      const way = this.#taken[this.#wayOf[i] as number] as Way;
      const best = this.#best(way, this.#tiers.length - 1);
      const value = confidence[i] as number;
      if (!way.isOffloaded || !(value < below && value < (best.confidence[i] as number))) continue;
      exit[i] = best.exit[i] as number;
      confidence[i] = best.confidence[i] as number;
      prediction[i] = best.prediction[i] as number;
    }
    [this.#exit, this.#confidence, this.#prediction] = [exit, confidence, prediction];
  }

  /** What had been tested when a way left a tier. */
  #best({ tests }: Way, tier: number): Best {
    return this.#ways.bestAfter(tests[tier] as number);
  }

  // Three times the same loop: compiled for one kind of column alone it takes a third of the time.

  #bytes(pick: (way: Way) => number): Uint8Array {
    const made = new Uint8Array(this.samples);
    if (this.#only !== null) return made.fill(pick(this.#only));
    const values = Uint8Array.from(this.#taken, (way) => (way === null ? 0 : pick(way)));
    const wayOf = this.#wayOf;
    for (let i = 0; i < made.length; i++) made[i] = values[wayOf[i] as number] as number;
    return made;
  }

  #doubles(pick: (way: Way) => Float64Array): Float64Array {
    if (this.#only !== null) return pick(this.#only);
    const made = new Float64Array(this.samples);
    const columns = this.#taken.map((way) => (way === null ? made : pick(way)));
    const wayOf = this.#wayOf;
    for (let i = 0; i < made.length; i++) made[i] = (columns[wayOf[i] as number] as Float64Array)[i] as number;
    return made;
  }

  #classes(pick: (way: Way) => Int32Array): Int32Array {
    if (this.#only !== null) return pick(this.#only);
    const made = new Int32Array(this.samples);
    const columns = this.#taken.map((way) => (way === null ? made : pick(way)));
    const wayOf = this.#wayOf;
    for (let i = 0; i < made.length; i++) made[i] = (columns[wayOf[i] as number] as Int32Array)[i] as number;
    return made;
  }
}

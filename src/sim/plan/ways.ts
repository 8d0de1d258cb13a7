/**
 * The few ways on which rules lead samples through the exits, each walked once for all samples and for all rules that share them.
 *
 * What a rule does on reaching an exit is the same for every sample, so up to where it stops testing all samples go one trunk; a way
 * is told by the test at which a sample leaves it, and whether it is answered there or offloaded. A sweep of thresholds makes
 * samples change their ways and no way change.
 *
 * The rules (exits, segments, payloads): a request keeps its server at a tier from its first segment there until it leaves or is
 * answered; upper tiers run no branch of exits that are skipped; `features` ships the tensor of the exit where the request
 * leaves and the upper tiers run what remains, tier by tier; `input` ships the picture straight to the tier that goes on, which
 * runs every segment; a tier whose exits are all passed runs none. A tier without exits passes on what it gets.
 */

import { roundNs } from '../kernel/clock.ts';
import type { Approach, Decision, Rule } from '../policies/policy.ts';
import { type Answers, answersBehind, noAnswers, PLAIN } from './answers.ts';
import type { PayloadPlan, RecordedExits, TierCosts } from './plan.ts';

/** One way: what it is for every sample that takes it. Columns are [samples] and not to be written to. */
export interface Way {
  /** Exit that answers, 1..N; 0 where the request is given up. */
  readonly exit: number;
  /** Whether the rule sends the request on to exit N. */
  readonly isOffloaded: boolean;
  readonly answers: Answers;
  /** Index of the highest tier reached. */
  readonly topTier: number;
  /** Per tier. */
  readonly firstSegment: readonly number[];
  readonly lastSegment: readonly number[];
  readonly branches: readonly number[];
  /** Per tier: how many tests were made up to and at that tier. */
  readonly tests: readonly number[];
  /** Per tier: compute time of the whole stay [ns], slowdown included. */
  readonly computeNs: readonly Float64Array[];
  /** Per link: bytes on the way up, overhead included; 0 where it is not crossed. */
  readonly upBytes: readonly Float64Array[];
  /** Per link: the same where they are alike for all samples; null where each has its own. */
  readonly upBytesEach: readonly (number | null)[];
}

/** A test on the trunk. */
export interface Test {
  readonly exit: number;
  /** Exit whose tensor crossed a link last, 0: the picture, PLAIN: nothing was coded. */
  readonly from: number;
}

/** The most confident exit of those tested so far. */
export interface Best {
  /** 0 where none is. */
  readonly exit: Uint8Array;
  /** -1 where none is. */
  readonly confidence: Float64Array;
  readonly prediction: Int32Array;
}

/** Where a way leaves the trunk. */
interface Leave {
  readonly exit: number;
  readonly decision: Exclude<Decision, 'continue'>;
}

/** All ways under one approach to the exits. */
export class Ways {
  readonly tests: readonly Test[];
  /** Compute time at the first tier up to and with the first branch tested there [ns], slowdown included; 0 where none is. */
  readonly firstTestNs: Float64Array;
  readonly #recorded: RecordedExits;
  readonly #tiers: readonly TierCosts[];
  readonly #payload: PayloadPlan;
  readonly #approaches: readonly Approach[];
  readonly #tierOfExit: readonly number[];
  readonly #nothing: Float64Array;
  readonly #ways: Way[] = [];
  readonly #best: Best[] = [];

  constructor(recorded: RecordedExits, tiers: readonly TierCosts[], payload: PayloadPlan, approaches: readonly Approach[]) {
    const exits = recorded.confidence.length;
    this.#recorded = recorded;
    this.#tiers = tiers;
    this.#payload = payload;
    this.#approaches = approaches;
    this.#tierOfExit = Array.from({ length: exits + 1 }, (_, exit) =>
      exit === 0 ? 0 : tiers.findIndex((tier) => tier.exits.includes(exit)),
    );
    this.#nothing = new Float64Array(recorded.labels.length);
    const { tests, firstTest } = this.#walk(null);
    this.tests = tests;
    this.firstTestNs = this.#sum(firstTest, 0);
  }

  /** The way of those that never leave the trunk. */
  get last(): number {
    return 2 * this.tests.length;
  }

  /** Way 2i: answered at test i; 2i + 1: offloaded there. */
  way(index: number): Way {
    let way = this.#ways[index];
    if (way === undefined) {
      const test = this.tests[index >>> 1];
      way = this.#walk(test === undefined ? null : { exit: test.exit, decision: index % 2 === 0 ? 'answer' : 'offload' }).end();
      this.#ways[index] = way;
    }
    return way;
  }

  /** What test `i` answers. */
  answersAt(i: number): Answers {
    const { from, exit } = this.tests[i] as Test;
    return answersBehind(this.#recorded, from, exit);
  }

  /** After the first `count` tests. */
  bestAfter(count: number): Best {
    let best = this.#best[count];
    if (best === undefined) {
      const samples = this.#nothing.length;
      best =
        count === 0
          ? { exit: new Uint8Array(samples), confidence: new Float64Array(samples).fill(-1), prediction: new Int32Array(samples) }
          : better(this.bestAfter(count - 1), (this.tests[count - 1] as Test).exit, this.answersAt(count - 1));
      this.#best[count] = best;
    }
    return best;
  }

  /** One way from exit to exit; what differs from sample to sample is noted as columns to be added up. */
  #walk(leave: Leave | null) {
    const [tiers, payload] = [this.#tiers, this.#payload];
    const exits = this.#recorded.confidence.length;
    const perTier = () => tiers.map(() => 0);
    const [firstSegment, lastSegment, branches, testsAt] = [perTier(), perTier(), perTier(), perTier()];
    const upBytes = tiers.slice(1).map(() => this.#nothing);
    const upBytesEach: (number | null)[] = upBytes.map(() => 0);
    const terms: Float64Array[][] = tiers.map(() => []);
    const tests: Test[] = [];
    let firstTest: readonly Float64Array[] = [];
    let tier = 0;
    let ran = 0; // segments whose output is at hand at `tier`
    let from = PLAIN; // exit whose tensor crossed a link last, 0: the picture
    const compute = (first: number, last: number) => {
      if (last < first) return;
      for (let k = first; k <= last; k++) terms[tier]?.push(tiers[tier]?.segmentNs[k - 1] as Float64Array);
      if (lastSegment[tier] === 0) firstSegment[tier] = first;
      lastSegment[tier] = last;
      ran = last;
    };
    /** Brings the request to where exit `next` lives; the segments up to `next` - 1 have been run or will be run above. */
    const climb = (next: number) => {
      const goal = this.#tierOfExit[next] as number;
      while (tier < goal) {
        // Before any segment has run there is nothing but the picture to ship.
        const isPicture = payload.kind === 'input' || ran === 0;
        const bytes = isPicture ? payload.inputBytes : (payload.featureBytes[ran - 1] as number);
        upBytes[tier] = this.#bytes(bytes);
        upBytesEach[tier] = typeof bytes === 'number' ? bytes + payload.overheadBytes : null;
        testsAt[tier] = tests.length;
        if (payload.kind === 'input') from = 0;
        else if (!isPicture) from = ran;
        if (isPicture) ran = 0;
        tier++;
        if (!isPicture && tier < goal) compute(ran + 1, tiers[tier]?.exits.at(-1) ?? 0);
      }
    };
    let answered = exits;
    for (let exit = 1; exit < exits; exit++) {
      const approach = this.#approaches[exit - 1] as Approach;
      if (approach === 'picture') break;
      if (approach === 'drop') {
        answered = 0;
        break;
      }
      // Of what is computed below an exit that is passed, no picture sent up makes use: segments wait for the next exit that is looked at.
      if (approach === 'skip' || (approach === 'pass' && payload.kind === 'input')) continue;
      // Nothing has looked at features yet: the picture needs no segment below, the tensor needs those up to this exit.
      if (approach !== 'offload' || payload.kind === 'features' || this.#tierOfExit[exits] === tier) {
        climb(exit);
        compute(ran + 1, exit);
      }
      if (approach === 'offload') break;
      if (approach === 'pass') continue;
      terms[tier]?.push(tiers[tier]?.branchNs[exit - 1] as Float64Array);
      branches[tier] = (branches[tier] as number) | (1 << (exit - 1));
      tests.push({ exit, from });
      if (tests.length === 1 && tier === 0) firstTest = [...(terms[0] as Float64Array[])];
      if (leave?.exit !== exit) continue;
      if (leave.decision === 'answer') answered = exit;
      break;
    }
    if (answered === exits) {
      climb(exits);
      compute(ran + 1, exits);
    }
    for (let t = tier; t < tiers.length; t++) testsAt[t] = tests.length;
    const end = (): Way => ({
      exit: answered,
      isOffloaded: answered === exits,
      answers: answered === 0 ? noAnswers(this.#nothing.length) : answersBehind(this.#recorded, from, answered),
      topTier: tier,
      firstSegment,
      lastSegment,
      branches,
      tests: testsAt,
      computeNs: terms.map((added, t) => this.#sum(added, t)),
      upBytes,
      upBytesEach,
    });
    return { tests, firstTest, end };
  }

  /** Bytes of each sample's message [samples]. */
  #bytes(bytes: number | Float64Array): Float64Array {
    const { overheadBytes } = this.#payload;
    return typeof bytes === 'number' ? this.#nothing.map(() => bytes + overheadBytes) : bytes.map((own) => own + overheadBytes);
  }

  /** Times at a tier, added up in the order in which they are spent there. */
  #sum(terms: readonly Float64Array[], tier: number): Float64Array {
    if (terms.length === 0) return this.#nothing;
    const sum = new Float64Array(this.#nothing.length);
    for (const term of terms) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + (term[i] as number);
    const { slowdown } = this.#tiers[tier] as TierCosts;
    for (let i = 0; i < sum.length; i++) sum[i] = roundNs((sum[i] as number) * slowdown);
    return sum;
  }
}

/** Of equally confident exits, the later. */
function better(before: Best, exit: number, { confidence, prediction }: Answers): Best {
  const best = { exit: before.exit.slice(), confidence: before.confidence.slice(), prediction: before.prediction.slice() };
  for (let i = 0; i < confidence.length; i++) {
    if ((confidence[i] as number) >= (best.confidence[i] as number)) {
      best.exit[i] = exit;
      best.confidence[i] = confidence[i] as number;
      best.prediction[i] = prediction[i] as number;
    }
  }
  return best;
}

/** Ways walked last, by recording: points of a sweep mostly share tiers and payload. */
const walked = new WeakMap<RecordedExits, { tiers: readonly TierCosts[]; payload: PayloadPlan; ways: Map<string, Ways> }>();

/** The ways of all rules that approach the exits as `rule` does. */
export function waysOf(rule: Pick<Rule, 'approach'>, recorded: RecordedExits, tiers: readonly TierCosts[], payload: PayloadPlan): Ways {
  const exits = recorded.confidence.length;
  const approaches = Array.from({ length: exits - 1 }, (_, k) => rule.approach(k + 1, exits));
  let last = walked.get(recorded);
  if (last === undefined || last.tiers !== tiers || last.payload !== payload) {
    last = { tiers, payload, ways: new Map() };
    walked.set(recorded, last);
  }
  const key = approaches.join(' ');
  let ways = last.ways.get(key);
  if (ways === undefined) {
    ways = new Ways(recorded, tiers, payload, approaches);
    last.ways.set(key, ways);
  }
  return ways;
}

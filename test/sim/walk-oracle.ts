/**
 * Walks every sample of a trace through the exits under one rule, one sample after the other, and writes down where it computes and what it
 * ships: written apart from the ways that samples share, to hold them against.
 *
 * The rules (exits, segments, payloads): a request keeps its server at a tier from its first segment there until it leaves or is
 * answered; upper tiers run no branch of exits that are skipped; `features` ships the tensor of the exit where the request
 * leaves and the upper tiers run what remains, tier by tier; `input` ships the picture straight to the tier that goes on, which
 * runs every segment. A tier without exits passes on what it gets.
 */

import { roundNs } from '../../src/sim/kernel/clock.ts';
import { measured } from '../../src/sim/plan/measured.ts';
import type { Itinerary, PayloadPlan, RecordedExits, TierCosts } from '../../src/sim/plan/plan.ts';
import type { Measure, Rule } from '../../src/sim/policies/policy.ts';

/** Nothing was coded on the way here. */
const PLAIN = -1;

/** Number `i` of an array that is known to hold it. */
function at(values: ArrayLike<number>, i: number): number {
  return values[i] as number;
}

/** @returns the itinerary of every sample under `rule` */
export function walkEach(rule: Rule, recorded: RecordedExits, tiers: readonly TierCosts[], payload: PayloadPlan): Itinerary {
  const exits = recorded.confidence.length;
  const samples = recorded.labels.length;
  const tierOfExit = [0];
  for (let exit = 1; exit <= exits; exit++) tierOfExit.push(tiers.findIndex((tier) => tier.exits.includes(exit)));
  const answerOf = answersBehind(recorded, rule.measure);
  const itinerary = emptyItinerary(recorded.labels, tiers.length);

  const { bestOfAllBelow = Number.NEGATIVE_INFINITY } = rule;
  const observation = { exit: 0, exits, confidence: 0, measured: 0 };
  let sample = 0;
  let tier = 0;
  let ran = 0; // segments whose output is at hand at `tier`
  let from = PLAIN; // exit whose tensor crossed a link last, 0: the picture
  let best = 0; // most confident exit tested so far
  let bestConfidence = -1;
  let bestPrediction = 0;
  const compute = (first: number, last: number) => {
    if (last < first) return;
    const costs = tiers[tier] as TierCosts;
    for (let k = first; k <= last; k++) add(itinerary.computeNs, tier, sample, at(costs.segmentNs[k - 1] as Float64Array, sample));
    if (itinerary.isServed[tier]?.[sample] === 0) (itinerary.firstSegment[tier] as Uint8Array)[sample] = first;
    (itinerary.lastSegment[tier] as Uint8Array)[sample] = last;
    (itinerary.isServed[tier] as Uint8Array)[sample] = 1;
    ran = last;
  };
  /** Brings the request to where exit `next` lives; the segments up to `next` - 1 have been run or will be run above. */
  const climb = (next: number) => {
    const goal = at(tierOfExit, next);
    while (tier < goal) {
      // Before any segment has run there is nothing but the picture to ship.
      const isPicture = payload.kind === 'input' || ran === 0;
      const bytes = isPicture ? pictureBytes(payload, sample) : at(payload.featureBytes, ran - 1);
      (itinerary.upBytes[tier] as Float64Array)[sample] = bytes + payload.overheadBytes;
      (itinerary.bestExit[tier] as Uint8Array)[sample] = best;
      if (payload.kind === 'input') from = 0;
      else if (!isPicture) from = ran;
      if (isPicture) ran = 0;
      tier++;
      if (!isPicture && tier < goal) compute(ran + 1, (tiers[tier] as TierCosts).exits.at(-1) ?? 0);
    }
  };

  for (sample = 0; sample < samples; sample++) {
    tier = 0;
    ran = 0;
    from = PLAIN;
    best = 0;
    bestConfidence = -1;
    let firstTest = true;
    let exit = 1;
    let answered = exits;
    while (exit < exits) {
      const approach = rule.approach(exit, exits);
      if (approach === 'picture') break;
      if (approach === 'drop') {
        answered = 0;
        break;
      }
      if (approach === 'skip' || (approach === 'pass' && payload.kind === 'input')) {
        exit++;
        continue;
      }
      if (approach === 'offload') {
        // Nothing has looked at features yet: the picture needs no segment below, the tensor needs those up to this exit.
        if (payload.kind === 'features' || at(tierOfExit, exits) === tier) {
          climb(exit);
          compute(ran + 1, exit);
        }
        break;
      }
      climb(exit);
      compute(ran + 1, exit);
      if (approach === 'test') {
        add(itinerary.computeNs, tier, sample, at((tiers[tier] as TierCosts).branchNs[exit - 1] as Float64Array, sample));
        (itinerary.branches[tier] as Uint32Array)[sample] = at(itinerary.branches[tier] as Uint32Array, sample) | (1 << (exit - 1));
        if (firstTest && tier === 0) {
          firstTest = false;
          itinerary.firstTestNs[sample] = at(itinerary.computeNs[0] as Float64Array, sample);
        }
        const answers = answerOf(from, exit);
        const confidence = at(answers.confidence, sample);
        if (confidence >= bestConfidence) {
          best = exit;
          bestConfidence = confidence;
          bestPrediction = at(answers.prediction, sample);
        }
        observation.exit = exit;
        observation.confidence = confidence;
        observation.measured = answers.measured === answers.confidence ? confidence : at(answers.measured, sample);
        const decision = rule.decide(observation);
        if (decision === 'answer') {
          answered = exit;
          break;
        }
        if (decision === 'offload') break;
      }
      exit++;
    }
    if (answered === exits) {
      climb(exits);
      compute(ran + 1, exits);
    }

    if (answered === 0) {
      itinerary.prediction[sample] = -1;
      continue;
    }
    const answer = answerOf(from, answered);
    itinerary.exit[sample] = answered;
    itinerary.isOffloaded[sample] = answered === exits ? 1 : 0;
    itinerary.confidence[sample] = at(answer.confidence, sample);
    itinerary.prediction[sample] = at(answer.prediction, sample);
    if (answered === exits && at(answer.confidence, sample) < bestOfAllBelow && at(answer.confidence, sample) < bestConfidence) {
      itinerary.exit[sample] = best;
      itinerary.confidence[sample] = bestConfidence;
      itinerary.prediction[sample] = bestPrediction;
    }
    itinerary.topTier[sample] = tier;
    for (let t = tier; t < tiers.length; t++) (itinerary.bestExit[t] as Uint8Array)[sample] = best;
  }

  tiers.forEach(({ slowdown }, t) => {
    const stay = itinerary.computeNs[t] as Float64Array;
    for (let sample = 0; sample < samples; sample++) stay[sample] = roundNs(at(stay, sample) * slowdown);
  });
  const { slowdown } = tiers[0] as TierCosts;
  for (let i = 0; i < samples; i++) itinerary.firstTestNs[i] = roundNs(at(itinerary.firstTestNs, i) * slowdown);
  return itinerary;
}

function emptyItinerary(label: Int32Array, tiers: number) {
  const samples = label.length;
  const bytes = () => new Uint8Array(samples);
  const doubles = () => new Float64Array(samples);
  const eachTier = <T>(column: () => T): T[] => Array.from({ length: tiers }, column);
  return {
    samples,
    exit: bytes(),
    isOffloaded: bytes(),
    confidence: doubles(),
    prediction: new Int32Array(samples),
    label,
    topTier: bytes(),
    isServed: eachTier(bytes),
    computeNs: eachTier(doubles),
    upBytes: eachTier(doubles).slice(1),
    firstSegment: eachTier(bytes),
    lastSegment: eachTier(bytes),
    branches: eachTier(() => new Uint32Array(samples)),
    bestExit: eachTier(bytes),
    firstTestNs: doubles(),
  };
}

interface Answers {
  readonly confidence: Float64Array;
  readonly prediction: Int32Array;
  /** What the rule measures; the confidence itself where it names no measure. */
  readonly measured: Float64Array;
}

/** What an exit answers when the tensor of exit `from` (0: the picture) was coded on its way; PLAIN: as recorded. */
function answersBehind(recorded: RecordedExits, measure: Measure | undefined): (from: number, exit: number) => Answers {
  const { confidence, prediction, logits, coded } = recorded;
  const samples = recorded.labels.length;
  // Exit N is never asked how sure it is by a rule.
  const look = (exit: number, values: Float64Array, of: Float32Array | undefined) => {
    if (measure === undefined || exit === confidence.length) return values;
    if (of === undefined) throw new Error(`walkEach needs logits of exit ${exit} to measure ${measure.kind}, got none`);
    return measured(measure, of, samples, exit);
  };
  const plain = confidence.map((values, k): Answers => {
    return { confidence: values, prediction: prediction[k] as Int32Array, measured: look(k + 1, values, logits?.[k]) };
  });
  if (coded === null) return (_, exit) => plain[exit - 1] as Answers;
  const behind = coded.map((answers) => ({ ...answers, measured: look(answers.exit, answers.confidence, answers.logits) }));
  return (from, exit) => {
    if (from === PLAIN || from === exit) return plain[exit - 1] as Answers;
    const found = behind.find((answers) => answers.from === from && answers.exit === exit);
    if (found === undefined) throw new Error(`walkEach needs what exit ${exit} answers behind a coded ${from || 'picture'}`);
    return found;
  };
}

function pictureBytes({ inputBytes }: PayloadPlan, sample: number): number {
  return typeof inputBytes === 'number' ? inputBytes : at(inputBytes, sample);
}

function add(columns: readonly Float64Array[], column: number, row: number, value: number): void {
  const values = columns[column] as Float64Array;
  values[row] = at(values, row) + value;
}

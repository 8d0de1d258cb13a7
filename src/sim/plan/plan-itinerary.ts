/**
 * Walks every sample of a trace through the exits under one policy and writes down where it computes and what it ships.
 *
 * The rules (exits, segments, payloads): a request keeps its server at a tier from its first segment there until it leaves or is
 * answered; upper tiers run no branch of exits that are skipped; `features` ships the tensor of the exit where the request
 * leaves and the upper tiers run what remains, tier by tier; `input` ships the picture straight to the tier that goes on, which
 * runs every segment.
 */

import type { Policy } from '../policies/policy.ts';
import type { Itinerary, PayloadPlan, RecordedExits, TierCosts } from './plan.ts';

/** Number `i` of an array that is known to hold it. */
function at(values: ArrayLike<number>, i: number): number {
  return values[i] as number;
}

/** @returns the itinerary of every sample under `policy` */
export function planItinerary(policy: Policy, recorded: RecordedExits, tiers: readonly TierCosts[], payload: PayloadPlan): Itinerary {
  const exits = recorded.confidence.length;
  const samples = recorded.labels.length;
  const tierOfExit = [0];
  for (let exit = 1; exit <= exits; exit++) tierOfExit.push(tiers.findIndex((tier) => tier.exits.includes(exit)));

  const itinerary = {
    samples,
    exit: new Uint8Array(samples),
    isOffloaded: new Uint8Array(samples),
    confidence: new Float64Array(samples),
    prediction: new Int32Array(samples),
    label: recorded.labels,
    topTier: new Uint8Array(samples),
    isServed: tiers.map(() => new Uint8Array(samples)),
    computeNs: tiers.map(() => new Float64Array(samples)),
    upBytes: tiers.slice(1).map(() => new Float64Array(samples)),
  };

  for (let sample = 0; sample < samples; sample++) {
    let tier = 0;
    let ran = 0; // segments whose output is at hand at `tier`
    const compute = (from: number, to: number) => {
      const costs = tiers[tier] as TierCosts;
      for (let k = from; k <= to; k++) add(itinerary.computeNs, tier, sample, at(costs.segmentNs[k - 1] as Float64Array, sample));
      (itinerary.isServed[tier] as Uint8Array)[sample] = 1;
      ran = to;
    };
    /** Brings the request to where exit `next` lives; the segments up to `next` - 1 have been run or will be run above. */
    const climb = (next: number) => {
      const goal = at(tierOfExit, next);
      while (tier < goal) {
        const bytes = payload.kind === 'input' ? payload.inputBytes : at(payload.featureBytes, ran - 1);
        (itinerary.upBytes[tier] as Float64Array)[sample] = bytes + payload.overheadBytes;
        tier++;
        if (payload.kind === 'input') ran = 0;
        else if (tier < goal) compute(ran + 1, lastExit(tiers[tier] as TierCosts));
      }
    };

    let exit = 1;
    let answered = exits;
    while (exit < exits) {
      const approach = policy.approach(exit, exits);
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
        const confidence = at(recorded.confidence[exit - 1] as Float64Array, sample);
        const decision = policy.decide({ exit, exits, confidence });
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

    itinerary.exit[sample] = answered;
    itinerary.isOffloaded[sample] = answered === exits ? 1 : 0;
    itinerary.confidence[sample] = at(recorded.confidence[answered - 1] as Float64Array, sample);
    itinerary.prediction[sample] = at(recorded.prediction[answered - 1] as Int32Array, sample);
    itinerary.topTier[sample] = tier;
  }

  tiers.forEach(({ slowdown }, t) => {
    const stay = itinerary.computeNs[t] as Float64Array;
    for (let sample = 0; sample < samples; sample++) stay[sample] = Math.round(at(stay, sample) * slowdown);
  });
  return itinerary;
}

function add(columns: readonly Float64Array[], column: number, row: number, value: number): void {
  const values = columns[column] as Float64Array;
  values[row] = at(values, row) + value;
}

function lastExit(tier: TierCosts): number {
  return tier.exits[tier.exits.length - 1] as number;
}

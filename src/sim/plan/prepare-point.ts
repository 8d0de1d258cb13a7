/** From a point of the plan to one that can run: its policy is made and every sample walked through the exits under each of its rules. */

import type { Choice, Foretold } from '../policies/policy.ts';
import { makePolicy } from './make-policy.ts';
import type { Itinerary, PointPlan, PreparedPoint } from './plan.ts';
import { planItinerary } from './plan-itinerary.ts';
import { queueFreeNs } from './queue-free.ts';

export function preparePoint(point: PointPlan): PreparedPoint {
  const { recorded, tiers, payload, world, workload, exits, classes } = point;
  const { rules, choice } = makePolicy(point);
  const itinerary = stack(rules.map((rule) => planItinerary(rule, recorded, tiers, payload)));
  const parts = { world, workload, recorded, tiers, exits, classes, itinerary };
  return { ...parts, choice: choice.kind === 'foretold' ? foretell(choice, parts) : choice };
}

/** Lets a bound look at what no policy may. */
function foretell({ choose }: Foretold, { world, itinerary, recorded }: Omit<PreparedPoint, 'choice'>): Choice {
  const isRight = Uint8Array.from(itinerary.prediction, (answer, row) => (answer === itinerary.label[row] ? 1 : 0));
  const known = { samples: recorded.labels.length, latencyNs: queueFreeNs({ world, itinerary }), isRight };
  return { kind: 'known', ruleOfSample: choose(known) };
}

/** One itinerary above the other. */
function stack(walks: readonly Itinerary[]): Itinerary {
  const [first] = walks as [Itinerary];
  if (walks.length === 1) return first;
  const join = <Column extends Uint8Array | Uint32Array | Int32Array | Float64Array>(pick: (walk: Itinerary) => Column): Column => {
    const columns = walks.map(pick);
    const [head] = columns as [Column];
    const Kind = head.constructor as new (length: number) => Column;
    const joined = new Kind(head.length * columns.length);
    columns.forEach((column, i) => {
      joined.set(column, i * head.length);
    });
    return joined;
  };
  const joinEach = <Column extends Uint8Array | Uint32Array | Float64Array>(pick: (walk: Itinerary) => readonly Column[]): Column[] =>
    pick(first).map((_, i) => join((walk) => pick(walk)[i] as Column));
  return {
    samples: first.samples * walks.length,
    exit: join((walk) => walk.exit),
    isOffloaded: join((walk) => walk.isOffloaded),
    confidence: join((walk) => walk.confidence),
    prediction: join((walk) => walk.prediction),
    label: join((walk) => walk.label),
    topTier: join((walk) => walk.topTier),
    isServed: joinEach((walk) => walk.isServed),
    computeNs: joinEach((walk) => walk.computeNs),
    upBytes: joinEach((walk) => walk.upBytes),
    firstSegment: joinEach((walk) => walk.firstSegment),
    lastSegment: joinEach((walk) => walk.lastSegment),
    branches: joinEach((walk) => walk.branches),
    bestExit: joinEach((walk) => walk.bestExit),
    firstTestNs: join((walk) => walk.firstTestNs),
  };
}

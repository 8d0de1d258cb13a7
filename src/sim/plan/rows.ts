/** Which row of the itinerary each request takes: its sample, under the rule that its policy chooses for it. */

import type { PreparedPoint } from './plan.ts';

/** Number of samples of the trace; rows are samples x rules. */
export function sampleCount({ recorded }: Pick<PreparedPoint, 'recorded'>): number {
  return recorded.labels.length;
}

/**
 * Rows of all requests as far as they are chosen before the run; where a policy adapts, those of its first rule, to be written to.
 *
 * @param draw numbers uniform in [0, 1), from a stream of the policy's own
 *
 * By chance, a request's fate is drawn by its number, the same for every share: what goes up at a share goes up at every larger one.
 */
export function rowsOf(point: PreparedPoint, samples: Int32Array, draw: () => number): Int32Array {
  const { choice } = point;
  const count = sampleCount(point);
  switch (choice.kind) {
    case 'only':
      return samples;
    case 'adaptive':
      return samples.slice();
    case 'known':
      return samples.map((sample) => sample + count * (choice.ruleOfSample[sample] as number));
    case 'drawn':
      return samples.map((sample) => sample + count * pick(choice.shares, draw()));
  }
}

/** Share of the requests that take each row, summing to the number of samples; null where that is known after the run only. */
export type RowWeights = Float64Array | null;

/** Weights by point, worked out once; those of a rule that has all samples to itself are the same for all of as many. */
const known = new WeakMap<PreparedPoint, RowWeights>();
let ones = new Float64Array(0);

export function rowWeights(point: PreparedPoint): RowWeights {
  if (point.choice.kind === 'only') {
    if (ones.length !== point.itinerary.samples) ones = new Float64Array(point.itinerary.samples).fill(1);
    return ones;
  }
  let weights = known.get(point);
  if (weights === undefined) {
    weights = weigh(point);
    known.set(point, weights);
  }
  return weights;
}

function weigh(point: PreparedPoint): RowWeights {
  const { choice, itinerary } = point;
  const count = sampleCount(point);
  if (choice.kind === 'adaptive') return null;
  const weights = new Float64Array(itinerary.samples);
  for (let row = 0; row < weights.length; row++) {
    const rule = Math.floor(row / count);
    if (choice.kind === 'drawn') weights[row] = choice.shares[rule] as number;
    else if (choice.kind === 'known') weights[row] = choice.ruleOfSample[row % count] === rule ? 1 : 0;
    else weights[row] = 1;
  }
  return weights;
}

/** Index of the share in which `u` lies. */
function pick(shares: readonly number[], u: number): number {
  let rest = u;
  let rule = 0;
  while (rule < shares.length - 1 && rest >= (shares[rule] as number)) rest -= shares[rule++] as number;
  return rule;
}

/** Markov chains in continuous time: where they are in the long run, and walks along them. Links and bursty arrivals use both. */

import { roundNs } from '../kernel/clock.ts';
import { exponential } from '../kernel/exponential.ts';
import type { RandomStream } from '../kernel/random-stream.ts';
import type { MarkovPlan } from './capacity.ts';

/** Rows of `next` written in decimals may miss 1 by this much. */
const ROUNDING = 1e-9;

/**
 * Share of time spent in each state in the long run, [states]; sums to 1.
 *
 * The chain of visits is solved by state reduction, which only adds, multiplies and divides positive numbers, and so loses no digits
 * to cancellation; visits are then weighted by their mean stay. Cost: states^3.
 *
 * Throws RangeError for a chain that is malformed, or reducible: where it is in the long run would depend on where it began.
 *
 * @see Grassmann, Taksar & Heyman 1985, doi:10.1287/opre.33.5.1107
 * @example stationary({ rates: [1, 0], meanNs: [3, 1], next: [[0, 1], [1, 0]] }) // [0.75, 0.25]
 */
export function stationary(chain: MarkovPlan): number[] {
  checkChain(chain);
  const { meanNs, next } = chain;
  const states = meanNs.length;
  const p = next.map((row) => [...row]);
  const at = (i: number, j: number) => (p[i] as number[])[j] as number;
  for (let k = states - 1; k > 0; k--) {
    let below = 0;
    for (let j = 0; j < k; j++) below += at(k, j);
    for (let i = 0; i < k; i++) {
      const row = p[i] as number[];
      row[k] = at(i, k) / below;
      for (let j = 0; j < k; j++) row[j] = at(i, j) + (row[k] as number) * at(k, j);
    }
  }
  const visits = [1];
  for (let k = 1; k < states; k++) visits.push(visits.reduce((sum, share, i) => sum + share * at(i, k), 0));
  const weights = visits.map((share, i) => share * (meanNs[i] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Mean of `rates` over time in the long run. Throws RangeError where `stationary` does. */
export function meanRate(chain: MarkovPlan): number {
  return stationary(chain).reduce((sum, share, i) => sum + share * (chain.rates[i] as number), 0);
}

/** A walk along a chain: read `state` and `stayNs`, then `advance`. */
export interface MarkovPath {
  /** Index of the present state. */
  readonly state: number;
  /** Time in it [ns], a whole number >= 1; Infinity where the chain has one state only. */
  readonly stayNs: number;
  /** Goes on to the next state. */
  advance(): void;
}

/**
 * A walk that begins as if the chain had run for ever: first state drawn by share of time, and what is left of its stay is
 * exponential like a whole one (it has no memory).
 *
 * Draws two numbers a stay, the state's and the stay's, in that order.
 */
export function markovPath(chain: MarkovPlan, stream: RandomStream): MarkovPath {
  const { meanNs, next } = chain;
  let state = 0;
  let stayNs = Infinity;
  const enter = (shares: readonly number[]) => {
    state = pick(shares, stream());
    stayNs = Math.max(1, roundNs(exponential(stream()) * (meanNs[state] as number)));
  };
  const shares = stationary(chain);
  if (shares.length > 1) enter(shares);
  return {
    get state() {
      return state;
    },
    get stayNs() {
      return stayNs;
    },
    advance() {
      if (shares.length > 1) enter(next[state] as readonly number[]);
    },
  };
}

/** The index in whose part of 0..1 `u` lies; rounding at the upper end goes to the last index of positive share. */
function pick(shares: readonly number[], u: number): number {
  let rest = u;
  let last = 0;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    if (share <= 0) continue;
    if (rest < share) return i;
    rest -= share;
    last = i;
  }
  return last;
}

function checkChain({ rates, meanNs, next }: MarkovPlan): void {
  const states = rates.length;
  const fail = (need: string, got: unknown): never => {
    throw new RangeError(`stationary needs ${need}, got ${String(got)}`);
  };
  if (states === 0) fail('at least one state', 'none');
  if (meanNs.length !== states || next.length !== states) fail(`${states} stays and rows`, `${meanNs.length} and ${next.length}`);
  for (const rate of rates) if (!(rate >= 0 && rate < Infinity)) fail('finite rates >= 0', rate);
  for (const mean of meanNs) if (!(mean > 0 && mean < Infinity)) fail('finite mean stays > 0', mean);
  for (const row of next) {
    const sum = row.reduce((total, share) => total + share, 0);
    if (row.length !== states || row.some((share) => !(share >= 0)) || Math.abs(sum - 1) > ROUNDING)
      fail(`rows of ${states} probabilities that sum to 1`, `[${row.join(', ')}]`);
  }
  const forth = reached(states, (i, j) => ((next[i] as readonly number[])[j] as number) > 0);
  const back = reached(states, (i, j) => ((next[j] as readonly number[])[i] as number) > 0);
  for (let i = 0; i < states; i++) {
    if (forth[i] !== true || back[i] !== true)
      fail(
        'a chain in which every state leads to every other',
        `one where state ${i} ${forth[i] === true ? 'never leads back to' : 'is not reached from'} state 0`,
      );
  }
}

/** Which states can be reached from state 0 along `isStep`, [states]. */
function reached(states: number, isStep: (i: number, j: number) => boolean): boolean[] {
  const seen = Array.from({ length: states }, (_, i) => i === 0);
  const open = [0];
  for (let i = open.pop(); i !== undefined; i = open.pop()) {
    for (let j = 0; j < states; j++) {
      if (seen[j] === true || !isStep(i, j)) continue;
      seen[j] = true;
      open.push(j);
    }
  }
  return seen;
}

/**
 * One exponential server whose arrivals or speed follow a Markov chain: MMPP/M/1, a link of changing bandwidth, a server that breaks down.
 *
 * In phase j requests arrive at rate lambda_j and are served at rate mu_j. With A0 = diag(lambda), A2 = diag(mu), A1 = Q - A0 - A2 the number
 * present is matrix-geometric: pi_n = pi_0 R^n, R the least solution of A0 + R A1 + R^2 A2 = 0, pi_0 (Q - A0 + R A2) = 0. Mean number
 * pi_0 R (I - R)^-2 1, mean sojourn by Little's law.
 *
 * @see Neuts, Matrix-Geometric Solutions in Stochastic Models (1981), chapters 1 and 6
 */

import { diagonal, identity, inverse, type Matrix, plus, rowTimes, times } from './matrix.ts';
import { stationary } from './stationary.ts';

export interface Modulated {
  /** Mean arrivals per unit of time. */
  readonly arrivalRate: number;
  /** Mean number present. */
  readonly number: number;
  readonly sojourn: number;
}

/** @param generator Q, rates from phase to phase; its diagonal is not read */
export function modulatedQueue(arrivalRates: readonly number[], serviceRates: readonly number[], generator: Matrix): Modulated {
  const phases = stationary(generator);
  const q = generator.map((row, i) => {
    const leaving = row.reduce((sum, rate, j) => (i === j ? sum : sum + rate), 0);
    return row.map((rate, j) => (i === j ? -leaving : rate));
  });
  const up = diagonal(arrivalRates);
  const down = diagonal(serviceRates);
  const local = plus(plus(q, up, -1), down, -1);
  const unit = identity(phases.length);
  let r: number[][] = diagonal(phases.map(() => 0));
  for (let i = 0, change = 1; i < 1_000_000 && change > 1e-15; i++) {
    const next = times(up, inverse(plus(diagonal(phases.map(() => 0)), plus(local, times(r, down)), -1)));
    change = Math.max(...next.flatMap((row, a) => row.map((value, b) => Math.abs(value - (r[a]?.[b] as number)))));
    r = next;
  }
  const boundary = plus(plus(q, up, -1), times(r, down));
  const rest = inverse(plus(unit, r, -1));
  const empty = stationary(boundary);
  const ones = (row: readonly number[]) => row.reduce((sum, value) => sum + value, 0);
  const mass = ones(rowTimes(empty, rest));
  const number = ones(rowTimes(rowTimes(rowTimes(empty, r), rest), rest)) / mass;
  const arrivalRate = phases.reduce((sum, share, j) => sum + share * (arrivalRates[j] as number), 0);
  return { arrivalRate, number, sojourn: number / arrivalRate };
}

/**
 * Priority without preemption: the most urgent class goes first, what was begun is finished; within a class first come first served.
 *
 *   E[W_k] = W0 / ((1 - sigma_{k-1}) (1 - sigma_k)),   sigma_k = load of classes 1..k,   class 1 the most urgent
 *
 * One server, any service times: W0 = sum lambda_k E[S_k^2] / 2. c servers, one exponential service time for all: W0 = C(c) E[S] / c.
 *
 * @see Cobham 1954; Davis 1966 and Kella and Yechiali 1985 for c servers; Kleinrock II (1976), 3.5
 */

import { erlangC } from './erlang.ts';

/** One class: its arrivals and the first two moments of its service. */
export interface PriorityClass {
  readonly arrivalRate: number;
  readonly mean: number;
  readonly second: number;
}

/** Mean wait of each class, the most urgent first. */
export function priorityWaits(classes: readonly PriorityClass[]): number[] {
  const residual = classes.reduce((sum, { arrivalRate, second }) => sum + (arrivalRate * second) / 2, 0);
  return dividedByRoom(
    residual,
    classes.map(({ arrivalRate, mean }) => arrivalRate * mean),
  );
}

/** Mean wait of each class with `servers` servers and one exponential service time. */
export function priorityWaitsOfMany(arrivalRates: readonly number[], meanService: number, servers: number): number[] {
  const offered = arrivalRates.reduce((sum, rate) => sum + rate, 0) * meanService;
  return dividedByRoom(
    (erlangC(offered, servers) * meanService) / servers,
    arrivalRates.map((rate) => (rate * meanService) / servers),
  );
}

function dividedByRoom(residual: number, loads: readonly number[]): number[] {
  let above = 0;
  return loads.map((load) => {
    const wait = residual / ((1 - above) * (1 - above - load));
    above += load;
    return wait;
  });
}

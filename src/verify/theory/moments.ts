/**
 * The room of queueing theory: formulas only, coded apart from the engine. It imports nothing from outside.
 *
 * Times may be in any unit; rates are per that unit. Here: the moments of a service time, all that many formulas need to know of it.
 */

/** E[S], E[S^2] and E[S^3] of a service time S. */
export interface Moments {
  readonly mean: number;
  readonly second: number;
  readonly third: number;
}

/** Moments of a table whose values are equally likely. @example momentsOf([1, 3]) // { mean: 2, second: 5, third: 14 } */
export function momentsOf(values: ArrayLike<number>): Moments {
  let first = 0;
  let second = 0;
  let third = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    first += value;
    second += value * value;
    third += value * value * value;
  }
  return { mean: first / values.length, second: second / values.length, third: third / values.length };
}

/** E[S^k] = k! mean^k. */
export function exponentialMoments(mean: number): Moments {
  return { mean, second: 2 * mean ** 2, third: 6 * mean ** 3 };
}

/** E[S^k] = value^k. */
export function constantMoments(value: number): Moments {
  return { mean: value, second: value ** 2, third: value ** 3 };
}

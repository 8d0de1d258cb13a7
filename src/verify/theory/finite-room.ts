/**
 * M/M/c/K: at most K requests in the system; whoever finds it full is lost.
 *
 * A birth-and-death chain: p(n) = p(n-1) lambda / (min(n, c) mu). By PASTA a share p(K) is lost; Little's law over those let in gives the
 * mean sojourn, sum n p(n) / (lambda (1 - p(K))).
 *
 * @see Gross et al. (2008), 2.5
 */

export interface FiniteRoom {
  readonly lost: number;
  /** Mean number in the system. */
  readonly number: number;
  /** Mean sojourn of those let in. */
  readonly sojourn: number;
}

/** @param room K, servers included @example finiteRoom(1, 1, 1, 2).lost // 1/3 */
export function finiteRoom(arrivalRate: number, meanService: number, servers: number, room: number): FiniteRoom {
  let weight = 1;
  let total = 1;
  let number = 0;
  for (let n = 1; n <= room; n++) {
    weight *= (arrivalRate * meanService) / Math.min(n, servers);
    total += weight;
    number += n * weight;
  }
  const lost = weight / total;
  return { lost, number: number / total, sojourn: number / total / (arrivalRate * (1 - lost)) };
}

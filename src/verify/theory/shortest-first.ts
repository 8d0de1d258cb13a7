/**
 * Shortest job first without preemption: every size is a priority class of its own.
 *
 *   E[W(x)] = lambda E[S^2] / 2 / ((1 - rho(S < x)) (1 - rho(S <= x))),   rho(A) = lambda E[S; A]
 *
 * @see Phipps 1956; Kleinrock II (1976), 3.7
 */

import { momentsOf } from './moments.ts';

/** Mean wait of each value of a table whose values are equally likely, in the order of the table. */
export function shortestFirstWaits(arrivalRate: number, sizes: Float64Array): Float64Array {
  const residual = (arrivalRate * momentsOf(sizes).second) / 2;
  const order = Int32Array.from(sizes.keys()).sort((a, b) => (sizes[a] as number) - (sizes[b] as number));
  const waits = new Float64Array(sizes.length);
  let below = 0;
  for (let first = 0; first < order.length; ) {
    const size = sizes[order[first] as number] as number;
    let last = first;
    while (last < order.length && sizes[order[last] as number] === size) last++;
    const upTo = below + (arrivalRate * size * (last - first)) / sizes.length;
    for (let i = first; i < last; i++) waits[order[i] as number] = residual / ((1 - below) * (1 - upTo));
    below = upTo;
    first = last;
  }
  return waits;
}

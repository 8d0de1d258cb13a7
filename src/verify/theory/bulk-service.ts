/**
 * Bulk service: Poisson arrivals, one server that takes whatever waits, b requests at most, in a time T(k) that depends on the batch of k.
 *
 * The queue left behind at the end of a batch is a Markov chain: from n >= 1 the next batch takes k = min(n, b), from 0 it waits for one arrival.
 * A cycle from n lasts T(k), or 1 / lambda + T(1) from 0, and holds (n - k) T(k) + lambda T(k)^2 / 2 waiting requests x time. Mean number
 * waiting = expected area of a cycle / expected length (Markov renewal reward); Little's law gives the mean wait.
 *
 * @see Bailey, J. Royal Stat. Soc. B 16 (1954); Chaudhry and Templeton, A First Course in Bulk Queues (1983)
 */

import { stationary } from './stationary.ts';

export interface BulkService {
  /** Mean time from arrival to the start of the batch. */
  readonly wait: number;
  /** Mean size of a batch. */
  readonly batch: number;
  /** Mean wait plus the mean, over requests, of the time of their batch. */
  readonly sojourn: number;
}

/** @param timeOf T(k), k = 1..most @param states queue lengths told apart; what lies beyond is left out */
export function bulkService(arrivalRate: number, timeOf: (size: number) => number, most: number, states = 300): BulkService {
  const sizeFrom = (n: number) => Math.min(Math.max(n, 1), most);
  const arrivals = Array.from({ length: most + 1 }, (_, k) => (k === 0 ? [] : poisson(arrivalRate * timeOf(k), states)));
  const chain = Array.from({ length: states }, (_, n) => {
    const row = new Array<number>(states).fill(0);
    const left = Math.max(0, n - most);
    const counts = arrivals[sizeFrom(n)] as number[];
    for (let j = left; j < states; j++) row[j] = counts[j - left] as number;
    return row;
  });
  let length = 0;
  let area = 0;
  let served = 0;
  let inService = 0;
  stationary(chain).forEach((share, n) => {
    const size = sizeFrom(n);
    const time = timeOf(size);
    length += share * (time + (n === 0 ? 1 / arrivalRate : 0));
    area += share * (Math.max(0, n - size) * time + (arrivalRate * time * time) / 2);
    served += share * size;
    inService += share * size * time;
  });
  const wait = area / length / arrivalRate;
  return { wait, batch: served, sojourn: wait + inService / served };
}

/** P(0), P(1), .. of a Poisson count. */
function poisson(mean: number, length: number): number[] {
  const shares = [Math.exp(-mean)];
  for (let k = 1; k < length; k++) shares.push(((shares[k - 1] as number) * mean) / k);
  return shares;
}

/**
 * Open networks of exponential stations fed by Poisson arrivals: each station is as if it stood alone (product form).
 *
 * Jackson 1957, 1963. In a tandem of single first-come-first-served servers the sojourns of one request are even independent
 * (Reich 1957), so that its whole way is a sum of independent exponentials.
 */

import { mmc } from './erlang.ts';

/** A station, seen by one request that enters the network. */
export interface OpenStation {
  /** Mean visits of a request. */
  readonly visits: number;
  readonly meanService: number;
  readonly servers: number;
  /** Equal stations among which the visits are spread evenly, such as one for each device. */
  readonly places: number;
}

/** Mean time of a request at each station over all its visits, waits and services together. */
export function openNetworkSojourns(arrivalRate: number, stations: readonly OpenStation[]): number[] {
  return stations.map(
    ({ visits, meanService, servers, places }) => visits * mmc((arrivalRate * visits) / places, meanService, servers).sojourn,
  );
}

/**
 * Percentile of the sum of two independent exponentials of different means a and b:
 * P(T > t) = (a exp(-t/a) - b exp(-t/b)) / (a - b), solved by bisection.
 */
export function twoStagePercentile(a: number, b: number, probability: number): number {
  const beyond = (t: number) => (a * Math.exp(-t / a) - b * Math.exp(-t / b)) / (a - b);
  let low = 0;
  let high = (a + b) * 100;
  for (let i = 0; i < 200 && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (beyond(middle) > 1 - probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Processor sharing: all present are served at once, each at an equal share.
 *
 * M/G/1: a job of size x stays x / (1 - rho) on average, whatever the distribution of the others; hence E[S] / (1 - rho) over all.
 * M/G/c, each job at most one server: the number present is that of M/M/c, and so is the mean sojourn.
 *
 * @see Kleinrock 1967; Sakata, Noguchi and Oizumi 1971; Kleinrock II (1976), 4.4; Cohen 1979 for c servers
 */

import { mmc } from './erlang.ts';

/** Mean stay of a job of size `size` with one server. @example sharedSojourn(0.5, 1) // 2 */
export function sharedSojourn(load: number, size: number): number {
  return size / (1 - load);
}

/** Mean stay over all jobs with c servers. */
export function sharedSojournOfMany(arrivalRate: number, meanService: number, servers: number): number {
  return mmc(arrivalRate, meanService, servers).sojourn;
}

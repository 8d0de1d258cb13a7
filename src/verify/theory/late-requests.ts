/**
 * M/M/1 with a deadline for the start of service: whoever has waited longer than tau when its turn comes is dropped (M/M/1 + D).
 *
 * Density of the wait a newcomer would meet: v(x) = lambda p0 exp(-(mu - lambda) x) up to tau, then v(tau) exp(-mu (x - tau)), with p0 the share that
 * finds the server idle. Lost: P(V > tau) = p0 (lambda / mu) exp(-(mu - lambda) tau).
 *
 * @see Barrer, Operations Research 5 (1957); Baccelli and Hebuterne 1981
 */

export interface LateRequests {
  readonly lost: number;
  /** Mean wait of those served. */
  readonly wait: number;
}

/** The load must differ from 1. */
export function lateRequests(arrivalRate: number, meanService: number, deadline: number): LateRequests {
  const drift = 1 / meanService - arrivalRate;
  const late = Math.exp(-drift * deadline);
  const inTime = (arrivalRate * (1 - late)) / drift;
  const lost = arrivalRate * meanService * late;
  const idle = 1 / (1 + inTime + lost);
  const waited = (arrivalRate * (1 - late * (1 + drift * deadline))) / drift ** 2;
  return { lost: idle * lost, wait: waited / (1 + inTime) };
}

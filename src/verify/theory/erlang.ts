/**
 * Erlang's formulas for c servers and an offered load of a = lambda E[S] erlangs.
 *
 *   B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1))          share lost when nobody may wait (any service time)
 *   C(c) = B(c) / (1 - (a / c) (1 - B(c)))              share that waits (exponential service)
 *
 * @see Erlang 1917; Gross et al. (2008), 2.3 and 2.4
 */

/** @example erlangB(1, 1) // 0.5 */
export function erlangB(offered: number, servers: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (offered * blocked) / (c + offered * blocked);
  return blocked;
}

/** @example erlangC(1, 2) // 1/3 */
export function erlangC(offered: number, servers: number): number {
  const blocked = erlangB(offered, servers);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

export interface Mmc {
  /** Share of requests that wait. */
  readonly waiting: number;
  readonly wait: number;
  readonly sojourn: number;
}

/** M/M/c, first come first served: E[W] = C(c) / (c mu - lambda). @example mmc(1, 1, 2).wait // 1/3 */
export function mmc(arrivalRate: number, meanService: number, servers: number): Mmc {
  const waiting = erlangC(arrivalRate * meanService, servers);
  const wait = waiting / (servers / meanService - arrivalRate);
  return { waiting, wait, sojourn: wait + meanService };
}

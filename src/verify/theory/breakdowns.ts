/**
 * M/G/1 whose server breaks down, busy or idle: up for an exponential time of mean u, down for a time D; work is resumed.
 *
 * With A = u / (u + E[D]) a service takes the completion time C, E[C] = E[S] / A, E[C^2] = E[S^2] / A^2 + E[S] E[D^2] / u. A newcomer waits for
 * those before it, for the completion under way, or, at an empty system that is down, for the repair:
 *   E[W] = lambda E[C^2] / (2 (1 - rho / A)) + (1 - A) E[D^2] / (2 E[D])
 *
 * @see Avi-Itzhak and Naor, Operations Research 11 (1963), model A; White and Christie 1958
 */

import type { Moments } from './moments.ts';

export interface Breakdowns {
  /** Share of time the server is up, A. */
  readonly up: number;
  /** Mean time until service begins. */
  readonly wait: number;
  /** Mean wait and completion time. */
  readonly sojourn: number;
}

/** @param repair moments of D */
export function mg1WithBreakdowns(
  arrivalRate: number,
  service: Pick<Moments, 'mean' | 'second'>,
  meanUp: number,
  repair: Pick<Moments, 'mean' | 'second'>,
): Breakdowns {
  const up = meanUp / (meanUp + repair.mean);
  const completion = service.mean / up;
  const completionSecond = service.second / up ** 2 + (service.mean * repair.second) / meanUp;
  const wait = (arrivalRate * completionSecond) / (2 * (1 - arrivalRate * completion)) + ((1 - up) * repair.second) / (2 * repair.mean);
  return { up, wait, sojourn: wait + completion };
}

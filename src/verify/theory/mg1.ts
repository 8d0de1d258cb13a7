/**
 * M/G/1: Poisson arrivals, any service time, one server, first come first served.
 *
 *   E[W] = lambda E[S^2] / (2 (1 - rho))        E[W^2] = 2 E[W]^2 + lambda E[S^3] / (3 (1 - rho))
 *
 * @see Pollaczek 1930 and Khinchine 1932 for the mean; Takacs 1962 for the second moment; Kleinrock I (1975), 5.7
 */

import type { Moments } from './moments.ts';

export interface Mg1 {
  readonly load: number;
  readonly wait: number;
  /** E[W^2]. */
  readonly waitSecond: number;
  readonly sojourn: number;
}

/** @example mg1(0.5, constantMoments(1)).wait // 0.5 */
export function mg1(arrivalRate: number, service: Moments): Mg1 {
  const load = arrivalRate * service.mean;
  const wait = (arrivalRate * service.second) / (2 * (1 - load));
  return {
    load,
    wait,
    waitSecond: 2 * wait ** 2 + (arrivalRate * service.third) / (3 * (1 - load)),
    sojourn: wait + service.mean,
  };
}

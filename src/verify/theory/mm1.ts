/**
 * M/M/1: Poisson arrivals, exponential service, one server, first come first served.
 *
 * The sojourn (wait and service) is exponential of rate mu - lambda: mean 1 / (mu - lambda), percentile -ln(1 - p) / (mu - lambda).
 *
 * @see Kleinrock, Queueing Systems I (1975), 3.2 and 5.6
 */

export interface Mm1 {
  readonly load: number;
  /** Means of the wait, and of wait and service together. */
  readonly wait: number;
  readonly sojourn: number;
  /** Mean number in the system, rho / (1 - rho). */
  readonly number: number;
  /** The sojourn that a share `probability` of requests does not exceed. */
  readonly sojournPercentile: (probability: number) => number;
}

/** @example mm1(0.5, 1).sojourn // 2 */
export function mm1(arrivalRate: number, meanService: number): Mm1 {
  const load = arrivalRate * meanService;
  const sojourn = meanService / (1 - load);
  return {
    load,
    wait: sojourn - meanService,
    sojourn,
    number: load / (1 - load),
    sojournPercentile: (probability) => -Math.log(1 - probability) * sojourn,
  };
}

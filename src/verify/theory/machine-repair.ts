/**
 * Machine repair, M/M/c//N: each of N sources thinks for a mean time Z, then asks one of c exponential servers and waits for its answer.
 *
 * p(n) = p(n-1) (N - n + 1) E[S] / (Z min(n, c)), n at the servers. Throughput (N - E[n]) / Z, mean sojourn E[n] / throughput. Holds for
 * any distribution of the thinking time.
 *
 * @see Gross et al. (2008), 2.7; Bunday and Scraton 1980 for the insensitivity
 */

export interface MachineRepair {
  readonly throughput: number;
  /** Mean wait and service of one request. */
  readonly sojourn: number;
}

/** @example machineRepair(2, 1, 1, 1).throughput // 0.8 */
export function machineRepair(sources: number, thinking: number, meanService: number, servers: number): MachineRepair {
  let weight = 1;
  let total = 1;
  let number = 0;
  for (let n = 1; n <= sources; n++) {
    weight *= ((sources - n + 1) * meanService) / (thinking * Math.min(n, servers));
    total += weight;
    number += n * weight;
  }
  const throughput = (sources - number / total) / thinking;
  return { throughput, sojourn: number / total / throughput };
}

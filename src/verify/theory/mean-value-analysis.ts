/**
 * Closed networks by exact mean value analysis: N customers circulate for ever.
 *
 * A newcomer finds a station as it is on average with one customer fewer. With n customers, D_k the work a cycle brings to station k:
 *   one server     R_k(n) = D_k (1 + Q_k(n-1))                          Q_k(n) = X(n) R_k(n),   X(n) = n / sum R_k(n)
 *   delay          R_k(n) = D_k
 *   c servers      R_k(n) = D_k sum_j (j / min(j, c)) p_k(j-1 | n-1)      p_k(j | n) = D_k / min(j, c) X(n) p_k(j-1 | n-1)
 * Exact for exponential first-come-first-served service of one mean a station, and for any service under processor sharing or pure delay.
 *
 * @see Reiser and Lavenberg, JACM 27 (1980); Baskett, Chandy, Muntz and Palacios 1975
 */

export interface ClosedStation {
  readonly kind: 'queue' | 'delay';
  /** Mean visits of a cycle x mean service. */
  readonly demand: number;
  /** Servers of a queue; default 1. */
  readonly servers?: number;
}

export interface ClosedNetwork {
  /** Cycles per unit of time. */
  readonly throughput: number;
  /** Mean time of one cycle, the sum of `residences`. */
  readonly cycle: number;
  /** Mean time at each station during a cycle. */
  readonly residences: readonly number[];
}

/** @example meanValueAnalysis([{ kind: 'queue', demand: 1 }, { kind: 'queue', demand: 1 }], 2).throughput // 2/3 */
export function meanValueAnalysis(stations: readonly ClosedStation[], customers: number): ClosedNetwork {
  /** p_k(j | n), j = 0..N, of every station. */
  let shares = stations.map(() => [1, ...new Array<number>(customers).fill(0)]);
  let residences: number[] = [];
  let throughput = 0;
  for (let n = 1; n <= customers; n++) {
    residences = stations.map(({ kind, demand, servers = 1 }, k) => {
      if (kind === 'delay') return demand;
      let seen = 0;
      for (let j = 1; j <= n; j++) seen += (j / Math.min(j, servers)) * (shares[k]?.[j - 1] as number);
      return demand * seen;
    });
    throughput = n / residences.reduce((sum, time) => sum + time, 0);
    shares = stations.map(({ kind, demand, servers = 1 }, k) => {
      const before = shares[k] as number[];
      const now = new Array<number>(customers + 1).fill(0);
      if (kind === 'delay') return now;
      let rest = 1;
      for (let j = 1; j <= n; j++) {
        now[j] = (demand / Math.min(j, servers)) * throughput * (before[j - 1] as number);
        rest -= now[j] as number;
      }
      now[0] = Math.max(0, rest);
      return now;
    });
  }
  return { throughput, cycle: customers / throughput, residences };
}

/**
 * Tables of service times, spread so evenly that a formula for the distribution holds for the table.
 *
 * A request takes a row at random and with replacement (`order: random`), so services are independent and the engine sees exactly the
 * table's distribution. Each row is the mean of its stratum, one of n equally likely parts of the distribution: the table's mean is
 * exact, and its second moment falls short by about 1 / n of the variance (2e-5 here), far below any interval of a run. A table drawn at
 * random would miss the mean itself by 1 / sqrt(n). Formulas that know moments alone get the table's own.
 */

/** Rows of every table. */
export const ROWS = 50_000;

/**
 * Exponential of mean 1, ascending: row i is n times the integral of -ln(1 - u) over i/n..(i+1)/n.
 *
 * @example exponentialRows(1) // [1]
 */
export function exponentialRows(rows = ROWS): Float64Array {
  // Integral of -ln v from 0 to v.
  const below = (v: number) => (v === 0 ? 0 : v - v * Math.log(v));
  return Float64Array.from({ length: rows }, (_, i) => rows * (below((rows - i) / rows) - below((rows - i - 1) / rows)));
}

/** A mixture of exponentials of means `fast` (share `share` of the rows) and `slow`. */
export function hyperexponentialRows(share: number, fast: number, slow: number, rows = ROWS): Float64Array {
  const split = Math.round(share * rows);
  const table = new Float64Array(rows);
  table.set(exponentialRows(split).map((value) => value * fast));
  table.set(
    exponentialRows(rows - split).map((value) => value * slow),
    split,
  );
  return table;
}

export function constantRows(value: number, rows = ROWS): Float64Array {
  return new Float64Array(rows).fill(value);
}

/** Values taken in turn: equally likely sizes. @example cycleRows([1, 2], 3) // [1, 2, 1] */
export function cycleRows(values: readonly number[], rows = ROWS): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => values[i % values.length] as number);
}

/**
 * The table in another order, so that what a row holds at one station tells nothing of what it holds at another.
 *
 * Row i takes the value of the rank of frac((i + 1) alpha^k) for station k = 1..5, alpha = 1 / phi, phi^6 = phi + 1: points of Roberts'
 * sequence fill the cube of six dimensions evenly, so the columns are as good as independent (correlations below 1e-3, tested).
 *
 * @param station 0 leaves the order as it is
 * @see M. Roberts, "The unreasonable effectiveness of quasirandom sequences" (2018)
 */
export function scattered(table: Float64Array, station: number): Float64Array {
  let phi = 1;
  for (let i = 0; i < 60; i++) phi = (1 + phi) ** (1 / 6);
  const step = phi ** -(station + 1);
  const key = Float64Array.from(table, (_, i) => ((i + 1) * step) % 1);
  const byKey = Int32Array.from(table.keys()).sort((a, b) => (key[a] as number) - (key[b] as number));
  const order = new Float64Array(table.length);
  byKey.forEach((row, rank) => {
    order[row] = table[rank] as number;
  });
  return order;
}

/**
 * Tables of service times, spread so evenly that a formula for the distribution holds for the table.
 *
 * A request takes a row at random and with replacement (`order: random`), so services are independent and the engine sees exactly the
 * table's distribution. Each row is the mean of its stratum, one of n equally likely parts of the distribution: the table's mean is
 * exact, and its second moment falls short by about 1 / n of the variance (2e-5 here), far below any interval of a run. A table drawn at
 * random would miss the mean itself by 1 / sqrt(n). Formulas that know moments alone get the table's own.
 */

/** More rows than any table has. */
const MOST_ROWS = 2 ** 17;

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
 * Row i takes the value of the rank of frac((i + 1) sqrt(p)), p = 2, 3, 7 for stations 1, 2, 3: Richtmyer's points fill the cube evenly, so
 * the columns are as good as independent (correlations below 2e-3, tested; random orders would give 5e-3).
 *
 * @param table at most 2^17 rows
 * @param station 1..3; the table as it is makes a fourth
 * @see Richtmyer 1951; Niederreiter, Random Number Generation and Quasi-Monte Carlo Methods (1992), 3.1
 */
export function scattered(table: Float64Array, station: 1 | 2 | 3): Float64Array {
  const step = Math.sqrt({ 1: 2, 2: 3, 3: 7 }[station]);
  // The row stands below the point in one number, so that sorting needs no comparison function.
  const keys = Float64Array.from(table, (_, i) => Math.floor((((i + 1) * step) % 1) * 2 ** 36) * MOST_ROWS + i).sort();
  const order = new Float64Array(table.length);
  keys.forEach((key, rank) => {
    order[key % MOST_ROWS] = table[rank] as number;
  });
  return order;
}

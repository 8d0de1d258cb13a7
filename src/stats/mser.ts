/** MSER-5: how many first observations of a simulation still remember its empty start. */

/** Observations to a batch. */
const BATCH = 5;

/**
 * Number of first observations to leave out: the truncation d, in batches of five, that minimises the squared standard error of the
 * mean of what remains,
 *
 * MSER(d) = sum over j > d of (Z_j - mean of Z_d+1..Z_n)^2 / (n - d)^2, Z_j the mean of batch j.
 *
 * Only the first half may go: with few batches left MSER is small by chance. The earliest of equals is taken. What does not fill a
 * last batch has no say. Linear in time.
 *
 * @see White, "An effective truncation heuristic for bias reduction in simulation output", Simulation 69 (1997)
 * @see White, Cobb and Spratt, "A comparison of five steady-state truncation heuristics for simulation", WSC 2000
 * @example mser5([9, 9, 9, 9, 9, 1, 2, 3, 2, 2, 2, 1, 3, 2, 2, 2, 2, 2, 2, 2]) // 5
 */
export function mser5(values: ArrayLike<number>): number {
  const batches = Math.floor(values.length / BATCH);
  const most = Math.floor(batches / 2);
  // Welford's sums of squares, grown from the end, so that each suffix is seen once.
  let mean = 0;
  let squares = 0;
  let least = Number.POSITIVE_INFINITY;
  let best = 0;
  for (let d = batches - 1; d >= 0; d--) {
    let sum = 0;
    for (let i = d * BATCH; i < (d + 1) * BATCH; i++) sum += values[i] as number;
    const kept = batches - d;
    const step = sum / BATCH - mean;
    mean += step / kept;
    squares += step * (sum / BATCH - mean);
    const error = squares / (kept * kept);
    if (d > most || error > least) continue;
    least = error;
    best = d;
  }
  return best * BATCH;
}

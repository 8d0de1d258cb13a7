/** Nearest-rank percentile. */

/**
 * The smallest value that at least the share `probability` of the values does not exceed: sorted[ceil(p n) - 1].
 *
 * @param sorted values in ascending order, at least one
 * @param probability in (0, 1]
 * @example nearestRank(Float64Array.of(15, 20, 35, 40, 50), 0.4) // 20
 */
export function nearestRank(sorted: Float64Array, probability: number): number {
  // The product may land a rounding error above a whole number (0.95 * 20 = 19.000000000000004 must give rank 19).
  const exact = probability * sorted.length;
  const whole = Math.round(exact);
  const rank = Math.abs(exact - whole) < 1e-9 * sorted.length ? whole : Math.ceil(exact);
  const value = sorted[Math.max(rank, 1) - 1];
  if (value === undefined)
    throw new RangeError(`nearestRank needs values and a probability in (0, 1], got ${sorted.length} values and ${probability}`);
  return value;
}

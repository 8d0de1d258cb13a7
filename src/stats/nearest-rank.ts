/** Nearest-rank percentile. */

/**
 * The smallest value that at least `percent` per cent of the values do not exceed: sorted[ceil(percent n / 100) - 1].
 *
 * @param sorted values in ascending order, at least one
 * @param percent in (0, 100]; whole numbers give exact ranks
 * @example nearestRank(Float64Array.of(15, 20, 35, 40, 50), 40) // 20
 */
export function nearestRank(sorted: Float64Array, percent: number): number {
  const value = sorted[Math.max(1, Math.ceil((percent * sorted.length) / 100)) - 1];
  if (value === undefined)
    throw new RangeError(`nearestRank needs values and per cent in (0, 100], got ${sorted.length} values and ${percent}`);
  return value;
}

/** Wilson's score interval for a share. */

/** The 0.975 quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/**
 * 95 % interval of a probability seen as `share` of `n` independent trials.
 *
 * @see Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22 (1927)
 * @example wilson(0.9, 100) // [0.8256..., 0.9448...]
 */
export function wilson(share: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z2 = (Z95 * Z95) / n;
  const centre = (share + z2 / 2) / (1 + z2);
  const half = (Z95 / (1 + z2)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

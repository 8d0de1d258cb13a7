/** The Student-t distribution: how far a mean of few values may lie from the truth. */

import { mean, sampleVariance } from './moments.ts';

/** ln Gamma(x), x > 0, by Lanczos' approximation (g = 7, n = 9), relative error below 1e-13. @see Press et al., Numerical Recipes 6.1 */
function logGamma(x: number): number {
  const coefficients = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
    -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const y = x - 1;
  let sum = coefficients[0] as number;
  for (let i = 1; i < coefficients.length; i++) sum += (coefficients[i] as number) / (y + i);
  const t = y + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Regularised incomplete beta I_x(a, b) by Lentz's continued fraction. @see Press et al., Numerical Recipes 6.4 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const tiny = 1e-300;
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let fraction = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 + term * d;
      d = 1 / (Math.abs(d) < tiny ? tiny : d);
      c = 1 + term / c;
      if (Math.abs(c) < tiny) c = tiny;
      fraction *= d * c;
    }
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * fraction;
}

/** P(T <= t) for `degrees` degrees of freedom. */
export function studentTCdf(t: number, degrees: number): number {
  const tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t >= 0 ? 1 - tail : tail;
}

/** Quantiles found before, by probability and degrees of freedom: every figure of a result asks for the same few. */
const found = new Map<number, Map<number, number>>();

/**
 * The t with P(T <= t) = `probability`, by bisection to the last bit.
 *
 * @example studentTQuantile(0.975, 9) // 2.262157...
 */
export function studentTQuantile(probability: number, degrees: number): number {
  let byDegrees = found.get(probability);
  if (byDegrees === undefined) {
    byDegrees = new Map();
    found.set(probability, byDegrees);
  }
  let quantile = byDegrees.get(degrees);
  if (quantile === undefined) {
    quantile = probability < 0.5 ? -bisect(1 - probability, degrees) : bisect(probability, degrees);
    byDegrees.set(degrees, quantile);
  }
  return quantile;
}

/** @param probability at least a half */
function bisect(probability: number, degrees: number): number {
  let low = 0;
  let high = 1;
  while (studentTCdf(high, degrees) < probability) high *= 2;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (studentTCdf(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Student-t confidence interval of the mean of independent values; null for fewer than two.
 *
 * mean +- t(1 - (1 - level)/2, n - 1) s / sqrt(n)
 */
export function meanInterval(values: readonly number[], level = 0.95): readonly [number, number] | null {
  const n = values.length;
  if (n < 2) return null;
  const centre = mean(values);
  const half = studentTQuantile(1 - (1 - level) / 2, n - 1) * Math.sqrt(sampleVariance(values) / n);
  return [centre - half, centre + half];
}

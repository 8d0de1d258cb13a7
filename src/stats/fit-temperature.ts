/** The temperature at which a classifier's confidences fit what it got right. */

/** Temperatures that a fit may give; samples that are all right, or all wrong, would ask for 0 or for infinity. */
export const TEMPERATURE_RANGE = [0.01, 100] as const;

export interface TemperatureFit {
  readonly temperature: number;
  /** The samples alone do not determine it: the likelihood still rises beyond the end of the range. */
  readonly isAtEnd: boolean;
}

/** Steps of Newton and bisection together; twenty or so are needed. */
const MOST_STEPS = 200;

/**
 * The T in 0.01..100 that minimises the mean of -ln softmax(z / T)_y (negative-log-likelihood.ts).
 *
 * In b = 1 / T that mean is convex: with p = softmax(b z), its slope is mean(E_p[z] - z_y) and its curvature mean(Var_p[z]) >= 0. So the
 * minimum is where the slope changes its sign. Newton's steps find it; one that leaves the interval known to hold it is replaced by its
 * geometric middle. Logits that say nothing, equal over classes in every sample, give 1. Linear in samples and classes a step.
 *
 * @param logits row-major [samples x classes], finite
 * @param labels true class indices [samples], one at least
 * @see Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", ICML 2017, section 4.2
 * @see Press et al., "Numerical Recipes", 9.4 (Newton's method kept in a bracket)
 * @example fitTemperature(Float32Array.of(2, 0, 2, 0, 2, 0, 2, 0), [0, 0, 0, 1], 2).temperature // 2 / ln 3: softmax is 3/4
 */
export function fitTemperature(logits: Float32Array, labels: ArrayLike<number>, classes: number): TemperatureFit {
  const [coldest, hottest] = TEMPERATURE_RANGE;
  let [low, high] = [1 / hottest, 1 / coldest];
  const bend = (b: number) => slopeAndCurvature(logits, labels, classes, b);
  let at = bend(1);
  if (at.slope === 0) return { temperature: 1, isAtEnd: false };
  if (bend(low).slope >= 0) return { temperature: hottest, isAtEnd: true };
  if (bend(high).slope <= 0) return { temperature: coldest, isAtEnd: true };
  let b = 1;
  for (let step = 0; step < MOST_STEPS && at.slope !== 0; step++) {
    if (at.slope < 0) low = b;
    else high = b;
    const newton = b - at.slope / at.curvature;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    const isSettled = Math.abs(next - b) <= 1e-13 * b;
    b = next;
    if (isSettled) break;
    at = bend(b);
  }
  return { temperature: 1 / b, isAtEnd: false };
}

/** First and second derivative of the mean negative log-likelihood by b = 1 / T. */
function slopeAndCurvature(
  logits: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  b: number,
): { readonly slope: number; readonly curvature: number } {
  const samples = labels.length;
  let slope = 0;
  let curvature = 0;
  for (let sample = 0; sample < samples; sample++) {
    const row = sample * classes;
    let largest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) largest = Math.max(largest, logits[row + c] as number);
    let weights = 0;
    let first = 0;
    let second = 0;
    for (let c = 0; c < classes; c++) {
      const d = (logits[row + c] as number) - largest;
      const weight = Math.exp(b * d);
      weights += weight;
      first += weight * d;
      second += weight * d * d;
    }
    const mean = first / weights;
    slope += mean - ((logits[row + (labels[sample] as number)] as number) - largest);
    curvature += second / weights - mean * mean;
  }
  return { slope: slope / samples, curvature: curvature / samples };
}

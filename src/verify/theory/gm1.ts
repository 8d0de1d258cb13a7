/**
 * G/M/1: independent gaps of any distribution, exponential service, one server, first come first served.
 *
 * sigma is the root in (0, 1) of sigma = A*(mu (1 - sigma)), A* the Laplace transform of a gap. A share sigma waits; the sojourn is
 * exponential of mean 1 / (mu (1 - sigma)).
 *
 * @see Kleinrock I (1975), 6.4
 */

export interface Gm1 {
  readonly sigma: number;
  readonly wait: number;
  readonly sojourn: number;
  readonly sojournPercentile: (probability: number) => number;
}

/** @param gapTransform E[exp(-s gap)] for s >= 0 */
export function gm1(gapTransform: (s: number) => number, meanService: number): Gm1 {
  // From 0 the fixed point is climbed from below and never passed: A* rises with sigma.
  let sigma = 0;
  for (let i = 0; i < 100_000; i++) {
    const next = gapTransform((1 - sigma) / meanService);
    if (next - sigma < 1e-16) break;
    sigma = next;
  }
  const sojourn = meanService / (1 - sigma);
  return { sigma, sojourn, wait: sigma * sojourn, sojournPercentile: (probability) => -Math.log(1 - probability) * sojourn };
}

/** Gaps that are all equal: A*(s) = exp(-s period). @example dm1(2, 1).sigma // 0.2031... */
export function dm1(period: number, meanService: number): Gm1 {
  return gm1((s) => Math.exp(-s * period), meanService);
}

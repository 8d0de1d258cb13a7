/** Chains fitted to recordings: what a link did becomes a description of what it may do. */

import type { MarkovPlan } from '../sim/plan/plan.ts';

/**
 * A chain whose states are quantile bins of the rate in windows of equal length.
 *
 * The windows are split into `states` bins of about equal count; equal rates share a bin, so a link that often stands at its cap or at 0
 * may give fewer states. A state's rate is the mean of its bin, its stay the mean length of an unbroken run in the bin, and its next
 * states are counted. The recording is taken to begin again where it ends: so every state leads to every other, and in the long run
 * the chain spends exactly the recording's share of time in each state and carries exactly its mean rate.
 *
 * What the fit cannot see: changes within a window, and how long a run has lasted already (stays become exponential).
 *
 * @param rates mean rates of the windows [bit/s], at least one above 0
 * @param windowNs length of a window [ns]
 * @param states >= 1
 * @example fitMarkov([1, 1, 9, 9, 9, 1], 5e8, 2) // rates [1, 9], meanNs [1.5e9, 1.5e9], next [[0, 1], [1, 0]]
 */
export function fitMarkov(rates: ArrayLike<number>, windowNs: number, states: number): MarkovPlan {
  const windows = Array.from(rates);
  if (!windows.some((rate) => rate > 0)) throw new RangeError('fitMarkov needs a rate above 0');
  const bins = assignBins(windows, states);
  const count = bins.reduce((most, bin) => Math.max(most, bin), 0) + 1;
  const zeros = () => Array.from({ length: count }, () => 0);
  const sums = zeros();
  const sizes = zeros();
  const runs = zeros();
  const moves = Array.from({ length: count }, zeros);
  windows.forEach((rate, i) => {
    const bin = bins[i] as number;
    const following = bins[(i + 1) % bins.length] as number;
    sums[bin] = (sums[bin] as number) + rate;
    sizes[bin] = (sizes[bin] as number) + 1;
    if (following === bin) return;
    runs[bin] = (runs[bin] as number) + 1;
    const row = moves[bin] as number[];
    row[following] = (row[following] as number) + 1;
  });
  if (count === 1) return { rates: [(sums[0] as number) / windows.length], meanNs: [windowNs], next: [[1]] };
  return {
    rates: sums.map((sum, bin) => sum / (sizes[bin] as number)),
    meanNs: sizes.map((size, bin) => (size / (runs[bin] as number)) * windowNs),
    next: moves.map((row, bin) => row.map((moved) => moved / (runs[bin] as number))),
  };
}

/** The bin of each window, 0 the slowest. */
function assignBins(windows: readonly number[], states: number): number[] {
  const edges = findEdges(Float64Array.from(windows).sort(), states);
  return windows.map((rate) => edges.filter((edge) => rate > edge).length);
}

/** Highest rates of all bins but the last: of the places where the rate changes, those nearest to equal counts. */
function findEdges(sorted: Float64Array, states: number): number[] {
  const changes: number[] = [];
  for (let i = 1; i < sorted.length; i++) if ((sorted[i] as number) > (sorted[i - 1] as number)) changes.push(i);
  const chosen = new Set<number>();
  let at = 0;
  for (let bin = 1; bin < states && changes.length > 0; bin++) {
    const wanted = (bin * sorted.length) / states;
    while (at + 1 < changes.length && Math.abs((changes[at + 1] as number) - wanted) < Math.abs((changes[at] as number) - wanted)) at++;
    chosen.add(changes[at] as number);
  }
  return [...chosen].map((count) => sorted[count - 1] as number);
}

/** Recorded capacity as mean rates of windows of equal length, which is how people look at a link and how chains are fitted to it. */

import type { CapacityPlan } from '../sim/plan/plan.ts';

/** What a file can hold. */
export type RecordedCapacity = Extract<CapacityPlan, { kind: 'steps' | 'opportunities' }>;
export type Steps = Extract<CapacityPlan, { kind: 'steps' }>;

/** Taken for the length of a recording of one rate that holds for ever [ns]. */
const LONE_STEP_NS = 1e9;

/**
 * Length of the recording [ns]: its period. Steps that do not repeat end nowhere; their last rate is taken to have lasted as long as
 * the one before it, which is right for samples at equal distances.
 */
export function recordedNs(capacity: RecordedCapacity): number {
  if (capacity.repeatNs !== null) return capacity.repeatNs;
  const { startsNs } = capacity as Steps;
  const last = startsNs.at(-1) as number;
  return last === 0 ? LONE_STEP_NS : last + (last - (startsNs.at(-2) as number));
}

/**
 * Mean rate of each whole window [bit/s]; what is left at the end is dropped, but a recording shorter than a window is one.
 *
 * @param windowNs > 0
 */
export function rateWindows(capacity: RecordedCapacity, windowNs: number): Float64Array {
  const endNs = recordedNs(capacity);
  const lengthNs = Math.min(windowNs, endNs);
  const rates = new Float64Array(Math.floor(endNs / lengthNs));
  if (capacity.kind === 'opportunities') addOpportunities(rates, capacity, lengthNs);
  else addSteps(rates, capacity, lengthNs, endNs);
  return rates;
}

/** An opportunity at the very end of the recording belongs to its last window. */
function addOpportunities(rates: Float64Array, capacity: Extract<CapacityPlan, { kind: 'opportunities' }>, lengthNs: number): void {
  const bps = (8e9 * capacity.bytes) / lengthNs;
  const endsWhole = rates.length * lengthNs === capacity.repeatNs;
  for (const timeNs of capacity.timesNs) {
    const window = endsWhole && timeNs === capacity.repeatNs ? rates.length - 1 : Math.floor(timeNs / lengthNs);
    if (window < rates.length) rates[window] = (rates[window] as number) + bps;
  }
}

function addSteps(rates: Float64Array, { startsNs, bps }: Steps, lengthNs: number, endNs: number): void {
  let window = 0;
  for (let i = 0; i < bps.length; i++) {
    const until = i + 1 < bps.length ? (startsNs[i + 1] as number) : endNs;
    let fromNs = startsNs[i] as number;
    while (fromNs < until && window < rates.length) {
      const windowEndNs = (window + 1) * lengthNs;
      const toNs = Math.min(until, windowEndNs);
      rates[window] = (rates[window] as number) + ((bps[i] as number) * (toNs - fromNs)) / lengthNs;
      fromNs = toNs;
      if (toNs === windowEndNs) window++;
    }
  }
}

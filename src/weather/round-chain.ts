/** A chain in numbers short enough to read and to write into a scenario. */

import type { MarkovPlan } from '../sim/plan/plan.ts';

/** Significant digits of rates and stays, decimals of probabilities. */
const DIGITS = 3;

/**
 * The chain with rates [bit/s] and stays to three significant digits and probabilities to three decimals that still sum to 1; what was
 * possible stays possible.
 */
export function roundChain({ rates, meanNs, next }: MarkovPlan): MarkovPlan {
  const short = (value: number) => Number(value.toPrecision(DIGITS));
  return { rates: rates.map(short), meanNs: meanNs.map(short), next: next.map(roundShares) };
}

/** Rounds to thousandths, nothing above 0 to 0; what is missing to 1 goes to the largest. */
function roundShares(shares: readonly number[]): number[] {
  const units = 10 ** DIGITS;
  const parts = shares.map((share) => (share > 0 ? Math.max(1, Math.round(share * units)) : 0));
  const largest = parts.indexOf(Math.max(...parts));
  parts[largest] = (parts[largest] as number) + units - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / units);
}

/** The block of a scenario that makes a link follow the chain; `indent` spaces before each line. */
export function formatMarkovYaml(chain: MarkovPlan, indent = 0): string {
  const { rates, meanNs, next } = chain;
  const lines = rates.map((bps, i) => {
    const row = rates.length === 1 ? '' : `, next: [${(next[i] as readonly number[]).join(', ')}]`;
    return `    - { bandwidth: ${formatBandwidth(bps)}, mean: ${formatStay(meanNs[i] as number)}${row} }`;
  });
  return ['markov:', '  states:', ...lines].map((line) => `${' '.repeat(indent)}${line}\n`).join('');
}

function formatBandwidth(bps: number): string {
  return bps >= 1e5 || bps === 0 ? `${bps / 1e6} Mbit/s` : `${bps / 1e3} kbit/s`;
}

function formatStay(ns: number): string {
  return ns >= 1e9 ? `${ns / 1e9} s` : `${ns / 1e6} ms`;
}

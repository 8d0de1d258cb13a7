/**
 * Link weather that ships: uplinks as Markov chains of rates, each with where its numbers come from.
 *
 * docs/link-weather.md tells the sources in full. Where a number is ours and not measured, the source says so.
 */

import type { MarkovPlan } from '../sim/plan/plan.ts';

export interface LinkPreset {
  /** One line: what was measured, and how the chain was made of it. */
  readonly source: string;
  readonly chain: MarkovPlan;
}

const SECOND_NS = 1e9;

/** @param states rate [Mbit/s], mean stay [s], probabilities of the next states */
function uplink(source: string, states: readonly (readonly [number, number, readonly number[]])[]): LinkPreset {
  const chain = {
    rates: states.map(([mbps]) => Math.round(mbps * 1e6)),
    meanNs: states.map(([, meanS]) => Math.round(meanS * SECOND_NS)),
    next: states.map(([, , next]) => next),
  };
  return { source, chain };
}

/** AT&T's recording in six states; `3g` borrows its stays, its moves and its relative rates. */
const DRIVING: readonly (readonly [number, number, readonly number[]])[] = [
  [0.0438, 3.49, [0, 0.797, 0.163, 0.02, 0, 0.02]],
  [0.574, 1.11, [0.309, 0, 0.369, 0.134, 0.04, 0.148]],
  [0.969, 0.631, [0.007, 0.258, 0, 0.247, 0.199, 0.289]],
  [1.08, 0.713, [0, 0.085, 0.284, 0, 0.347, 0.284]],
  [1.14, 0.611, [0, 0.036, 0.258, 0.395, 0, 0.311]],
  [1.21, 0.659, [0.004, 0.032, 0.279, 0.418, 0.267, 0]],
];
/** Mean of TMobile-UMTS-driving.up over that of ATT-LTE-driving.up: 0.94 / 0.833. */
const UMTS_OVER_DRIVING = 1.128;

/** Presets by name, in the order people list them. */
export const LINK_PRESETS: Readonly<Record<string, LinkPreset>> = {
  '3g': uplink(
    "mean 0.94 Mbit/s of mahimahi's TMobile-UMTS-driving.up; its ups and downs are our assumption: those of 4g-driving, scaled",
    DRIVING.map(([mbps, meanS, next]) => [Number((mbps * UMTS_OVER_DRIVING).toPrecision(3)), meanS, next]),
  ),
  '4g': uplink("fit to mahimahi's Verizon-LTE-short.up (Winstein 2013): mean 5.95 Mbit/s, 4 states, windows of 500 ms", [
    [2.04, 1.94, [0, 0.777, 0.167, 0.056]],
    [4.49, 1.03, [0.441, 0, 0.412, 0.147]],
    [6.92, 1.03, [0.059, 0.529, 0, 0.412]],
    [10.3, 1.75, [0.05, 0.1, 0.85, 0]],
  ]),
  '4g-driving': uplink("fit to mahimahi's ATT-LTE-driving.up (Winstein 2013): mean 0.83 Mbit/s, 6 states, windows of 500 ms", DRIVING),
  '5g': uplink("fit to MTU's drive through Cork of 2021-12-15 on a 5G NSA modem: mean 52.8 Mbit/s, 4 states, samples of 3 s", [
    [11.1, 33, [0, 0.875, 0.125, 0]],
    [34.6, 18.9, [0.5, 0, 0.5, 0]],
    [65.4, 17.6, [0.067, 0.466, 0, 0.467]],
    [100, 37.7, [0, 0, 1, 0]],
  ]),
};

/** The chain of a preset; undefined for a name that is none. */
export function linkPreset(name: string): MarkovPlan | undefined {
  return Object.hasOwn(LINK_PRESETS, name) ? LINK_PRESETS[name]?.chain : undefined;
}

/**
 * Whole numbers in which cuts are compared, so that sums do not depend on the order of adding.
 *
 * A shortest path adds the costs of a cut one by one, an enumeration adds them in blocks. In floating point the two differ in the last
 * digits, and whoever compares them disagrees about equals. Here every part of a cut is rounded once to a whole number of ticks. Whole
 * numbers below 2^53 add exactly in any order, and a part may be split into differences that add up to it again.
 */

import type { Cut, CutParts } from './cut.ts';

/** The cheaper of all cloud and all edge, which no best cut exceeds, has so many ticks, or up to twice as many. */
const RESOLUTION = 2 ** 49;

/** Ticks of what is too dear to be part of a best cut. */
const MOST = 2 ** 53;

/**
 * Length of a tick [ns]: a power of two, so that dividing by it loses no digit.
 *
 * Rounding moves a cut by three ticks at most, about 5e-15 of the bound: two cuts nearer to each other than that may count as equal, or
 * change places, and do so in both methods alike.
 */
export function tickNs(allCloud: Cut, allEdge: Cut): number {
  const bound = Math.min(allCloud.expectedNs, allEdge.expectedNs);
  return bound === 0 ? 1 / RESOLUTION : 2 ** Math.max(-1000, Math.floor(Math.log2(bound))) / RESOLUTION;
}

/** A duration in ticks; never falls where the duration does not. */
export function toTicks(ns: number, tick: number): number {
  return Math.min(MOST, Math.round(ns / tick));
}

/** A cut in ticks: the sum of its parts, each rounded once. */
export function cutTicks(parts: CutParts, tick: number): number {
  const { edgeNs, branchNs, upNs, propagationNs, cloudNs, downNs } = parts;
  return [edgeNs, branchNs, upNs, propagationNs, cloudNs, downNs].reduce((sum, ns) => sum + toTicks(ns, tick), 0);
}

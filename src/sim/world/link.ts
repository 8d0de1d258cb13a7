/** A link of constant bandwidth: bytes to nanoseconds. */

import { roundNs } from '../kernel/clock.ts';

/** Time to put a message on the link [ns], rounded: 8 bytes / bandwidth. Bits, not bytes, a second. */
export function transmitNs(bytes: number, bandwidthBps: number): number {
  return roundNs((8e9 * bytes) / bandwidthBps);
}

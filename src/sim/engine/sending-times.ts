/** How long messages take on a lane of constant bandwidth. */

import { transmitNs } from '../world/link.ts';

/** Times of messages met before: the ways of a sweep stay the same. */
const known = new WeakMap<Float64Array, { readonly bps: number; readonly timesNs: Float64Array }>();

/** Time of each message [ns] [rows]; 0 where there is none. @param bytes of each, not to be written to afterwards */
export function sendingNs(bytes: Float64Array, bps: number): Float64Array {
  let sent = known.get(bytes);
  if (sent?.bps !== bps) {
    sent = { bps, timesNs: timesOf(bytes, bps) };
    known.set(bytes, sent);
  }
  return (sent as NonNullable<typeof sent>).timesNs;
}

/** Messages of the same size mostly come one after the other. */
function timesOf(bytes: Float64Array, bps: number): Float64Array {
  const timesNs = new Float64Array(bytes.length);
  let lastBytes = 0;
  let lastNs = 0;
  for (let i = 0; i < bytes.length; i++) {
    const size = bytes[i] as number;
    if (size !== lastBytes) {
      lastBytes = size;
      lastNs = transmitNs(size, bps);
    }
    timesNs[i] = lastNs;
  }
  return timesNs;
}

/**
 * Packets lost and sent again: how many bytes really go over a lane for a message.
 *
 * The channel of Gilbert and Elliott, stepped once a packet as netem's `gemodel` is: a packet is lost with the probability of the
 * present state, then the state may change. A lost packet is sent again at once, as a radio's link layer does. The k-th packet of
 * a lane meets the same fate under every policy.
 *
 * @see Gilbert 1960, Elliott 1963; tc-netem(8), `loss gemodel p r 1-h 1-k`
 */

import type { RandomStream } from '../kernel/random-stream.ts';
import type { LossPlan } from './laws.ts';

/** Bytes sent for a message of so many. */
export type WireBytes = (bytes: number) => number;

/** A lane in its good state. */
export function lossyLane({ packetBytes, goodToBad, badToGood, lossInGood, lossInBad }: LossPlan, stream: RandomStream): WireBytes {
  let isBad = false;
  const isLost = () => {
    const lost = stream() < (isBad ? lossInBad : lossInGood);
    if (goodToBad > 0 && stream() < (isBad ? badToGood : goodToBad)) isBad = !isBad;
    return lost;
  };
  return (bytes) => {
    let wire = bytes;
    for (let left = bytes; left > 0; left -= packetBytes) {
      const packet = left < packetBytes ? left : packetBytes;
      while (isLost()) wire += packet;
    }
    return wire;
  };
}

/** Which kind each request is of, such as alarms among routine pictures. */

import type { RandomStream } from '../kernel/random-stream.ts';

/** Kinds of requests 0..requests-1, drawn by their shares (which sum to 1), from one stream in the order of requests. */
export function drawKinds(shares: readonly number[], requests: number, stream: RandomStream): Uint8Array {
  const kinds = new Uint8Array(requests);
  for (let r = 0; r < requests; r++) {
    let rest = stream();
    let kind = 0;
    while (kind < shares.length - 1 && rest >= (shares[kind] as number)) rest -= shares[kind++] as number;
    kinds[r] = kind;
  }
  return kinds;
}

/**
 * Named random streams: who draws for what, so that nobody's draws disturb another's.
 *
 * A stream is seeded by the SHA-256 of its full name (Alea's own seeding mixes poorly for names that resemble each other),
 * and by nothing else: neither policy nor swept value enters, hence common random numbers.
 */

import alea from 'seedrandom/lib/alea.js';
import { sha256 } from './sha256.ts';

/** Draws a number, uniform in [0, 1); exactly 0 is possible. */
export type RandomStream = () => number;

/**
 * The stream for one purpose and one entity in one replication.
 *
 * @param purpose such as `arrivals`
 * @param entity such as a device's index
 */
export function randomStream(seed: number, replication: number, purpose: string, entity: number | string): RandomStream {
  return alea(sha256(`deex-sim/1 ${seed} ${replication} ${purpose} ${entity}`));
}

/** A uniformly random permutation of 0..n-1 (Fisher and Yates; Durstenfeld's form). */
export function permutation(n: number, stream: RandomStream): Int32Array {
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    const j = Math.floor(stream() * (i + 1));
    order[i] = order[j] as number;
    order[j] = i;
  }
  return order;
}

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
  return alea(nameOf(seed, replication, purpose, entity));
}

/** Where the same stream stands before its first number, for `drawUniforms`. */
export function streamState(seed: number, replication: number, purpose: string, entity: number | string): Float64Array {
  const { s0, s1, s2, c } = alea(nameOf(seed, replication, purpose, entity), { state: true }).state();
  return Float64Array.of(s0, s1, s2, c);
}

/**
 * Draws the numbers at `from` .. `to` - 1, those that `randomStream` gives one by one, at half the cost: Alea's step in a loop that
 * keeps its state at hand.
 *
 * @param state the last three numbers, oldest first, and what is carried over; moves on
 * @see Baagøe 2010, https://github.com/nquinlan/better-random-numbers-for-javascript-mirror
 */
export function drawUniforms(state: Float64Array, values: Float64Array, from: number, to: number): void {
  let [s0, s1, s2, carry] = [state[0] as number, state[1] as number, state[2] as number, state[3] as number];
  for (let i = from; i < to; i++) {
    // t = 2091639 s0 + carry / 2^32, its whole part carried on. The carry seldom changes that part, and is not waited for where it does not.
    const product = 2091639 * s0;
    let whole = Math.floor(product);
    let rest = product - whole + carry * 2 ** -32;
    if (rest >= 1) {
      whole += 1;
      rest -= 1;
    }
    s0 = s1;
    s1 = s2;
    s2 = rest;
    carry = whole;
    values[i] = rest;
  }
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = carry;
}

function nameOf(seed: number, replication: number, purpose: string, entity: number | string): string {
  return sha256(`deex-sim/1 ${seed} ${replication} ${purpose} ${entity}`);
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

/** Which sample of the trace each request takes. */

import { permutation, randomStream } from '../kernel/random-stream.ts';

/**
 * Samples of requests 0..requests-1: `sequential` cycles through 0, 1, 2, ...; `shuffled` cycles through one permutation, so that
 * any run of `samples` requests takes every sample once; `random` draws with replacement.
 */
export function sampleOrder(
  order: 'shuffled' | 'sequential' | 'random',
  requests: number,
  samples: number,
  seed: number,
  replication: number,
): Int32Array {
  const taken = new Int32Array(requests);
  if (order === 'random') {
    const stream = randomStream(seed, replication, 'sample-order', 0);
    for (let i = 0; i < requests; i++) taken[i] = Math.floor(stream() * samples);
    return taken;
  }
  const cycle =
    order === 'shuffled'
      ? permutation(samples, randomStream(seed, replication, 'sample-order', 0))
      : new Int32Array(samples).map((_, i) => i);
  for (let i = 0; i < requests; i += samples) taken.set(requests - i < samples ? cycle.subarray(0, requests - i) : cycle, i);
  return taken;
}

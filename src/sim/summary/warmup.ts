/** How many first requests of a replication are left out of every figure. */

import { mser5 } from '../../stats/mser.ts';
import type { WarmupPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';

/** Every request of a replication belongs to its warm-up: there is nothing to count. */
export class NothingCounted extends RangeError {
  readonly untilNs: number;
  readonly lastNs: number;

  /** @param untilNs end of the warm-up @param lastNs arrival of the last request */
  constructor(untilNs: number, lastNs: number) {
    super(`the warm-up lasts ${untilNs / 1e9} s, and the last request arrives at ${lastNs / 1e9} s`);
    this.name = 'NothingCounted';
    this.untilNs = untilNs;
    this.lastNs = lastNs;
  }
}

/**
 * Number of the first request that counts. Requests are numbered in the order of their arrival.
 *
 * MSER-5 reads the latencies of the requests that were answered, in the order of their numbers; those lost before the first of them
 * that it keeps go with the warm-up.
 *
 * @throws NothingCounted where all arrive before the time given
 */
export function firstCounted(warmup: WarmupPlan, records: Pick<Records, 'requests' | 'arrivalNs' | 'latencyNs' | 'exit'>): number {
  const settled = settledWarmup(warmup, records.arrivalNs);
  if (settled !== null) return countedFrom(settled, warmup, records.arrivalNs);
  const { requests, latencyNs, exit } = records;
  const answered: number[] = [];
  for (let r = 0; r < requests; r++) if ((exit[r] as number) > 0) answered.push(r);
  const cut = mser5(Float64Array.from(answered, (r) => latencyNs[r] as number));
  return cut === 0 ? 0 : (answered[cut] as number);
}

/** The same where arrivals tell it, the number of requests where all belong to the warm-up; null where latencies have to tell. */
export function settledWarmup(warmup: WarmupPlan, arrivalNs: Float64Array): number | null {
  if (warmup.kind === 'mser-5') return null;
  if (warmup.kind === 'count') return warmup.requests;
  const { untilNs } = warmup;
  const first = arrivalNs.findIndex((timeNs) => timeNs >= untilNs);
  return first === -1 ? arrivalNs.length : first;
}

/** `first`, where it is the number of a request. @throws NothingCounted */
export function countedFrom(first: number, warmup: WarmupPlan, arrivalNs: Float64Array): number {
  if (first < arrivalNs.length) return first;
  throw new NothingCounted(warmup.kind === 'time' ? warmup.untilNs : 0, arrivalNs.at(-1) as number);
}

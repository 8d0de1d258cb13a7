/** Bursty arrivals: a Poisson process whose rate follows a Markov chain (MMPP), each device with a chain of its own. */

import { roundNs } from '../kernel/clock.ts';
import { exponential } from '../kernel/exponential.ts';
import { randomStream } from '../kernel/random-stream.ts';
import { type Arrivals, mergeDevices } from './arrivals.ts';
import type { MarkovPlan } from './capacity.ts';
import { markovPath } from './markov.ts';

/**
 * Requests of all devices, the earliest `requests` of them, drawn exactly and without thinning: between two requests of a device lies
 * a unit exponential of its operational time, which runs at the rate of the present state.
 *
 * Gaps come from stream `arrivals`, states from `arrival-states`, both of the device: one state alone draws the very times of
 * `poissonArrivals`. Times are whole nanoseconds; at the same instant the device of lower index comes first.
 *
 * Throws RangeError where no state has a rate above 0, or the chain is malformed or reducible.
 *
 * @param chain rates in requests a second of one device
 * @see Fischer & Meier-Hellstern 1993, doi:10.1016/0166-5316(93)90035-S
 */
export function mmppArrivals(chain: MarkovPlan, requests: number, devices: number, seed: number, replication: number): Arrivals {
  if (!chain.rates.some((rate) => rate > 0)) throw new RangeError(`mmppArrivals needs a rate above 0, got ${chain.rates.join(', ')}`);
  return mergeDevices(requests, devices, (device) => {
    const gaps = randomStream(seed, replication, 'arrivals', device);
    const path = markovPath(chain, randomStream(seed, replication, 'arrival-states', device));
    let endNs = path.stayNs;
    const after = (sinceNs: number): number => {
      let left = exponential(gaps());
      let nowNs = sinceNs;
      for (;;) {
        const scaleNs = 1e9 / (chain.rates[path.state] as number);
        const needNs = left * scaleNs;
        if (needNs <= endNs - nowNs) return nowNs + roundNs(needNs);
        left -= (endNs - nowNs) / scaleNs;
        nowNs = endNs;
        path.advance();
        endNs += path.stayNs;
      }
    };
    return (timesNs, from, to, sinceNs) => {
      let nowNs = sinceNs;
      for (let i = from; i < to; i++) {
        nowNs = after(nowNs);
        timesNs[i] = nowNs;
      }
    };
  });
}

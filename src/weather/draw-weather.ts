/** Weather drawn from a chain, as a recording of a length. */

import { randomStream } from '../sim/kernel/random-stream.ts';
import type { MarkovPlan } from '../sim/plan/plan.ts';
import { markovPath } from '../sim/world/markov.ts';
import type { Steps } from './rate-windows.ts';

/**
 * One walk along the chain, begun in its long run, as steps that repeat after `durationNs`.
 *
 * @param chain rates in bits a second
 * @param durationNs > 0
 */
export function drawWeather(chain: MarkovPlan, durationNs: number, seed: number): Steps {
  const path = markovPath(chain, randomStream(seed, 0, 'link-weather', 'generated'));
  const startsNs: number[] = [];
  const bps: number[] = [];
  for (let nowNs = 0; nowNs < durationNs; nowNs += path.stayNs, path.advance()) {
    startsNs.push(nowNs);
    bps.push(chain.rates[path.state] as number);
  }
  return { kind: 'steps', startsNs: Float64Array.from(startsNs), bps: Float64Array.from(bps), repeatNs: durationNs };
}

/** A bound: knows which exits are right, and takes the cheapest of them. No real system can. */

import { allCloud } from './all-cloud.ts';
import { deex } from './deex.ts';
import type { Foreknowledge, Policy, Rule } from './policy.ts';

/**
 * For each sample the rule of least latency in an empty world whose answer is right; where none is, the rule of least latency. Of rules
 * that take equally long, the first.
 *
 * @param exits number of exits N
 * @param among `deex`: what DEEx may do, whatever its thresholds: answer at exit 2..N-1 after every branch before it, or at exit N after
 * branch 1. `all`: answer at any exit k < N with branch k alone, or leave for exit N at any of them with no branch at all.
 */
export function oracle(exits: number, among: 'all' | 'deex'): Policy {
  const below = Array.from({ length: exits - 1 }, (_, k) => k + 1);
  const rules = among === 'deex' ? [...below.slice(1).map(keepUntil), deex(Infinity, 0)] : [...below.map(answerAt), ...below.map(leaveAt)];
  return { rules, choice: { kind: 'foretold', choose: (known) => cheapestRight(known, rules.length) } };
}

/** DEEx with thresholds that lead to exit `last`. */
function keepUntil(last: number): Rule {
  return { approach: () => 'test', decide: ({ exit }) => (exit === last ? 'answer' : 'continue') };
}

function answerAt(last: number): Rule {
  return { approach: (exit) => (exit === last ? 'test' : 'pass'), decide: () => 'answer' };
}

function leaveAt(last: number): Rule {
  return { ...allCloud(), approach: (exit) => (exit === last ? 'offload' : 'pass') };
}

/** The cheapest rule that is right, for each sample; where none is, the cheapest. */
function cheapestRight({ samples, latencyNs, isRight }: Foreknowledge, rules: number): Uint8Array {
  return Uint8Array.from({ length: samples }, (_, sample) => {
    let best = 0;
    for (let rule = 1; rule < rules; rule++) {
      const [ours, theirs] = [sample + rule * samples, sample + best * samples];
      const gain = (isRight[ours] as number) - (isRight[theirs] as number);
      if (gain > 0 || (gain === 0 && (latencyNs[ours] as number) < (latencyNs[theirs] as number))) best = rule;
    }
    return best;
  });
}

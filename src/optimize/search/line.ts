/** A line of settings: one threshold goes up, and each sample moves from fate to fate when it has passed its confidence. */

import type { PolicySpec } from '../../scenario/schema.ts';
import type { Fates } from './fates.ts';
import type { SearchedPolicy, SearchSpace } from './space.ts';

export interface Line {
  /** The policy at a threshold. */
  policy(threshold: number): PolicySpec;
  /** Thresholds tried, ascending; one, of no meaning, where the policy has none. */
  readonly thresholds: readonly number[];
  /** Fate of each sample at threshold 0, by its number: tested[0], tested[1], .., offloaded, all-edge, all-cloud. */
  readonly start: Uint8Array;
  /** Once the threshold is above `above`, sample `sample` has fate `to`; those of a sample in ascending order. */
  readonly moves: readonly Move[];
}

export interface Move {
  readonly above: number;
  readonly sample: number;
  readonly to: number;
}

/** Every line of a deployment. */
export function linesOf(fates: Fates, space: SearchSpace): Line[] {
  return space.policies.flatMap((name) => linesOfPolicy(name, fates, space));
}

function linesOfPolicy(name: SearchedPolicy, fates: Fates, space: SearchSpace): Line[] {
  const { tested, offloaded } = fates;
  const exits = tested.length;
  const samples = offloaded.samples;
  const confidence = tested.map((fate) => fate.confidence);
  const all = (fate: number) => new Uint8Array(samples).fill(fate);
  switch (name) {
    case 'all-edge':
      return [{ policy: () => ({ name }), thresholds: [0], start: all(exits + 1), moves: [] }];
    case 'all-cloud':
      return [{ policy: () => ({ name }), thresholds: [0], start: all(exits + 2), moves: [] }];
    case 'ordinary': {
      const policy = (threshold: number): PolicySpec => ({ name, p_tar: threshold });
      return [{ policy, thresholds: space.targetThresholds, start: all(0), moves: ordinaryMoves(confidence.slice(0, -1), samples) }];
    }
    case 'margin': {
      const policy = (threshold: number): PolicySpec => ({ name, threshold });
      return [
        { policy, thresholds: space.targetThresholds, start: all(0), moves: ordinaryMoves(fates.measure({ kind: 'margin' }), samples) },
      ];
    }
    case 'entropy': {
      // The smaller T, the more goes on: a line along -T. An exit answers below T and not at T.
      const policy = (negated: number): PolicySpec => ({ name, T: 0 - negated, normalised: true });
      const thresholds = space.targetThresholds.map((T) => 0 - T).reverse();
      const sureness = fates.measure({ kind: 'normalised-entropy' }).map((column) => column.map((entropy) => nextBelow(0 - entropy)));
      return [{ policy, thresholds, start: all(0), moves: ordinaryMoves(sureness, samples) }];
    }
    case 'deex':
      return deexLines(confidence, fates, space, (thresholds) => ({ name, ...thresholds }));
    case 'calibrated':
      return space.temperatures.flatMap((temperature) => {
        const temperatures = typeof temperature === 'number' ? new Array<number>(exits - 1).fill(temperature) : temperature;
        const seen = fates.measure({ kind: 'calibrated', temperatures });
        const told = { name, temperature: typeof temperature === 'number' ? temperature : [...temperature] };
        const ordinary = (threshold: number): PolicySpec => ({ ...told, rule: 'ordinary', p_tar: threshold });
        return [
          { policy: ordinary, thresholds: space.targetThresholds, start: all(0), moves: ordinaryMoves(seen, samples) },
          ...(exits < 3 ? [] : deexLines(seen, fates, space, (thresholds) => ({ ...told, rule: 'deex', ...thresholds }))),
        ];
      });
  }
}

/** The rule of DEEx on what is seen at exits 1..N-1: a line for each p_tar. @param policy at its thresholds */
function deexLines(
  seen: readonly Float64Array[],
  { tested, offloaded: { samples } }: Fates,
  space: SearchSpace,
  policy: (thresholds: { p_d: number; p_tar?: number }) => PolicySpec,
): Line[] {
  const exits = tested.length;
  const moves = Array.from(seen[0] as Float64Array, (above, sample) => ({ above, sample, to: exits }));
  // With three exits nothing is left for p_tar to decide.
  const targets = exits === 3 ? [null] : coarse(space.targetThresholds);
  return targets.map((target) => ({
    policy: (threshold) => policy({ p_d: threshold, ...(target === null ? {} : { p_tar: target }) }),
    thresholds: space.decisionThresholds,
    start: Uint8Array.from({ length: samples }, (_, sample) => keptFate(seen, sample, target ?? 0, exits)),
    moves,
  }));
}

/** Every fifth of a fine grid, so that two thresholds at once stay few enough. */
function coarse(thresholds: readonly number[]): readonly number[] {
  return thresholds.length <= 21 ? thresholds : thresholds.filter((_, i) => i % 5 === 0);
}

/** Below exit N, exits 2..N-2 answer from p_tar on and exit N-1 in any case. */
function keptFate(confidence: readonly Float64Array[], sample: number, target: number, exits: number): number {
  for (let exit = 2; exit < exits - 1; exit++) if (((confidence[exit - 1] as Float64Array)[sample] as number) >= target) return exit - 1;
  return exits - 2;
}

/** The largest double below a value. */
function nextBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] = (bits[0] as bigint) + (value > 0 ? -1n : 1n);
  return new Float64Array(bits.buffer)[0] as number;
}

/** A sample leaves an exit for the next one that is surer, at last for exit N. @param confidence at exits 1..N-1 */
function ordinaryMoves(confidence: readonly Float64Array[], samples: number): Move[] {
  const moves: Move[] = [];
  const last = confidence.length;
  for (let sample = 0; sample < samples; sample++) {
    let above = (confidence[0] as Float64Array)[sample] as number;
    for (let exit = 1; exit < last; exit++) {
      const next = (confidence[exit] as Float64Array)[sample] as number;
      if (next <= above) continue;
      moves.push({ above, sample, to: exit });
      above = next;
    }
    moves.push({ above, sample, to: last });
  }
  return moves;
}

/** Distributed deep neural networks: scores come together at an aggregator, and where it is not sure enough so do feature maps, higher up. */

import { comparing, type Rule } from './policy.ts';

/**
 * The exit of each tier below the highest answers when the normalised entropy of the aggregated scores is below T, strictly; exit N
 * answers what no aggregator is sure of. Other exits are passed. That several devices send, and who waits for whom, is the world's matter:
 * here every view is of the same picture, so that the aggregated scores are those of one, whether by their largest or by their mean.
 *
 * @param thresholds T of each aggregator, 0..; of one number, the same for all
 * @param exits whose scores the aggregators look at, ascending
 * @see Teerapittayanon, McDanel, Kung, "Distributed Deep Neural Networks over the Cloud, the Edge and End Devices" (ICDCS 2017)
 */
export function ddnn(thresholds: number | readonly number[], exits: readonly number[]): Rule {
  const thresholdOf = (exit: number) => (typeof thresholds === 'number' ? thresholds : (thresholds[exits.indexOf(exit)] as number));
  return {
    ...comparing((exit) => ({ bound: thresholdOf(exit), reached: 'continue', missed: 'answer' })),
    approach: (exit) => (exits.includes(exit) ? 'test' : 'pass'),
    measure: { kind: 'normalised-entropy' },
  };
}

/** What exits answer: as recorded, or behind a payload that its codec changed on the way. */

import type { Measure } from '../policies/policy.ts';
import { measured } from './measured.ts';
import type { RecordedExits } from './plan.ts';

/** Nothing was coded on the way here. */
export const PLAIN = -1;

/** Answers of one exit, arrays [samples]. */
export interface Answers {
  readonly confidence: Float64Array;
  readonly prediction: Int32Array;
}

/** What those hear who are given up. */
export function noAnswers(samples: number): Answers {
  return { confidence: new Float64Array(samples), prediction: new Int32Array(samples).fill(-1) };
}

/** What an exit answers when the tensor of exit `from` (0: the picture) was coded on its way; PLAIN: as recorded. */
export function answersBehind(recorded: RecordedExits, from: number, exit: number): Answers {
  const { confidence, prediction, coded } = recorded;
  if (coded === null || from === PLAIN || from === exit) {
    return { confidence: confidence[exit - 1] as Float64Array, prediction: prediction[exit - 1] as Int32Array };
  }
  return codedExit(recorded, from, exit);
}

/** What a rule measures there, the confidence itself where it names no measure [samples]. */
export function measuredBehind(recorded: RecordedExits, measure: Measure | undefined, from: number, exit: number): Float64Array {
  if (measure === undefined) return answersBehind(recorded, from, exit).confidence;
  const { coded, labels } = recorded;
  const isPlain = coded === null || from === PLAIN || from === exit;
  const logits = isPlain ? logitsOf(recorded, measure, exit) : codedExit(recorded, from, exit).logits;
  return measured(measure, logits, labels.length, exit);
}

/** @throws Error where a rule measures logits that were not recorded */
export function checkLogits(recorded: RecordedExits, measure: Measure | undefined): void {
  if (measure === undefined) return;
  // Exit N is never asked how sure it is by a rule.
  for (let exit = 1; exit < recorded.confidence.length; exit++) logitsOf(recorded, measure, exit);
}

function logitsOf({ logits }: RecordedExits, measure: Measure, exit: number): Float32Array {
  const found = logits?.[exit - 1];
  if (found === undefined) throw new Error(`planItinerary needs logits of exit ${exit} to measure ${measure.kind}, got none`);
  return found;
}

function codedExit({ coded }: RecordedExits, from: number, exit: number) {
  const found = coded?.find((answers) => answers.from === from && answers.exit === exit);
  if (found === undefined) throw new Error(`planItinerary needs what exit ${exit} answers behind a coded ${from || 'picture'}`);
  return found;
}

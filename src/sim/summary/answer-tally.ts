/** Who answered what: exits, right answers and confusion of the requests from the first counted one on. */

import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { requestAnswer } from './request-answer.ts';
import { countSamples } from './sample-counts.ts';

export interface AnswerTally {
  correct: number;
  offloaded: number;
  /** Answered by another exit than the policy chose. */
  fellBack: number;
  /** Requests answered, and rightly answered, at exits 1..N. */
  readonly answeredAt: number[];
  readonly correctAt: number[];
  /** Requests by true class and predicted class, row-major [classes x classes]. */
  readonly confusion: Float64Array;
}

/** By sample where all requests of one are answered alike, else request by request. */
export function tallyAnswers(point: PreparedPoint, records: Records, first: number): AnswerTally {
  const { itinerary, exits, classes } = point;
  const tally: AnswerTally = {
    correct: 0,
    offloaded: 0,
    fellBack: 0,
    answeredAt: new Array<number>(exits).fill(0),
    correctAt: new Array<number>(exits).fill(0),
    confusion: new Float64Array(classes * classes),
  };
  const add = (sample: number, exit: number, times: number) => {
    tally.offloaded += times * (itinerary.isOffloaded[sample] as number);
    if (exit === 0) return;
    const { prediction, isFallback } = requestAnswer(point, sample, exit);
    const label = itinerary.label[sample] as number;
    const correct = label === prediction ? times : 0;
    tally.answeredAt[exit - 1] = (tally.answeredAt[exit - 1] as number) + times;
    tally.correctAt[exit - 1] = (tally.correctAt[exit - 1] as number) + correct;
    tally.correct += correct;
    if (isFallback) tally.fellBack += times;
    const cell = label * classes + prediction;
    tally.confusion[cell] = (tally.confusion[cell] as number) + times;
  };
  const { exitOfSample } = records;
  if (exitOfSample !== null) {
    countSamples(records.sample, first, itinerary.samples).forEach((times, sample) => {
      if (times > 0) add(sample, exitOfSample[sample] as number, times);
    });
  } else {
    const { sample, exit } = records;
    for (let r = first; r < records.requests; r++) add(sample[r] as number, exit[r] as number, 1);
  }
  return tally;
}

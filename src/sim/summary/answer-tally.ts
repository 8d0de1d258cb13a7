/** Who answered what: exits, right answers and confusion of the requests from the first counted one on. */

import type { Itinerary, PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { requestAnswer } from './request-answer.ts';
import { countSamples, type SampleCounts } from './sample-counts.ts';

export interface AnswerTally {
  readonly correct: number;
  readonly offloaded: number;
  /** Answered by another exit than the policy chose. */
  readonly fellBack: number;
  /** Requests answered, and rightly answered, at exits 1..N. */
  readonly answeredAt: readonly number[];
  readonly correctAt: readonly number[];
  /** Requests by true class and predicted class, row-major [classes x classes]. */
  readonly confusion: Float64Array;
}

/** Every sample once, by point: replications mostly count all samples equally often. */
const known = new WeakMap<Itinerary, AnswerTally>();

/** By sample where all requests of one are answered alike, else request by request. */
export function tallyAnswers(point: PreparedPoint, records: Records, first: number): AnswerTally {
  const { row, exitOfSample } = records;
  if (exitOfSample !== null) return tallyRows(point, exitOfSample, countSamples(row, first, point.itinerary.samples));
  const { exit } = records;
  const each = startTally(point);
  for (let r = first; r < records.requests; r++) each.add(row[r] as number, exit[r] as number, 1);
  return each.end();
}

/** Where all requests of a row are answered at the same exit. */
function tallyRows(point: PreparedPoint, exitOfRow: Uint8Array, { counts, each }: SampleCounts): AnswerTally {
  const { itinerary } = point;
  const byRow = (times: (row: number) => number): AnswerTally => {
    const tally = startTally(point);
    for (let row = 0; row < itinerary.samples; row++) tally.add(row, exitOfRow[row] as number, times(row));
    return tally.end();
  };
  if (each === null) return byRow((row) => counts[row] as number);
  let once = known.get(itinerary);
  if (once === undefined) {
    once = byRow(() => 1);
    known.set(itinerary, once);
  }
  return multiply(once, each);
}

function startTally(point: PreparedPoint) {
  const { itinerary, exits, classes } = point;
  let correct = 0;
  let offloaded = 0;
  let fellBack = 0;
  const answeredAt = new Array<number>(exits).fill(0);
  const correctAt = new Array<number>(exits).fill(0);
  const confusion = new Float64Array(classes * classes);
  return {
    /** So many requests of a sample, answered at `exit` or lost (0). */
    add(sample: number, exit: number, times: number): void {
      offloaded += times * (itinerary.isOffloaded[sample] as number);
      if (exit === 0) return;
      const { prediction, isFallback } = requestAnswer(point, sample, exit);
      const label = itinerary.label[sample] as number;
      const right = label === prediction ? times : 0;
      answeredAt[exit - 1] = (answeredAt[exit - 1] as number) + times;
      correctAt[exit - 1] = (correctAt[exit - 1] as number) + right;
      correct += right;
      if (isFallback) fellBack += times;
      const cell = label * classes + prediction;
      confusion[cell] = (confusion[cell] as number) + times;
    },
    end: (): AnswerTally => ({ correct, offloaded, fellBack, answeredAt, correctAt, confusion }),
  };
}

function multiply({ correct, offloaded, fellBack, answeredAt, correctAt, confusion }: AnswerTally, times: number): AnswerTally {
  const each = (counts: readonly number[]) => counts.map((count) => count * times);
  return {
    correct: correct * times,
    offloaded: offloaded * times,
    fellBack: fellBack * times,
    answeredAt: each(answeredAt),
    correctAt: each(correctAt),
    confusion: confusion.map((count) => count * times),
  };
}

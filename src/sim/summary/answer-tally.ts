/** Who answered what: exits, right answers and confusion of the requests from the first counted one on. */

import { changedSamples } from '../plan/changed-samples.ts';
import type { Itinerary, PreparedPoint, WaysTaken } from '../plan/plan.ts';
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
  const { row } = records;
  const { byWay, samples } = point.itinerary;
  if (byWay && records.isAnsweredByRow) return tallyWays(point, byWay, countSamples(row, first, samples));
  const { exitOfSample } = records;
  if (exitOfSample !== null) return tallyRows(point, exitOfSample, countSamples(row, first, samples));
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
  return each === null ? byRow((row) => counts[row] as number) : eachSample(itinerary, each, () => byRow(() => 1));
}

/** Where every sample is answered as its way says. */
export function tallyWays(point: PreparedPoint, ways: WaysTaken, { counts, each }: SampleCounts): AnswerTally {
  if (each === null) return addWays(point, ways, countCells(point, ways, counts));
  return eachSample(point.itinerary, each, () => addWays(point, ways, countCells(point, ways, null)));
}

/** A tally of so many requests of every sample. */
function eachSample(itinerary: Itinerary, each: number, tallyOnce: () => AnswerTally): AnswerTally {
  let once = known.get(itinerary);
  if (once === undefined) {
    once = tallyOnce();
    known.set(itinerary, once);
  }
  return each === 1 ? once : multiply(once, each);
}

/** Where samples fall: each in the cell of its true and its predicted class, on the sheet of its way [ways x classes x classes]. */
type Sheets = Float64Array;

/** Cells counted last, by what the ways are among, then by how often samples are counted. */
const counted = new WeakMap<object, WeakMap<object, { readonly taken: WaysTaken; readonly sheets: Sheets }>>();
/** In place of counts: every sample once. */
const ONCE = {};

/** From one point to the next only those are counted that take another way. @param counts of the samples; null: each once */
function countCells(point: PreparedPoint, taken: WaysTaken, counts: Int32Array | null): Sheets {
  let byCounts = counted.get(taken.among);
  if (byCounts === undefined) {
    byCounts = new WeakMap();
    counted.set(taken.among, byCounts);
  }
  const before = byCounts.get(counts ?? ONCE);
  let sheets: Sheets;
  if (before === undefined) sheets = weighCells(point, taken, counts ?? new Int32Array(taken.wayOf.length).fill(1));
  else {
    sheets = before.sheets.slice();
    for (const i of changedSamples(before.taken.wayOf, taken.wayOf)) {
      const times = counts === null ? 1 : (counts[i] as number);
      const [left, entered] = [cellOf(point, before.taken, i), cellOf(point, taken, i)];
      sheets[left] = (sheets[left] as number) - times;
      sheets[entered] = (sheets[entered] as number) + times;
    }
  }
  byCounts.set(counts ?? ONCE, { taken, sheets });
  return sheets;
}

function cellOf({ itinerary: { label }, classes }: PreparedPoint, { wayOf, ways }: WaysTaken, sample: number): number {
  const way = wayOf[sample] as number;
  const prediction = ways[way]?.answers.prediction[sample] as number;
  return (way * classes + (label[sample] as number)) * classes + prediction;
}

/** @param weights of the samples */
function weighCells({ itinerary: { label }, classes }: PreparedPoint, { wayOf, ways }: WaysTaken, weights: Int32Array): Sheets {
  const predictions = ways.map((way) => way?.answers.prediction ?? label);
  const sheets = new Float64Array(ways.length * classes * classes);
  for (let i = 0; i < wayOf.length; i++) {
    const way = wayOf[i] as number;
    const cell = (way * classes + (label[i] as number)) * classes + ((predictions[way] as Int32Array)[i] as number);
    sheets[cell] = (sheets[cell] as number) + (weights[i] as number);
  }
  return sheets;
}

function addWays({ exits, classes }: PreparedPoint, { ways }: WaysTaken, sheets: Sheets): AnswerTally {
  const size = classes * classes;
  let offloaded = 0;
  const answeredAt = new Array<number>(exits).fill(0);
  const correctAt = new Array<number>(exits).fill(0);
  const confusion = new Float64Array(size);
  ways.forEach((way, w) => {
    if (way === null) return;
    let answered = 0;
    let correct = 0;
    for (let cell = 0; cell < size; cell++) {
      const count = sheets[w * size + cell] as number;
      answered += count;
      confusion[cell] = (confusion[cell] as number) + count;
    }
    for (let own = 0; own < classes; own++) correct += sheets[w * size + own * (classes + 1)] as number;
    if (way.isOffloaded) offloaded += answered;
    answeredAt[way.exit - 1] = (answeredAt[way.exit - 1] as number) + answered;
    correctAt[way.exit - 1] = (correctAt[way.exit - 1] as number) + correct;
  });
  return { correct: correctAt.reduce((sum, count) => sum + count, 0), offloaded, fellBack: 0, answeredAt, correctAt, confusion };
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

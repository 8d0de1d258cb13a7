/**
 * One replication of one point, condensed from its records: sums in integer nanoseconds, counts, exact percentiles.
 *
 * Counted are the requests after warm-up. Some of them may be lost; latencies, parts, exits and accuracy are those of the others.
 */

import { type BatchMeans, batchMeans } from '../../stats/batch-means.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { energyPerRequestJ } from './energy.ts';
import { type LatencySummary, summarizeLatencies } from './latency-summary.ts';
import { requestAnswer } from './request-answer.ts';
import { firstCounted } from './warmup.ts';

/** Counts of a set of requests. */
export interface RequestCounts {
  /** Counted, those after warm-up. */
  readonly requests: number;
  /** Answered; the others are lost. */
  readonly completed: number;
  /** With a deadline, and lost or answered after it. */
  readonly due: number;
  readonly missed: number;
}

/** One kind of request. */
export interface KindSummary extends RequestCounts, LatencySummary {}

/** Means and percentiles are NaN where no request was answered. */
export interface ReplicationSummary extends RequestCounts, LatencySummary {
  /** Requests left out at the start. */
  readonly warmup: number;
  /** Mean time in each part [ns], in the order of Records.partNames. */
  readonly partMeansNs: readonly number[];
  /** Busy share of each station, in the order of Records.stationNames. */
  readonly utilization: readonly number[];
  /** Mean number of requests at each station over the whole run, in the same order. */
  readonly queueMean: readonly number[];
  readonly correct: number;
  readonly offloaded: number;
  /** Answered by another exit than the policy chose. */
  readonly fellBack: number;
  /** Requests answered, and rightly answered, at exits 1..N. */
  readonly answeredAt: readonly number[];
  readonly correctAt: readonly number[];
  /** Requests by true class and predicted class, row-major [classes x classes]. */
  readonly confusion: Float64Array;
  /** Energy of a request [J]; null where none is modelled. */
  readonly energyJ: number | null;
  /** By kind; empty where there is one kind only. */
  readonly kinds: readonly KindSummary[];
  /** Over the latencies in order of arrival; null where no batches are asked for. */
  readonly batchMeans: BatchMeans | null;
}

/**
 * Condenses one replication.
 *
 * @param batches of its latencies; null: none
 * @throws NothingCounted where its warm-up leaves no request
 */
export function summarizeReplication(point: PreparedPoint, records: Records, batches: number | null = null): ReplicationSummary {
  const { itinerary, exits, classes, workload } = point;
  const warmup = firstCounted(workload.warmup, records);
  const counted = records.requests - warmup;
  const answeredAt = new Array<number>(exits).fill(0);
  const correctAt = new Array<number>(exits).fill(0);
  const confusion = new Float64Array(classes * classes);
  const tallies = workload.kinds.map(({ deadlineNs }) => ({ deadlineNs, requests: 0, completed: 0, missed: 0 }));
  const latencies = new Float64Array(counted);
  const kindOf = new Uint8Array(counted);
  let completed = 0;
  let correct = 0;
  let offloaded = 0;
  let fellBack = 0;
  for (let r = warmup; r < records.requests; r++) {
    const sample = records.sample[r] as number;
    const exit = records.exit[r] as number;
    const latency = (records.finishNs[r] as number) - (records.arrivalNs[r] as number);
    const kind = records.kind[r] as number;
    const tally = tallies[kind] as (typeof tallies)[number];
    tally.requests++;
    offloaded += itinerary.isOffloaded[sample] as number;
    if (tally.deadlineNs !== null && (exit === 0 || latency > tally.deadlineNs)) tally.missed++;
    if (exit === 0) continue;
    tally.completed++;
    kindOf[completed] = kind;
    latencies[completed++] = latency;
    const { prediction, isFallback } = requestAnswer(point, sample, exit);
    const label = itinerary.label[sample] as number;
    const isCorrect = label === prediction ? 1 : 0;
    answeredAt[exit - 1] = (answeredAt[exit - 1] as number) + 1;
    correctAt[exit - 1] = (correctAt[exit - 1] as number) + isCorrect;
    correct += isCorrect;
    if (isFallback) fellBack++;
    const cell = label * classes + prediction;
    confusion[cell] = (confusion[cell] as number) + 1;
  }
  const answered = latencies.subarray(0, completed);
  const kinds = tallies.map(({ deadlineNs, requests, missed, completed }, k): KindSummary => {
    const own = tallies.length === 1 ? new Float64Array(0) : answered.filter((_, i) => kindOf[i] === k);
    return { requests, completed, due: deadlineNs === null ? 0 : requests, missed, ...summarizeLatencies(own) };
  });
  return {
    warmup,
    requests: counted,
    completed,
    due: kinds.reduce((sum, { due }) => sum + due, 0),
    missed: kinds.reduce((sum, { missed }) => sum + missed, 0),
    partMeansNs: records.partsNs.map((part) => sumOverAnswered(part, records.exit, warmup) / completed),
    ...stationFigures(point, records, warmup),
    correct,
    offloaded,
    fellBack,
    answeredAt,
    correctAt,
    confusion,
    energyJ: energyPerRequestJ(point, records, warmup),
    kinds: kinds.length > 1 ? kinds : [],
    batchMeans: batches === null ? null : batchMeans(answered, batches),
    // Last, since it sorts them.
    ...summarizeLatencies(answered),
  };
}

function stationFigures(
  { workload }: PreparedPoint,
  records: Records,
  warmup: number,
): Pick<ReplicationSummary, 'utilization' | 'queueMean'> {
  // Requests of the warm-up may finish last: the window of the busy shares lasts until nobody is left. What is still computed for
  // requests that gave up goes on beyond it.
  const lastNs = records.finishNs.reduce((last, finish) => (finish > last ? finish : last), 0);
  // How long MSER-5 makes the warm-up is known only afterwards: busy time is counted from the first request on.
  const opened = workload.warmup.kind === 'mser-5' ? 0 : warmup;
  const windowNs = lastNs - (records.arrivalNs[opened] as number);
  return {
    utilization: Array.from(records.busyNs, (busy, s) =>
      windowNs > 0 ? Math.min(1, busy / ((records.serverCounts[s] as number) * windowNs)) : 0,
    ),
    queueMean: Array.from(records.areaNs, (area) => (lastNs > 0 ? area / lastNs : 0)),
  };
}

/** Sum of a part over the requests from `first` on that were answered [ns]. */
function sumOverAnswered(part: Float64Array, exit: Uint8Array, first: number): number {
  let sum = 0;
  for (let r = first; r < part.length; r++) if ((exit[r] as number) > 0) sum += part[r] as number;
  return sum;
}

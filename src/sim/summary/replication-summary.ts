/**
 * One replication of one point, condensed from its records: sums in integer nanoseconds, counts, exact percentiles.
 *
 * Counted are the requests after warm-up. Some of them may be lost; latencies, parts, exits and accuracy are those of the others.
 */

import { type BatchMeans, batchMeans } from '../../stats/batch-means.ts';
import type { PreparedPoint, WorkloadPlan } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { type AnswerTally, tallyAnswers } from './answer-tally.ts';
import { energyPerRequestJ } from './energy.ts';
import { type ForkSummary, summarizeFork } from './fork-summary.ts';
import { type LatencySummary, summarizeLatencies } from './latency-summary.ts';
import { countSamples } from './sample-counts.ts';
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
export interface ReplicationSummary extends RequestCounts, LatencySummary, Readonly<AnswerTally> {
  /** Requests left out at the start. */
  readonly warmup: number;
  /** Mean time in each part [ns], in the order of Records.partNames. */
  readonly partMeansNs: readonly number[];
  /** Busy share of each station, in the order of Records.stationNames. */
  readonly utilization: readonly number[];
  /** Mean number of requests at each station over the whole run, in the same order. */
  readonly queueMean: readonly number[];
  /** Energy of a request [J]; null where none is modelled. */
  readonly energyJ: number | null;
  /** By kind; empty where there is one kind only. */
  readonly kinds: readonly KindSummary[];
  /** Absent where each request is seen by one device. */
  readonly fork?: ForkSummary;
  /** Over the latencies in order of arrival; null where no batches are asked for. */
  readonly batchMeans: BatchMeans | null;
}

/** What a summary is made of: found in records, or by an engine that keeps none. */
export interface Findings {
  /** Requests left out at the start. */
  readonly warmup: number;
  readonly answered: Answered;
  /** Sum of each part over the counted requests that were answered [ns]. */
  readonly partSumsNs: readonly number[];
  readonly stations: StationTimes;
  readonly answers: AnswerTally;
  readonly energyJ: number | null;
}

/** Latencies of the requests that were answered, in order of arrival, and the counts of each kind. */
interface Answered {
  readonly latenciesNs: Float64Array;
  readonly kinds: readonly (RequestCounts & Partial<KindSummary>)[];
}

/** What stations did, as records hold it. */
interface StationTimes extends Pick<Records, 'lastNs' | 'arrivalNs'>, Readonly<Record<'busyNs' | 'areaNs' | 'serverCounts', Column>> {}

/** One number a station. */
type Column = Float64Array | readonly number[];

/**
 * Condenses one replication.
 *
 * @param batches of its latencies; null: none
 * @throws NothingCounted where its warm-up leaves no request
 */
export function summarizeReplication(point: PreparedPoint, records: Records, batches: number | null = null): ReplicationSummary {
  const { workload } = point;
  const warmup = firstCounted(workload.warmup, records);
  const findings: Findings = {
    warmup,
    answered: workload.kinds.length === 1 ? oneKind(point, records, warmup) : severalKinds(point, records, warmup),
    partSumsNs: records.partNames.map((_, p) => partSumNs(point, records, p, warmup)),
    stations: records,
    answers: tallyAnswers(point, records, warmup),
    energyJ: energyPerRequestJ(point, records, warmup),
  };
  const summary = condense(point, findings, batches);
  const fork = summarizeFork(point, records, warmup);
  return fork === null ? summary : { ...summary, fork };
}

/** @param batches of the latencies; null: none */
export function condense({ workload }: PreparedPoint, findings: Findings, batches: number | null): ReplicationSummary {
  const { warmup, partSumsNs, stations, answers, energyJ } = findings;
  const { latenciesNs, kinds } = findings.answered;
  const completed = latenciesNs.length;
  let [requests, due, missed] = [0, 0, 0];
  for (const kind of kinds) {
    requests += kind.requests;
    due += kind.due;
    missed += kind.missed;
  }
  return {
    warmup,
    requests,
    completed,
    due,
    missed,
    partMeansNs: partSumsNs.map((sumNs) => sumNs / completed),
    ...stationFigures(workload, stations, warmup),
    ...answers,
    energyJ,
    kinds: kinds.length > 1 ? (kinds as readonly KindSummary[]) : [],
    batchMeans: batches === null ? null : batchMeans(latenciesNs, batches),
    ...summarizeLatencies(latenciesNs, sumOfParts(partSumsNs)),
  };
}

/** What the latencies sum up to: a request's is the sum of its parts. Undefined where that is too large to be exact. */
function sumOfParts(partSumsNs: readonly number[]): number | undefined {
  const sumNs = partSumsNs.reduce((sum, ns) => sum + ns, 0);
  return sumNs <= Number.MAX_SAFE_INTEGER ? sumNs : undefined;
}

/** Counts of the only kind there is. @param counted how many requests were, answered or not */
export function countOneKind({ kinds }: WorkloadPlan, counted: number, latenciesNs: Float64Array): RequestCounts {
  const deadlineNs = kinds[0]?.deadlineNs ?? null;
  const completed = latenciesNs.length;
  if (deadlineNs === null) return { requests: counted, completed, due: 0, missed: 0 };
  let inTime = 0;
  for (let i = 0; i < completed; i++) if ((latenciesNs[i] as number) <= deadlineNs) inTime++;
  return { requests: counted, completed, due: counted, missed: counted - inTime };
}

function oneKind({ workload }: PreparedPoint, records: Records, first: number): Answered {
  const latenciesNs = latenciesFrom(records, first);
  return { latenciesNs, kinds: [countOneKind(workload, records.requests - first, latenciesNs)] };
}

/** Of the requests from `first` on, those that were answered. */
function latenciesFrom(records: Records, first: number): Float64Array {
  const { latencyNs } = records;
  if (records.isAnsweredByRow) return latencyNs.subarray(first);
  const { exit } = records;
  const latenciesNs = new Float64Array(latencyNs.length - first);
  let completed = 0;
  for (let r = first; r < latencyNs.length; r++) if ((exit[r] as number) > 0) latenciesNs[completed++] = latencyNs[r] as number;
  return latenciesNs.subarray(0, completed);
}

function severalKinds({ workload }: PreparedPoint, records: Records, first: number): Answered {
  const { requests, latencyNs, exit, kind } = records;
  const all = new Float64Array(requests - first);
  const kindOf = new Uint8Array(requests - first);
  const tallies = workload.kinds.map(({ deadlineNs }) => ({ deadlineNs, requests: 0, completed: 0, missed: 0 }));
  let completed = 0;
  for (let r = first; r < requests; r++) {
    const latency = latencyNs[r] as number;
    const tally = tallies[kind[r] as number] as (typeof tallies)[number];
    tally.requests++;
    if (tally.deadlineNs !== null && (exit[r] === 0 || latency > tally.deadlineNs)) tally.missed++;
    if (exit[r] === 0) continue;
    tally.completed++;
    kindOf[completed] = kind[r] as number;
    all[completed++] = latency;
  }
  const latenciesNs = all.subarray(0, completed);
  const kinds = tallies.map(({ deadlineNs, ...counts }, k): KindSummary => {
    const own = latenciesNs.filter((_, i) => kindOf[i] === k);
    return { ...counts, due: deadlineNs === null ? 0 : counts.requests, ...summarizeLatencies(own) };
  });
  return { latenciesNs, kinds };
}

function stationFigures(
  workload: WorkloadPlan,
  { busyNs, areaNs, serverCounts, lastNs, arrivalNs }: StationTimes,
  warmup: number,
): Pick<ReplicationSummary, 'utilization' | 'queueMean'> {
  // Requests of the warm-up may finish last: the window of the busy shares lasts until nobody is left. What is still computed for
  // requests that gave up goes on beyond it.
  // How long MSER-5 makes the warm-up is known only afterwards: busy time is counted from the first request on.
  const opened = workload.warmup.kind === 'mser-5' ? 0 : warmup;
  const windowNs = lastNs - (arrivalNs[opened] as number);
  const utilization: number[] = [];
  const queueMean: number[] = [];
  for (let s = 0; s < busyNs.length; s++) {
    utilization.push(windowNs > 0 ? Math.min(1, (busyNs[s] as number) / ((serverCounts[s] as number) * windowNs)) : 0);
    queueMean.push(lastNs > 0 ? (areaNs[s] as number) / lastNs : 0);
  }
  return { utilization, queueMean };
}

/** Sum of a part over the requests from `first` on that were answered [ns]; whole nanoseconds, so their order does not matter. */
function partSumNs({ itinerary }: PreparedPoint, records: Records, part: number, first: number): number {
  const known = records.sumsNs[part] as number;
  if (records.sumsFrom === first && records.isAnsweredByRow && !Number.isNaN(known)) return known;
  const table = records.table(part);
  if (table !== null) return countSamples(records.row, first, itinerary.samples).weigh(table);
  const column = records.column(part);
  let sum = 0;
  if (records.isAnsweredByRow) for (let r = first; r < column.length; r++) sum += column[r] as number;
  else {
    const { exit } = records;
    for (let r = first; r < column.length; r++) if ((exit[r] as number) > 0) sum += column[r] as number;
  }
  return sum;
}

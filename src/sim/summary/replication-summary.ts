/** One replication of one point, condensed from its records: sums in integer nanoseconds, counts, exact percentiles. */

import { nearestRank } from '../../stats/nearest-rank.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';

export interface ReplicationSummary {
  /** Requests counted, those after warm-up. */
  readonly requests: number;
  readonly meanNs: number;
  readonly p50Ns: number;
  readonly p90Ns: number;
  readonly p95Ns: number;
  readonly p99Ns: number;
  readonly maxNs: number;
  /** Mean time in each part [ns], in the order of Records.partNames. */
  readonly partMeansNs: readonly number[];
  /** Busy share of each station, in the order of Records.stationNames. */
  readonly utilization: readonly number[];
  readonly correct: number;
  readonly offloaded: number;
  /** Requests answered, and rightly answered, at exits 1..N. */
  readonly answeredAt: readonly number[];
  readonly correctAt: readonly number[];
  /** Requests by true class and predicted class, row-major [classes x classes]. */
  readonly confusion: Float64Array;
}

/** Condenses one replication; `warmup` first requests are left out of every figure. */
export function summarizeReplication(point: PreparedPoint, records: Records): ReplicationSummary {
  const { itinerary, exits, classes } = point;
  const warmup = point.workload.warmup.kind === 'count' ? point.workload.warmup.requests : 0;
  const counted = records.requests - warmup;
  const latencies = new Float64Array(counted);
  const answeredAt = new Array<number>(exits).fill(0);
  const correctAt = new Array<number>(exits).fill(0);
  const confusion = new Float64Array(classes * classes);
  let sumNs = 0;
  let correct = 0;
  let offloaded = 0;
  for (let i = 0; i < counted; i++) {
    const r = i + warmup;
    const finish = records.finishNs[r] as number;
    const latency = finish - (records.arrivalNs[r] as number);
    latencies[i] = latency;
    sumNs += latency;
    const sample = records.sample[r] as number;
    const exit = (itinerary.exit[sample] as number) - 1;
    const label = itinerary.label[sample] as number;
    const prediction = itinerary.prediction[sample] as number;
    const isCorrect = label === prediction ? 1 : 0;
    answeredAt[exit] = (answeredAt[exit] as number) + 1;
    correctAt[exit] = (correctAt[exit] as number) + isCorrect;
    correct += isCorrect;
    offloaded += itinerary.isOffloaded[sample] as number;
    const cell = label * classes + prediction;
    confusion[cell] = (confusion[cell] as number) + 1;
  }
  latencies.sort();
  // Requests of the warm-up may finish last: the window of the busy shares lasts until nobody is left.
  const lastNs = records.finishNs.reduce((last, finish) => (finish > last ? finish : last), 0);
  const windowNs = lastNs - (records.arrivalNs[warmup] as number);
  return {
    requests: counted,
    meanNs: sumNs / counted,
    p50Ns: nearestRank(latencies, 50),
    p90Ns: nearestRank(latencies, 90),
    p95Ns: nearestRank(latencies, 95),
    p99Ns: nearestRank(latencies, 99),
    maxNs: latencies[counted - 1] as number,
    partMeansNs: records.partsNs.map((part) => sumFrom(part, warmup) / counted),
    utilization: Array.from(records.busyNs, (busy, s) => (windowNs > 0 ? busy / ((records.serverCounts[s] as number) * windowNs) : 0)),
    correct,
    offloaded,
    answeredAt,
    correctAt,
    confusion,
  };
}

function sumFrom(values: Float64Array, start: number): number {
  let sum = 0;
  for (let i = start; i < values.length; i++) sum += values[i] as number;
  return sum;
}

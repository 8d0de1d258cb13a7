/**
 * The intervals themselves: does the 95 % interval that `sim run` prints hold the truth in 95 of 100 runs?
 *
 * 1,000 independent runs of M/M/1 at load 0.6, condensed and summarized by the code every scenario goes through: once with ten
 * replications of 3,000 requests, once as one long run cut into ten batches of 1,500. Some 14 requests in a row tell as much of the mean
 * as one independent request would (Daley's asymptotic variance over the variance of a sojourn), so that each mean rests on 100 or more
 * and ten of them are close to normal. What skewness remains leaves a true coverage of about 94.5 %, at which the share seen in 1,000 runs
 * leaves 92.5..97.5 % once in some 350 times.
 *
 * @see Daley, J. Appl. Prob. 5 (1968)
 */

import { makeDraws } from '../sim/engine/draws.ts';
import { runEvents } from '../sim/engine/run-events.ts';
import { allocateRecords } from '../sim/records/records.ts';
import { summarizeReplication } from '../sim/summary/replication-summary.ts';
import type { LatencyMs } from '../sim/summary/result.ts';
import { summarizePoint } from '../sim/summary/summarize-point.ts';
import { MS, poissonAt, SERVICE_MS } from './cases/units.ts';
import { intervalRow, type VerifyRow } from './run-case.ts';
import { exponentialRows } from './service-table.ts';
import { mm1 } from './theory/mm1.ts';
import { makePoint } from './world.ts';

const LOAD = 0.6;
const RUNS = 1_000;
const WARMUP = 200;
const REPLICATED = { replications: 10, counted: 3_000, batches: null } as const;
const BATCHED = { replications: 1, counted: 15_000, batches: 10 } as const;
/** Fewer than elsewhere: a run begins by looking at each. The mean stays exact, the variance is right to 1e-4. */
const ROWS = 10_000;
const ALLOWED = [0.925, 0.975] as const;

type Plan = typeof REPLICATED | typeof BATCHED;

const requestsOf = ({ replications, counted }: Plan) => RUNS * replications * (WARMUP + counted);

export const COVERAGE = {
  family: 'intervals',
  name: 'M/M/1 load 0.6, 1,000 runs',
  requests: requestsOf(REPLICATED) + requestsOf(BATCHED),
  /** Rows judged by an interval. */
  intervals: 1,
} as const;

/** @param level of the interval around the mean of all runs @param onRequests called after each run with its requests */
export function coverageRows(seed: number, level: number, onRequests: (requests: number) => void = () => {}): VerifyRow[] {
  const expected = mm1(LOAD / SERVICE_MS, SERVICE_MS).sojourn;
  const replicated = runMany(REPLICATED, seed, onRequests);
  const batched = runMany(BATCHED, seed, onRequests);
  const covered = (figure: string, intervals: readonly (readonly [number, number] | null)[]): VerifyRow => {
    const inside = intervals.filter((interval) => interval !== null && interval[0] <= expected && expected <= interval[1]);
    const share = inside.length / intervals.length;
    return {
      family: COVERAGE.family,
      case: COVERAGE.name,
      figure,
      unit: '',
      check: 'range',
      expected: 0.95,
      simulated: share,
      difference: share - 0.95,
      interval: ALLOWED,
      verdict: share >= ALLOWED[0] && share <= ALLOWED[1] ? 'pass' : 'fail',
    };
  };
  return [
    covered(
      'by replications',
      replicated.map((latency) => latency.mean_ci95),
    ),
    covered(
      'by batch means',
      batched.map((latency) => latency.mean_ci95_batch_means),
    ),
    intervalRow(
      COVERAGE,
      { name: 'mean of all runs', unit: 'ms', expected },
      replicated.map(({ mean }) => mean ?? Number.NaN),
      level,
    ),
  ];
}

/** Latencies of 1,000 runs. A run is so many replications of one seed; no two runs share any. */
function runMany({ replications, counted, batches }: Plan, seed: number, onRequests: (requests: number) => void): LatencyMs[] {
  const point = makePoint({
    demand: { computeNs: [exponentialRows(ROWS).map((value) => value * SERVICE_MS * MS)] },
    arrivals: poissonAt(LOAD),
    requests: WARMUP + counted,
    warmup: WARMUP,
  });
  const records = allocateRecords(point.world, point.workload.requests);
  return Array.from({ length: RUNS }, (_, run) => {
    const summaries = Array.from({ length: replications }, (_, i) => {
      runEvents(point, makeDraws(point, seed, run * replications + i), records);
      return summarizeReplication(point, records, batches);
    });
    onRequests(replications * point.workload.requests);
    return summarizePoint(
      { ...point, policy: { name: 'all-edge' }, params: {} },
      { replications: summaries, load: null, lambdaMaxPerS: null, distinctSamples: point.itinerary.samples, precision: null },
    ).latency_ms;
  });
}

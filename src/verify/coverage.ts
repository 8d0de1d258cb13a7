/**
 * The intervals themselves: does the 95 % interval that `sim run` prints hold the truth in 95 of 100 runs?
 *
 * 1,000 independent runs of M/M/1 at load 0.6, ten replications each, condensed and summarized by the code every scenario goes through. A
 * replication counts 2,000 requests, some 140 independent ones' worth (Daley's asymptotic variance of the mean over the variance of a
 * sojourn is 14), so that the means of ten are close to normal. At a true 95 % the share seen lies in 92.5..97.5 % but once in 3,500 times.
 *
 * @see Daley, J. Appl. Prob. 5 (1968)
 */

import { makeDraws } from '../sim/engine/draws.ts';
import { runEvents } from '../sim/engine/run-events.ts';
import { allocateRecords } from '../sim/records/records.ts';
import { summarizeReplication } from '../sim/summary/replication-summary.ts';
import { summarizePoint } from '../sim/summary/summarize-point.ts';
import { mean } from '../stats/moments.ts';
import { meanInterval } from '../stats/student-t.ts';
import { exponentialNs, poissonAt, SERVICE_MS } from './cases/units.ts';
import type { VerifyRow } from './run-case.ts';
import { mm1 } from './theory/mm1.ts';
import { makePoint } from './world.ts';

const LOAD = 0.6;
const REPLICATIONS = 10;
const WARMUP = 200;
const COUNTED = 2_000;
const ALLOWED = [0.925, 0.975] as const;

export const COVERAGE = {
  family: 'intervals',
  name: 'M/M/1 load 0.6, 1,000 runs',
  runs: 1_000,
  requests: 1_000 * REPLICATIONS * (WARMUP + COUNTED),
  /** Rows judged by an interval. */
  intervals: 1,
} as const;

/** @param level of the interval around the mean of all runs @param onRequests called now and then with requests run since */
export function coverageRows(seed: number, level: number, onRequests: (requests: number) => void = () => {}): VerifyRow[] {
  const expected = mm1(LOAD / SERVICE_MS, SERVICE_MS).sojourn;
  const point = makePoint({
    demand: { computeNs: [exponentialNs(SERVICE_MS)] },
    arrivals: poissonAt(LOAD),
    requests: WARMUP + COUNTED,
    warmup: WARMUP,
  });
  const records = allocateRecords(point.world, point.workload.requests);
  const means: number[] = [];
  let covered = 0;
  for (let run = 0; run < COVERAGE.runs; run++) {
    const replications = Array.from({ length: REPLICATIONS }, (_, i) => {
      runEvents(point, makeDraws(point, seed, run * REPLICATIONS + i), records);
      return summarizeReplication(point, records);
    });
    const result = summarizePoint(
      { ...point, policy: { name: 'all-edge' }, params: {} },
      { replications, load: null, lambdaMaxPerS: null, distinctSamples: point.itinerary.samples, precision: null },
    );
    const { mean: average, mean_ci95: interval } = result.latency_ms;
    if (interval !== null && interval[0] <= expected && expected <= interval[1]) covered++;
    means.push(average as number);
    onRequests(REPLICATIONS * point.workload.requests);
  }
  const share = covered / COVERAGE.runs;
  const overall = mean(means);
  const interval = meanInterval(means, level);
  const common = { family: COVERAGE.family, case: COVERAGE.name } as const;
  return [
    {
      ...common,
      figure: 'truth covered',
      unit: '',
      check: 'range',
      expected: 0.95,
      simulated: share,
      difference: share - 0.95,
      interval: ALLOWED,
      verdict: share >= ALLOWED[0] && share <= ALLOWED[1] ? 'pass' : 'fail',
    },
    {
      ...common,
      figure: 'mean of all runs',
      unit: 'ms',
      check: 'interval',
      expected,
      simulated: overall,
      difference: overall - expected,
      interval,
      verdict: interval !== null && interval[0] <= expected && expected <= interval[1] ? 'pass' : 'fail',
    },
  ];
}

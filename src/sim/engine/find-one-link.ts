/**
 * A replication's figures without its records, where one pass over the requests does it: what a sweep is made of, since nobody looks at
 * the requests of its points one by one. The same figures, to the bit, as records give.
 */

import type { PreparedPoint, WaysTaken } from '../plan/plan.ts';
import { tallyWays } from '../summary/answer-tally.ts';
import { computingJ } from '../summary/energy.ts';
import { countOneKind, type Findings } from '../summary/replication-summary.ts';
import { countSamples, type SampleCounts } from '../summary/sample-counts.ts';
import { countedFrom, settledWarmup } from '../summary/warmup.ts';
import type { Draws } from './draws.ts';
import { type OneLink, oneLinkOf } from './one-link.ts';
import { passThrough, STATION_OF_STOP } from './run-one-link.ts';
import { whyEvents } from './why-events.ts';

/** What became of a replication, and how often each sample was counted in it. */
export interface Figures {
  readonly findings: Findings;
  readonly counts: SampleCounts;
}

/** @param latencyNs overwritten [requests] */
type FindFigures = (draws: Draws, latencyNs: Float64Array) => Figures;

/** Null where figures need records. */
export function figuresOf(point: PreparedPoint): FindFigures | null {
  const { workload, choice, itinerary } = point;
  const isAlike = choice.kind === 'only' && workload.kinds.length === 1 && workload.warmup.kind !== 'mser-5';
  if (!isAlike || !itinerary.byWay || whyEvents(point) !== null) return null;
  const [link, ways] = [oneLinkOf(point), itinerary.byWay];
  return link === null ? null : (draws, latencyNs) => find(point, link, ways, draws, latencyNs);
}

function find(point: PreparedPoint, link: OneLink, ways: WaysTaken, { arrivals, samples }: Draws, latencyNs: Float64Array): Figures {
  const { world, workload } = point;
  const { timesNs: arrivalNs } = arrivals as NonNullable<Draws['arrivals']>;
  const first = settledWarmup(workload.warmup, arrivalNs) as number;
  const sums = passThrough(link, { arrivalNs, row: samples }, first, latencyNs, null);
  countedFrom(first, workload.warmup, arrivalNs);
  const latenciesNs = latencyNs.subarray(first);
  const counts = countSamples(samples, first, ways.wayOf.length);
  const counted = arrivalNs.length - first;
  const [waitsNs, staysNs] = [byStation(sums.countedWaitsNs), byStation(sums.countedStaysNs)];
  const answers = tallyWays(point, ways, counts);
  const flightsNs = 2 * link.propagationNs * sums.countedUp;
  const findings: Findings = {
    warmup: first,
    answered: { latenciesNs, kinds: [countOneKind(workload, counted, latenciesNs)] },
    partSumsNs: [...waitsNs.flatMap((ns, s) => [ns, staysNs[s] as number]), flightsNs],
    stations: {
      busyNs: byStation(sums.busyNs),
      areaNs: byStation(sums.areaNs),
      serverCounts: ONE_EACH,
      lastNs: sums.lastNs,
      arrivalNs,
    },
    answers,
    energyJ: computingJ(world, (t) => (staysNs[t] as number) / counted),
  };
  return { findings, counts };
}

/** Servers of each station. */
const ONE_EACH: readonly number[] = [1, 1, 1, 1];

/** The stop of each station. */
const STOP_OF_STATION = STATION_OF_STOP.map((_, s) => STATION_OF_STOP.indexOf(s));

function byStation(ofStop: readonly number[]): number[] {
  return STOP_OF_STATION.map((stop) => ofStop[stop] as number);
}

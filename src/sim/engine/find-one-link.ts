/**
 * A replication's figures without its records, where one pass over the requests does it: what a sweep is made of, since nobody looks at
 * the requests of its points one by one. The same figures, to the bit, as records give.
 */

import type { LinkPlan, PreparedPoint, WaysTaken } from '../plan/plan.ts';
import { tallyWays } from '../summary/answer-tally.ts';
import { computingJ } from '../summary/energy.ts';
import { countOneKind, type Findings } from '../summary/replication-summary.ts';
import { countSamples, type SampleCounts } from '../summary/sample-counts.ts';
import { countedFrom, settledWarmup } from '../summary/warmup.ts';
import type { Draws } from './draws.ts';
import { type OneLink, oneLinkOf } from './one-link.ts';
import { STOPS } from './one-link-world.ts';
import { goesUp, passThrough, STATION_OF_STOP } from './run-one-link.ts';
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
  const byStation = (ofStop: Float64Array): Float64Array =>
    STATION_OF_STOP.reduce((all, s, i) => {
      all[s] = ofStop[i] as number;
      return all;
    }, new Float64Array(STOPS));
  const [waitsNs, staysNs] = [byStation(sums.countedWaitsNs), byStation(sums.countedStaysNs)];
  const answers = tallyWays(point, ways, counts);
  const flightsNs =
    2 * (world.links[0] as LinkPlan).propagationNs * (counts.each === null ? countUp(link, counts.counts) : counts.each * link.goingUp);
  const findings: Findings = {
    warmup: first,
    answered: { latenciesNs, kinds: [countOneKind(workload, counted, latenciesNs)] },
    partSumsNs: [...Array.from(waitsNs).flatMap((ns, s) => [ns, staysNs[s] as number]), flightsNs],
    stations: {
      busyNs: byStation(sums.busyNs),
      areaNs: byStation(sums.areaNs),
      serverCounts: new Float64Array(STOPS).fill(1),
      lastNs: sums.lastNs,
      arrivalNs,
    },
    answers,
    energyJ: computingJ(world, (t) => (staysNs[t] as number) / counted),
  };
  return { findings, counts };
}

function countUp(link: OneLink, counts: Int32Array): number {
  const { staysNs } = link.stays();
  let up = 0;
  for (let row = 0; row < counts.length; row++) if (goesUp(staysNs, STOPS * row)) up += counts[row] as number;
  return up;
}

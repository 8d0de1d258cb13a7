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

/** Finds the figures of a point's replications. */
export class FigureFinder {
  readonly #point: PreparedPoint;
  readonly #link: OneLink;
  readonly #ways: WaysTaken;

  private constructor(point: PreparedPoint, link: OneLink, ways: WaysTaken) {
    this.#point = point;
    this.#link = link;
    this.#ways = ways;
  }

  /** Null where figures need records. */
  static for(point: PreparedPoint): FigureFinder | null {
    const { workload, choice, itinerary } = point;
    const isAlike = choice.kind === 'only' && workload.kinds.length === 1 && workload.warmup.kind !== 'mser-5';
    if (!isAlike || !itinerary.byWay || whyEvents(point) !== null) return null;
    const link = oneLinkOf(point);
    return link === null ? null : new FigureFinder(point, link, itinerary.byWay);
  }

  /** @param latencyNs overwritten [requests] */
  find({ arrivals, samples }: Draws, latencyNs: Float64Array): Figures {
    const { world, workload } = this.#point;
    const { timesNs: arrivalNs } = arrivals as NonNullable<Draws['arrivals']>;
    const first = settledWarmup(workload.warmup, arrivalNs) as number;
    const sums = passThrough(this.#link, { arrivalNs, row: samples }, first, latencyNs, null);
    countedFrom(first, workload.warmup, arrivalNs);
    const latenciesNs = latencyNs.subarray(first);
    const counts = countSamples(samples, first, this.#ways.wayOf.length);
    const counted = arrivalNs.length - first;
    const [waitsNs, staysNs] = [byStation(sums.countedWaitsNs), byStation(sums.countedStaysNs)];
    const partSumsNs: number[] = [];
    for (let s = 0; s < waitsNs.length; s++) partSumsNs.push(waitsNs[s] as number, staysNs[s] as number);
    partSumsNs.push(2 * this.#link.propagationNs * sums.countedUp);
    const findings: Findings = {
      warmup: first,
      answered: { latenciesNs, kinds: [countOneKind(workload, counted, latenciesNs)] },
      partSumsNs,
      stations: {
        busyNs: byStation(sums.busyNs),
        areaNs: byStation(sums.areaNs),
        serverCounts: ONE_EACH,
        lastNs: sums.lastNs,
        arrivalNs,
      },
      answers: tallyWays(this.#point, this.#ways, counts),
      energyJ: computingJ(world, (t) => (staysNs[t] as number) / counted),
    };
    return { findings, counts };
  }
}

/** Servers of each station. */
const ONE_EACH: readonly number[] = [1, 1, 1, 1];

function byStation(ofStop: readonly number[]): number[] {
  const ofStation: number[] = [];
  for (let stop = 0; stop < ofStop.length; stop++) ofStation[STATION_OF_STOP[stop] as number] = ofStop[stop] as number;
  return ofStation;
}

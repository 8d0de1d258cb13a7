/**
 * Rates that change in steps: the one form that link weather and outages take for whoever follows them through a run.
 *
 * A source gives its steps in order and only once; draws come from the stream it was made with and from nothing else, so the same
 * replication has the same weather whatever is sent.
 */

import { roundNs } from '../kernel/clock.ts';
import { exponential } from '../kernel/exponential.ts';
import type { RandomStream } from '../kernel/random-stream.ts';
import type { CapacityPlan, MarkovPlan } from './capacity.ts';
import type { OutagePlan } from './laws.ts';
import { markovPath } from './markov.ts';

/** `rate` holds until `untilNs` (Infinity: for ever); `next()` moves on to the step after it. */
export interface StepSource {
  readonly rate: number;
  readonly untilNs: number;
  next(): void;
  /** Moves to the step in force at `timeNs`, quickly where that is possible; nothing before it is asked for again. */
  skipTo(timeNs: number): void;
}

/** Step by step: where every step is drawn there is no quicker way. */
function walkTo(source: StepSource, timeNs: number): void {
  while (source.untilNs <= timeNs) source.next();
}

/** A rate that never changes. */
function constantSteps(rate: number): StepSource {
  return { rate, untilNs: Infinity, next() {}, skipTo() {} };
}

/** rates[i] holds from startsNs[i]; the last for ever, or all again every `repeatNs`. */
function tableSteps(startsNs: Float64Array, rates: Float64Array, repeatNs: number | null): StepSource {
  let i = 0;
  let cycleNs = 0;
  const end = () => (i + 1 < startsNs.length ? cycleNs + (startsNs[i + 1] as number) : repeatNs === null ? Infinity : cycleNs + repeatNs);
  const source: StepSource = {
    get rate() {
      return rates[i] as number;
    },
    get untilNs() {
      return end();
    },
    next() {
      if (++i < startsNs.length) return;
      i = 0;
      cycleNs += repeatNs as number;
    },
    skipTo(timeNs) {
      const cycles = repeatNs === null ? 0 : Math.floor((timeNs - cycleNs) / repeatNs);
      if (cycles > 0) {
        i = 0;
        cycleNs += cycles * (repeatNs as number);
      }
      walkTo(source, timeNs);
    },
  };
  return source;
}

/** Steps of a chain: each state for an exponential time, beginning in its stationary distribution. */
function markovSteps(chain: MarkovPlan, stream: RandomStream): StepSource {
  const path = markovPath(chain, stream);
  const source = {
    rate: chain.rates[path.state] as number,
    untilNs: path.stayNs,
    next,
    skipTo: (timeNs: number) => walkTo(source, timeNs),
  };
  function next() {
    path.advance();
    source.rate = chain.rates[path.state] as number;
    source.untilNs += path.stayNs;
  }
  return source;
}

/** 1 while a part is up, 0 while it is down. */
function outageSteps(plan: OutagePlan, stream: RandomStream): StepSource {
  let i = 0;
  let isUp = true;
  const exponentialNs = (meanNs: number) => Math.max(1, roundNs(exponential(stream()) * meanNs));
  const turn = (): number => {
    if (plan.kind === 'random') return source.untilNs + exponentialNs(isUp ? plan.meanUpNs : plan.meanDownNs);
    if (!isUp) return plan.toNs[i++] as number;
    return i < plan.fromNs.length ? (plan.fromNs[i] as number) : Infinity;
  };
  const source = {
    rate: 1,
    untilNs: 0,
    next() {
      isUp = !isUp;
      source.rate = isUp ? 1 : 0;
      source.untilNs = turn();
    },
    skipTo: (timeNs: number) => walkTo(source, timeNs),
  };
  source.untilNs = turn();
  return source;
}

/** The product of two sources: a link's weather while the link is up. */
function productSteps(a: StepSource, b: StepSource): StepSource {
  return {
    get rate() {
      return a.rate * b.rate;
    },
    get untilNs() {
      return Math.min(a.untilNs, b.untilNs);
    },
    next() {
      const endNs = Math.min(a.untilNs, b.untilNs);
      if (a.untilNs === endNs) a.next();
      if (b.untilNs === endNs) b.next();
    },
    skipTo(timeNs) {
      a.skipTo(timeNs);
      b.skipTo(timeNs);
    },
  };
}

/** Draws for one place. */
export interface PlaceStreams {
  readonly weather: () => RandomStream;
  readonly outages: () => RandomStream;
}

/** What a part can do over time, outages included: bits a second of a lane, or speed 1 of a tier (capacity null). */
export function stepsOf(
  capacity: Exclude<CapacityPlan, { kind: 'opportunities' }> | null,
  outages: OutagePlan | null,
  streams: PlaceStreams,
): StepSource {
  const weather = (): StepSource => {
    if (capacity === null) return constantSteps(1);
    if (capacity.kind === 'constant') return constantSteps(capacity.bps);
    if (capacity.kind === 'steps') return tableSteps(capacity.startsNs, capacity.bps, capacity.repeatNs);
    return markovSteps(capacity.chain, streams.weather());
  };
  if (outages === null) return weather();
  const up = outageSteps(outages, streams.outages());
  return capacity === null ? up : productSteps(weather(), up);
}

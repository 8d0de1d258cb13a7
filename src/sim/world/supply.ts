/**
 * What a link or a server can do over time, for whoever has work to be done: constant, in steps, or in opportunities.
 *
 * Work is measured so that work / rate is nanoseconds: 8e9 x bytes on a lane (rate in bits a second), nanoseconds at a tier
 * (rate 1). Starts must not go back in time.
 */

import { roundNs } from '../kernel/clock.ts';
import type { CapacityPlan } from './capacity.ts';
import type { OutagePlan } from './laws.ts';
import { type PlaceStreams, type StepSource, stepsOf } from './step-source.ts';

/** Work of one byte. */
export const BYTE_WORK = 8e9;

export interface Supply {
  /** When `work` begun at `startNs` is done [ns, rounded]; what it used is gone. Infinity: never. */
  take(startNs: number, work: number): number;
  /** The same without using anything. */
  peek(startNs: number, work: number): number;
  /** Uses and returns all that can be done from `fromNs` until just before `toNs`. */
  drain(fromNs: number, toNs: number): number;
}

/** A supply that never changes. */
function constantSupply(rate: number): Supply {
  const peek = (startNs: number, work: number) => startNs + roundNs(work / rate);
  return { take: peek, peek, drain: (fromNs, toNs) => (toNs - fromNs) * rate };
}

/** Steps read so far are kept from the present one on. */
class StepSupply implements Supply {
  readonly #source: StepSource;
  #rates: number[] = [];
  #endsNs: number[] = [];
  #head = 0;

  constructor(source: StepSource) {
    this.#source = source;
    this.#read();
  }

  take(startNs: number, work: number): number {
    this.moveTo(startNs);
    return this.peek(startNs, work);
  }

  peek(startNs: number, work: number): number {
    if (work <= 0) return startNs;
    let left = work;
    let nowNs = startNs;
    for (let i = this.#find(startNs); ; i++) {
      if (i === this.#rates.length) this.#read();
      const rate = this.#rates[i] as number;
      const endNs = this.#endsNs[i] as number;
      const room = rate === 0 ? 0 : (endNs - nowNs) * rate;
      if (left <= room) return nowNs + roundNs(left / rate);
      if (endNs === Infinity) return Infinity;
      left -= room;
      nowNs = endNs;
    }
  }

  drain(fromNs: number, toNs: number): number {
    this.moveTo(fromNs);
    let work = 0;
    let nowNs = fromNs;
    for (let i = this.#head; nowNs < toNs; i++) {
      if (i === this.#rates.length) this.#read();
      const endNs = Math.min(toNs, this.#endsNs[i] as number);
      work += (endNs - nowNs) * (this.#rates[i] as number);
      nowNs = endNs;
    }
    return work;
  }

  /** Rate at a time not before the last start. */
  rateAt(timeNs: number): number {
    return this.#rates[this.#find(timeNs)] as number;
  }

  #read(): void {
    if (this.#rates.length > 0) this.#source.next();
    this.#rates.push(this.#source.rate);
    this.#endsNs.push(this.#source.untilNs);
  }

  /** Step in force at `timeNs`; steps before it stay until moveTo drops them. */
  #find(timeNs: number): number {
    let i = this.#head;
    while ((this.#endsNs[i] as number) <= timeNs) if (++i === this.#endsNs.length) this.#read();
    return i;
  }

  /** Forgets the steps before a time. */
  moveTo(timeNs: number): void {
    if ((this.#endsNs[this.#endsNs.length - 1] as number) <= timeNs) {
      // Nobody was there for a while: what happened meanwhile need not be kept.
      this.#source.skipTo(timeNs);
      this.#rates = [this.#source.rate];
      this.#endsNs = [this.#source.untilNs];
      this.#head = 0;
      return;
    }
    this.#head = this.#find(timeNs);
    if (this.#head < 1024) return;
    this.#rates = this.#rates.slice(this.#head);
    this.#endsNs = this.#endsNs.slice(this.#head);
    this.#head = 0;
  }
}

/**
 * Mahimahi's link: so many bytes may leave at each opportunity. One at the instant a message arrives is usable; what a message
 * leaves of it goes to the next one waiting, what nobody waits for is lost.
 *
 * @see Netravali et al., "Mahimahi: Accurate Record-and-Replay for HTTP", USENIX ATC 2015
 */
class OpportunitySupply implements Supply {
  readonly #timesNs: Float64Array;
  readonly #work: number;
  readonly #repeatNs: number;
  /** 1 where the link is up; opportunities while it is down are lost. */
  readonly #up: StepSupply | null;
  #i = 0;
  #cycleNs = 0;
  /** What is left of opportunity #i. */
  #left: number;

  constructor({ timesNs, bytes, repeatNs }: Extract<CapacityPlan, { kind: 'opportunities' }>, up: StepSupply | null) {
    this.#timesNs = timesNs;
    this.#work = bytes * BYTE_WORK;
    this.#repeatNs = repeatNs;
    this.#up = up;
    this.#left = this.#work;
    this.#skipOutages();
  }

  take(startNs: number, work: number): number {
    if (work <= 0) return startNs;
    this.#up?.moveTo(startNs);
    this.#moveTo(startNs);
    let need = work;
    while (need > this.#left) {
      need -= this.#left;
      this.#next();
    }
    this.#left -= need;
    return this.#timeNs();
  }

  peek(startNs: number, work: number): number {
    this.#moveTo(startNs);
    const [i, cycleNs, left] = [this.#i, this.#cycleNs, this.#left];
    const endNs = this.take(startNs, work);
    this.#i = i;
    this.#cycleNs = cycleNs;
    this.#left = left;
    return endNs;
  }

  drain(fromNs: number, toNs: number): number {
    this.#moveTo(fromNs);
    let work = 0;
    while (this.#timeNs() < toNs) {
      work += this.#left;
      this.#next();
    }
    return work;
  }

  #timeNs(): number {
    return this.#cycleNs + (this.#timesNs[this.#i] as number);
  }

  #next(): void {
    this.#step();
    this.#skipOutages();
  }

  #step(): void {
    this.#left = this.#work;
    if (++this.#i < this.#timesNs.length) return;
    this.#i = 0;
    this.#cycleNs += this.#repeatNs;
  }

  #moveTo(startNs: number): void {
    const cycles = Math.floor((startNs - this.#cycleNs) / this.#repeatNs) - 1;
    if (cycles > 0) {
      this.#cycleNs += cycles * this.#repeatNs;
      this.#i = 0;
      this.#left = this.#work;
      this.#skipOutages();
    }
    while (this.#timeNs() < startNs) this.#next();
  }

  #skipOutages(): void {
    if (this.#up === null) return;
    while (this.#up.rateAt(this.#timeNs()) === 0) this.#step();
  }
}

/** @param capacity of a lane; null for a tier, whose servers work at speed 1 */
export function makeSupply(capacity: CapacityPlan | null, outages: OutagePlan | null, streams: PlaceStreams): Supply {
  if (capacity?.kind === 'opportunities') {
    return new OpportunitySupply(capacity, outages === null ? null : new StepSupply(stepsOf(null, outages, streams)));
  }
  if (outages === null && capacity === null) return constantSupply(1);
  if (outages === null && capacity?.kind === 'constant') return constantSupply(capacity.bps);
  return new StepSupply(stepsOf(capacity, outages, streams));
}

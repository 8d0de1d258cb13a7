/**
 * The engine of requests that several end devices see together: one replication of one point, from plan and draws to records.
 *
 * ```
 *                +-> [device 0] --scores--+                    +--> (up) --rtt/2--+
 *   arrival -----+-> [device 1] --scores--+-> aggregator: sure?+--> (up) --rtt/2--+-> [tier 1] --> ... --> [top tier]
 *                +-> [device 2] --scores--+        |           +--> (up) --rtt/2--+                           |
 *                                              answered <--------- rtt/2 -- (down) <-- ... <------------------+
 * ```
 * Each place where messages come together goes on when all are there, or so long after the first with what it has. Above it a request is one,
 * as everywhere. All stations serve in the order of coming; whoever comes at one instant is taken by request number, then by end device.
 */

import { ClockOverflow } from '../kernel/clock.ts';
import { EventQueue } from '../kernel/event-queue.ts';
import type { ForkPlan, PreparedPoint } from '../plan/plan.ts';
import type { ForkRecords, Records } from '../records/records.ts';
import { transmitNs } from '../world/link.ts';
import type { Draws } from './draws.ts';
import { ASK, CLIMBED, COMPUTED, DECIDE, DESCENDED, ENTER, isOfEndDevice, JOIN, LANDED, SCORED, SEND, SERVED } from './fork-events.ts';
import { ForkStations } from './fork-stations.ts';
import { type ForkWay, Gathering } from './gathering.ts';

/** Fills `records` (allocated for this world and number of requests) with every request of one replication. @throws ClockOverflow */
export function runForkJoin(point: PreparedPoint, draws: Draws, records: Records): void {
  records.begin(draws.arrivals, draws.samples, draws.kinds);
  new ForkJoin(point, draws, records).run();
}

class ForkJoin {
  readonly #point: PreparedPoint;
  readonly #fork: ForkPlan;
  readonly #records: Records;
  readonly #notes: ForkRecords;
  readonly #isOpen: boolean;
  readonly #stations: ForkStations;
  readonly #queue = new EventQueue();
  readonly #parts: readonly Float64Array[];
  readonly #gatherings: (Gathering | null)[];
  /** Station each request is at or on its way to, once its messages have come together. */
  readonly #station: Int32Array;
  /** When the local lane of each end device is free [ns]. */
  readonly #localFreeNs: Float64Array;
  readonly #wordNs: number;
  readonly #tiers: number;
  readonly #links: number;
  /** Answers each device waits for, where arrivals are closed. */
  readonly #asked: Int32Array;
  #nowNs = 0;
  #issued = 0;
  #done = 0;

  constructor(point: PreparedPoint, draws: Draws, records: Records) {
    const { world } = point;
    if (world.fork === undefined || records.fork === null) throw new Error('runForkJoin needs a world with end devices');
    this.#point = point;
    this.#fork = world.fork;
    this.#records = records;
    this.#notes = records.fork;
    this.#isOpen = draws.arrivals !== null;
    this.#stations = new ForkStations(point, world.fork.views, records, draws.stream);
    this.#parts = records.partNames.map((_, p) => records.clearPart(p));
    this.#gatherings = new Array<Gathering | null>(records.requests).fill(null);
    this.#station = new Int32Array(records.requests);
    this.#localFreeNs = new Float64Array(world.devices * world.fork.views);
    this.#wordNs = world.fork.local?.propagationNs ?? 0;
    this.#tiers = world.tiers.length;
    this.#links = world.links.length;
    this.#asked = new Int32Array(world.devices);
  }

  run(): void {
    const { workload, world, itinerary } = this.#point;
    const { requests, arrivalNs } = this.#records;
    const queue = this.#queue;
    if (workload.warmup.kind === 'mser-5') this.#stations.open(0);
    if (!this.#isOpen) for (let d = 0; d < Math.min(world.devices, requests); d++) this.#at(0, ASK, d);
    for (;;) {
      const dueNs = queue.nextTimeNs;
      const nextNs = this.#isOpen && this.#issued < requests ? (arrivalNs[this.#issued] as number) : Number.POSITIVE_INFINITY;
      if (nextNs <= dueNs && nextNs < Number.POSITIVE_INFINITY) {
        this.#nowNs = nextNs;
        this.#arise();
        continue;
      }
      if (queue.size === 0) break;
      if (dueNs > Number.MAX_SAFE_INTEGER) throw new ClockOverflow();
      this.#nowNs = dueNs;
      const [kind, subject] = [queue.nextPriority, queue.nextSequence];
      queue.pop();
      this.#handle(kind, subject);
    }
    if (this.#done !== requests) throw new Error(`runForkJoin needs every request to finish: ${this.#done} of ${requests} did`);
    this.#records.fixExit(() => itinerary.exit);
    this.#stations.writeTo(this.#records);
  }

  #handle(kind: number, subject: number): void {
    const { views } = this.#fork;
    const [r, view] = isOfEndDevice(kind) ? [Math.floor(subject / views), subject % views] : [subject, 0];
    if (kind === COMPUTED) this.#sendScores(r, view);
    else if (kind === SCORED) this.#takeScores(r, view);
    else if (kind === SEND) this.#sendFeatures(r, view);
    else if (kind === LANDED) this.#takeFeatures(r, view);
    else if (kind === ENTER) this.#enter(r);
    else if (kind === SERVED) this.#leaveTier(r, this.#station[r] as number);
    else if (kind === CLIMBED) this.#go(r, (this.#station[r] as number) - this.#tiers + 1);
    else if (kind === DESCENDED) this.#descend(r, (this.#station[r] as number) - this.#tiers - this.#links);
    else if (kind === ASK) this.#ask(subject);
    else if (kind === DECIDE) this.#decide(r);
    else this.#join(r);
  }

  #at(timeNs: number, kind: number, subject: number): void {
    this.#queue.push(timeNs, kind, subject);
  }

  /** A device whose requests are all answered asks again. */
  #ask(device: number): void {
    const { arrivals, requests } = this.#point.workload;
    const count = Math.min(arrivals.kind === 'multi-stream' ? arrivals.streams : 1, requests - this.#issued);
    this.#asked[device] = count;
    for (let i = 0; i < count; i++) {
      this.#records.device[this.#issued] = device;
      this.#records.arrivalNs[this.#issued] = this.#nowNs;
      this.#arise();
    }
  }

  /** The next request arises: every end device that sees it computes, each in the time of another sample. */
  #arise(): void {
    const { warmup } = this.#point.workload;
    const { views } = this.#fork;
    const r = this.#issued++;
    if (warmup.kind === 'count' && r === warmup.requests) this.#stations.open(this.#nowNs);
    if (warmup.kind === 'time' && this.#nowNs >= warmup.untilNs) {
      if (r === 0 || (this.#records.arrivalNs[r - 1] as number) < warmup.untilNs) this.#stations.open(this.#nowNs);
    }
    const samples = this.#point.itinerary.samples;
    const sample = this.#records.sample[r] as number;
    const gathering = new Gathering(views);
    this.#gatherings[r] = gathering;
    for (let view = 0; view < views; view++) {
      const row = (sample + Math.floor((view * samples) / views)) % samples;
      this.#stations.enter(0, this.#place(r, 0, view), row, this.#nowNs);
      gathering.startNs[view] = this.#stations.startNs;
      gathering.endNs[view] = this.#stations.endNs;
      this.#at(this.#stations.endNs, COMPUTED, r * views + view);
    }
  }

  #place(r: number, s: number, view: number): number {
    return this.#stations.place(s, this.#records.device[r] as number, view);
  }

  #gathering(r: number): Gathering {
    return this.#gatherings[r] as Gathering;
  }

  #sendScores(r: number, view: number): void {
    const { local, scoreBytes, views } = this.#fork;
    const gathering = this.#gathering(r);
    let leftNs = this.#nowNs;
    gathering.sentNs[view] = this.#nowNs;
    if (local !== null) {
      const lane = (this.#records.device[r] as number) * views + view;
      const sentNs = Math.max(this.#nowNs, this.#localFreeNs[lane] as number);
      leftNs = sentNs + transmitNs(scoreBytes, local.bps);
      gathering.sentNs[view] = sentNs;
      this.#localFreeNs[lane] = leftNs;
    }
    gathering.leftNs[view] = leftNs;
    this.#at(leftNs + (local?.propagationNs ?? 0), SCORED, r * views + view);
  }

  #takeScores(r: number, view: number): void {
    const { timeoutNs, views } = this.#fork;
    const gathering = this.#gathering(r);
    gathering.scored++;
    if (gathering.decidedNs >= 0) {
      this.#notes.lateScores[r] = (this.#notes.lateScores[r] as number) + 1;
      this.#forget(r);
      return;
    }
    gathering.scoredNs[view] = this.#nowNs;
    gathering.lastScored = view;
    if (gathering.firstScoredNs < 0) {
      gathering.firstScoredNs = this.#nowNs;
      if (timeoutNs !== null && views > 1) this.#at(this.#nowNs + timeoutNs, DECIDE, r);
    }
    if (gathering.scored === views) this.#decide(r);
  }

  /** The local aggregator goes on with what it has: it answers, or sends for the feature maps. */
  #decide(r: number): void {
    const gathering = this.#gatherings[r] ?? null;
    if (gathering === null || gathering.decidedNs >= 0) return;
    const { views } = this.#fork;
    gathering.decidedNs = this.#nowNs;
    this.#notes.scoresNs[r] = this.#nowNs - gathering.firstScoredNs;
    if (this.#topTier(r) === 0) {
      this.#note(r, gathering.localWay(this.#records.arrivalNs[r] as number));
      this.#finish(r);
      this.#forget(r);
      return;
    }
    for (let view = 0; view < views; view++) {
      this.#at(Math.max(this.#nowNs + this.#wordNs, gathering.endNs[view] as number), SEND, r * views + view);
    }
  }

  #sendFeatures(r: number, view: number): void {
    const gathering = this.#gathering(r);
    const place = this.#place(r, this.#tiers, view);
    this.#stations.enter(this.#tiers, place, this.#records.row[r] as number, this.#nowNs);
    const { startNs, endNs } = this.#stations;
    gathering.enteredNs[view] = this.#nowNs;
    gathering.upStartNs[view] = startNs;
    gathering.upEndNs[view] = endNs;
    const landNs = this.#stations.landNs(view * this.#records.requests + r, this.#tiers, place, endNs);
    this.#at(landNs, LANDED, r * this.#fork.views + view);
  }

  #takeFeatures(r: number, view: number): void {
    const { timeoutNs, views } = this.#fork;
    const gathering = this.#gathering(r);
    gathering.landed++;
    if (gathering.joinedNs >= 0) {
      this.#notes.lateFeatures[r] = (this.#notes.lateFeatures[r] as number) + 1;
      this.#forget(r);
      return;
    }
    gathering.landedNs[view] = this.#nowNs;
    gathering.lastLanded = view;
    if (gathering.firstLandedNs < 0) {
      gathering.firstLandedNs = this.#nowNs;
      if (timeoutNs !== null && views > 1) this.#at(this.#nowNs + timeoutNs, JOIN, r);
    }
    if (gathering.landed === views) this.#join(r);
  }

  /** The second tier goes on with the feature maps that it has. */
  #join(r: number): void {
    const gathering = this.#gatherings[r] ?? null;
    if (gathering === null || gathering.joinedNs >= 0) return;
    gathering.joinedNs = this.#nowNs;
    this.#notes.featuresNs[r] = this.#nowNs - gathering.firstLandedNs;
    this.#note(r, gathering.upperWay(this.#records.arrivalNs[r] as number, this.#wordNs));
    this.#go(r, 1);
    this.#forget(r);
  }

  /** Drops what nobody asks for any more. */
  #forget(r: number): void {
    const { views } = this.#fork;
    const { scored, landed } = this.#gathering(r);
    if (scored === views && (this.#topTier(r) === 0 || landed === views)) this.#gatherings[r] = null;
  }

  #topTier(r: number): number {
    return this.#point.itinerary.topTier[this.#records.row[r] as number] as number;
  }

  /** Writes down the parts of the way to where all came together. */
  #note(r: number, way: ForkWay): void {
    const [air, scoresWait, scoresTransmit, joinWait] = [-4, -3, -2, -1].map((back) => this.#parts.length + back) as [
      number,
      number,
      number,
      number,
    ];
    const up = 2 * this.#tiers;
    const add = (part: number, ns: number): void => {
      const column = this.#parts[part] as Float64Array;
      column[r] = (column[r] as number) + ns;
    };
    add(0, way.waitNs);
    add(1, way.computeNs);
    add(up, way.upWaitNs);
    add(up + 1, way.upTransmitNs);
    add(air, way.propagationNs);
    add(scoresWait, way.scoresWaitNs);
    add(scoresTransmit, way.scoresTransmitNs);
    add(joinWait, way.joinWaitNs);
  }

  /** Request `r` goes to station `s`, in its number's turn of this instant. */
  #go(r: number, s: number): void {
    this.#station[r] = s;
    this.#at(this.#nowNs, ENTER, r);
  }

  #enter(r: number): void {
    const s = this.#station[r] as number;
    const row = this.#records.row[r] as number;
    if (s < this.#tiers && (this.#point.itinerary.isServed[s] as Uint8Array)[row] === 0) {
      this.#leaveTier(r, s);
      return;
    }
    const place = this.#place(r, s, 0);
    this.#stations.enter(s, place, row, this.#nowNs);
    const { startNs, endNs } = this.#stations;
    (this.#parts[2 * s] as Float64Array)[r] = startNs - this.#nowNs;
    (this.#parts[2 * s + 1] as Float64Array)[r] = endNs - startNs;
    if (s < this.#tiers) {
      this.#at(endNs, SERVED, r);
      return;
    }
    const landNs = this.#stations.landNs(r, s, place, endNs);
    const air = this.#parts[this.#parts.length - 4] as Float64Array;
    air[r] = (air[r] as number) + landNs - endNs;
    this.#at(landNs, s < this.#tiers + this.#links ? CLIMBED : DESCENDED, r);
  }

  #leaveTier(r: number, t: number): void {
    if (t < this.#topTier(r)) this.#go(r, this.#tiers + t);
    else this.#go(r, this.#tiers + this.#links + t - 1);
  }

  /** An answer has come down link `l`. */
  #descend(r: number, l: number): void {
    if (l > 0) this.#go(r, this.#tiers + this.#links + l - 1);
    else this.#finish(r);
  }

  #finish(r: number): void {
    this.#records.finishNs[r] = this.#nowNs;
    this.#records.lastNs = this.#done === 0 ? this.#nowNs : Math.max(this.#records.lastNs, this.#nowNs);
    this.#done++;
    if (this.#isOpen) return;
    const device = this.#records.device[r] as number;
    const left = (this.#asked[device] as number) - 1;
    this.#asked[device] = left;
    if (left === 0 && this.#issued < this.#records.requests) this.#at(this.#nowNs, ASK, device);
  }
}

/**
 * What devices see and do where a policy chooses as the run goes: the situation at a choice, and what is learnt of each request.
 *
 * A device sees its own uplink queue (the site's, where devices share one lane) and what its own requests went through; no label, no
 * other device, nothing of the cloud but what answers report.
 */

import type { KindPlan, PreparedPoint } from '../plan/plan.ts';
import type { Chooser, Observation, Outcome, Situation } from '../policies/policy.ts';
import type { Records } from '../records/records.ts';
import { type Figures, NOW, OVER, STAY, WAIT } from './figures.ts';
import type { MakeStream } from './services.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export class Choosers {
  readonly #chooser: Chooser;
  readonly #point: PreparedPoint;
  readonly #records: Records;
  readonly #figures: Figures;
  readonly #samples: number;
  /** Whether rules are chosen anew when the first branch has run. */
  readonly #reconsiders: boolean;
  /** Station of the first up lane; the tiers come before it. */
  readonly #upLane: number;
  /** On the first up lane, waiting or sent, by place of that lane. */
  readonly #backlog: Float64Array;
  readonly #backlogBytes: Float64Array;
  /** On a first up lane where stays are settled: first and last message by place, the one after each, and when it is sent. */
  readonly #first: Int32Array;
  readonly #last: Int32Array;
  readonly #next: Int32Array;
  readonly #sentNs: Float64Array;
  readonly #isSent: Uint8Array;
  readonly #sendNs: Float64Array;
  readonly #upperNs: Float64Array;
  readonly #situation: Mutable<Situation> = { nowNs: 0, device: 0, leftNs: null, minAccuracy: 0, backlog: 0, backlogBytes: 0 };
  readonly #observation: Mutable<Observation>;
  readonly #outcome: Mutable<Outcome> = {
    nowNs: 0,
    device: 0,
    rule: 0,
    exit: 0,
    latencyNs: 0,
    confidence: 0,
    isSent: false,
    ownConfidence: 0,
    sentBytes: 0,
    sendNs: 0,
    upperNs: 0,
  };

  private constructor(point: PreparedPoint, records: Records, figures: Figures, chooser: Chooser, reconsiders: boolean) {
    const { world } = point;
    const lanes = world.links[0]?.up.isPerDevice === true ? world.devices : 1;
    this.#chooser = chooser;
    this.#point = point;
    this.#records = records;
    this.#figures = figures;
    this.#samples = point.recorded.labels.length;
    this.#reconsiders = reconsiders;
    this.#upLane = world.tiers.length;
    this.#backlog = new Float64Array(lanes);
    this.#backlogBytes = new Float64Array(lanes);
    this.#first = new Int32Array(lanes).fill(-1);
    this.#last = new Int32Array(lanes);
    this.#next = new Int32Array(records.requests);
    this.#sentNs = new Float64Array(records.requests);
    this.#isSent = new Uint8Array(records.requests);
    this.#sendNs = new Float64Array(records.requests);
    this.#upperNs = new Float64Array(records.requests);
    this.#observation = { exit: 1, exits: point.exits, confidence: 0, measured: 0 };
  }

  /** null where a policy does not adapt. */
  static of(point: PreparedPoint, records: Records, figures: Figures, stream: MakeStream): Choosers | null {
    const { choice } = point;
    if (choice.kind !== 'adaptive') return null;
    return new Choosers(point, records, figures, choice.start(stream('policy', 'chooser')), choice.reconsiders);
  }

  /** Request `r` arises: chooses its row. */
  choose(r: number): void {
    this.#take(r, this.#chooser.choose(this.#look(r)));
  }

  /** The first branch of request `r` has run: chooses its row anew. */
  reconsider(r: number): void {
    const situation = this.#look(r);
    const branches = (this.#point.itinerary.branches[0] as Uint32Array)[this.#records.row[r] as number] as number;
    // The lowest bit that is set is the first branch.
    this.#observation.exit = 32 - Math.clz32(branches & -branches);
    this.#observation.confidence = this.#confidence(r, this.#observation.exit);
    this.#observation.measured = this.#observation.confidence;
    const rule = this.#chooser.reconsider?.(situation, this.#observation);
    if (rule !== undefined) this.#take(r, rule);
  }

  /** Whether any request may choose anew when its first branch has run. */
  get mayReconsider(): boolean {
    return this.#reconsiders;
  }

  /** Whether request `r` chooses anew when its first branch has run. */
  reconsiders(r: number): boolean {
    return this.#reconsiders && ((this.#point.itinerary.branches[0] as Uint32Array)[this.#records.row[r] as number] as number) > 0;
  }

  /** Compute time up to there [ns]. */
  firstTestNs(r: number): number {
    return this.#point.itinerary.firstTestNs[this.#records.row[r] as number] as number;
  }

  /** Request `r` comes to station `s`, where its stay is settled: WAIT, STAY, OVER. */
  visit(r: number, s: number): void {
    if (s === this.#upLane) {
      this.#isSent[r] = 1;
      this.#count(r, 1);
      this.#sendNs[r] = this.#figures[STAY] as number;
      this.#sentNs[r] = this.#figures[OVER] as number;
      const lane = this.#laneOf(r);
      if ((this.#first[lane] as number) < 0) this.#first[lane] = r;
      else this.#next[this.#last[lane] as number] = r;
      this.#last[lane] = r;
      this.#next[r] = -1;
    } else if (s > 0 && s < this.#upLane) {
      this.#upperNs[r] = (this.#upperNs[r] as number) + (this.#figures[WAIT] as number) + (this.#figures[STAY] as number);
    }
  }

  /** Messages of a lane that have been sent by now are no backlog any more. */
  #settle(lane: number): void {
    let r = this.#first[lane] as number;
    while (r >= 0 && (this.#sentNs[r] as number) <= (this.#figures[NOW] as number)) {
      this.#count(r, -1);
      r = this.#next[r] as number;
    }
    this.#first[lane] = r;
  }

  /** Request `r` comes to station `s`, to wait or to be served. */
  enter(r: number, s: number): void {
    if (s === this.#upLane) {
      this.#isSent[r] = 1;
      this.#count(r, 1);
    }
    if (s > 0 && s < this.#upLane) this.#upperNs[r] = (this.#upperNs[r] as number) - (this.#figures[NOW] as number);
  }

  /** It is served there from now on. */
  begin(r: number, s: number): void {
    // One more, so that a start at 0 shows.
    if (s === this.#upLane) this.#sendNs[r] = -(this.#figures[NOW] as number) - 1;
  }

  /** It leaves, served or not. */
  leave(r: number, s: number): void {
    const nowNs = this.#figures[NOW] as number;
    if (s === this.#upLane) {
      this.#count(r, -1);
      const since = this.#sendNs[r] as number;
      if (since < 0) this.#sendNs[r] = since + nowNs + 1;
    } else if (s > 0 && s < this.#upLane) this.#upperNs[r] = (this.#upperNs[r] as number) + nowNs;
  }

  #count(r: number, step: number): void {
    const lane = this.#laneOf(r);
    this.#backlog[lane] = (this.#backlog[lane] as number) + step;
    this.#backlogBytes[lane] = (this.#backlogBytes[lane] as number) + step * this.#bytes(r);
  }

  #laneOf(r: number): number {
    return this.#backlog.length === 1 ? 0 : (this.#records.device[r] as number);
  }

  /** Request `r` is over. */
  learn(r: number, exit: number): void {
    const nowNs = this.#figures[NOW] as number;
    const outcome = this.#outcome;
    const { itinerary } = this.#point;
    const row = this.#records.row[r] as number;
    outcome.nowNs = nowNs;
    outcome.device = this.#records.device[r] as number;
    outcome.rule = Math.floor(row / this.#samples);
    outcome.exit = exit;
    outcome.latencyNs = nowNs - (this.#records.arrivalNs[r] as number);
    outcome.confidence = exit === itinerary.exit[row] ? (itinerary.confidence[row] as number) : this.#confidence(r, exit);
    outcome.isSent = this.#isSent[r] === 1;
    outcome.ownConfidence = this.#confidence(r, (itinerary.bestExit[0] as Uint8Array)[row] as number);
    // Below 0: it is still under way, and its device has given it up.
    outcome.sendNs = Math.max(this.#sendNs[r] as number, 0);
    outcome.sentBytes = outcome.sendNs > 0 ? this.#bytes(r) : 0;
    outcome.upperNs = Math.max(this.#upperNs[r] as number, 0);
    this.#chooser.learn?.(outcome);
  }

  /** What exit `exit` says of request `r` where nothing was coded on the way; 0 for exit 0. */
  #confidence(r: number, exit: number): number {
    return exit === 0 ? 0 : ((this.#point.recorded.confidence[exit - 1] as Float64Array)[this.#records.sample[r] as number] as number);
  }

  #bytes(r: number): number {
    return (this.#point.itinerary.upBytes[0] as Float64Array)[this.#records.row[r] as number] as number;
  }

  #look(r: number): Situation {
    const nowNs = this.#figures[NOW] as number;
    const situation = this.#situation;
    const device = this.#records.device[r] as number;
    const local = this.#laneOf(r);
    this.#settle(local);
    const { deadlineNs, minAccuracy } = this.#point.workload.kinds[this.#records.kind[r] as number] as KindPlan;
    situation.nowNs = nowNs;
    situation.device = device;
    situation.leftNs = deadlineNs === null ? null : deadlineNs - (nowNs - (this.#records.arrivalNs[r] as number));
    situation.minAccuracy = minAccuracy ?? 0;
    situation.backlog = this.#backlog[local] as number;
    situation.backlogBytes = this.#backlogBytes[local] as number;
    return situation;
  }

  #take(r: number, rule: number): void {
    const rules = this.#point.itinerary.samples / this.#samples;
    if (!(Number.isInteger(rule) && rule >= 0 && rule < rules))
      throw new RangeError(`a chooser needs a rule from 0 to ${rules - 1}, got ${rule}`);
    this.#records.row[r] = (this.#records.sample[r] as number) + rule * this.#samples;
  }
}

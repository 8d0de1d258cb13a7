/**
 * Batches: requests that a server computes together, and how long that takes.
 *
 * A batch forms when a server is free and either enough wait to fill it or one has waited long enough. Each segment and branch runs
 * once, on as many of the batch as need it, in the recorded time for so many; a batch of one takes its sample's own time.
 */

import { roundNs } from '../kernel/clock.ts';
import { batchPieceNs } from '../plan/batch-time.ts';
import type { PreparedPoint, TierCosts } from '../plan/plan.ts';

const WAITING = 1;
const RIPE = 2;

export class Batches {
  readonly #point: PreparedPoint;
  /** 0 away, WAITING, or RIPE: has waited long enough. */
  readonly #states: Uint8Array;
  /** Ripe requests by place. */
  readonly #ripe: Int32Array;
  /** Next of the same batch, -1 at its end. */
  readonly #next: Int32Array;
  readonly #segments: Int32Array;
  readonly #branches: Int32Array;

  constructor(point: PreparedPoint, places: number, requests: number) {
    this.#point = point;
    this.#states = new Uint8Array(requests);
    this.#ripe = new Int32Array(places);
    this.#next = new Int32Array(requests);
    this.#segments = new Int32Array(point.exits + 1);
    this.#branches = new Int32Array(point.exits + 1);
  }

  /** Request `r` begins to wait. */
  add(r: number): void {
    this.#states[r] = WAITING;
  }

  /** Request `r` has waited long enough at `place`. @returns false where it waits no more */
  ripen(r: number, place: number): boolean {
    if (this.#states[r] !== WAITING) return false;
    this.#states[r] = RIPE;
    this.#ripe[place] = (this.#ripe[place] as number) + 1;
    return true;
  }

  /** Request `r` is taken out of the line of `place`. */
  take(r: number, place: number): void {
    if (this.#states[r] === RIPE) this.#ripe[place] = (this.#ripe[place] as number) - 1;
    this.#states[r] = 0;
  }

  /** Whether anyone at `place` has waited long enough. */
  isRipe(place: number): boolean {
    return (this.#ripe[place] as number) > 0;
  }

  /** Puts `r` at the head of a batch that so far begins with `head` (-1: none). @returns the new head */
  link(r: number, head: number): number {
    this.#next[r] = head;
    return r;
  }

  /** The request after `r` in its batch; -1 at the end. */
  after(r: number): number {
    return this.#next[r] as number;
  }

  /** Compute time of the batch that begins with `head` at tier `t` [ns]. @param samples of all requests */
  timeNs(head: number, t: number, samples: Int32Array): number {
    const { itinerary, tiers } = this.#point;
    if (this.#next[head] === -1) return (itinerary.computeNs[t] as Float64Array)[samples[head] as number] as number;
    const { batchNs, slowdown } = tiers[t] as TierCosts;
    if (batchNs === null) throw new Error(`Batches.timeNs needs times by batch size at tier ${t}`);
    const first = itinerary.firstSegment[t] as Uint8Array;
    const last = itinerary.lastSegment[t] as Uint8Array;
    const tested = itinerary.branches[t] as Uint32Array;
    this.#segments.fill(0);
    this.#branches.fill(0);
    for (let r = head; r !== -1; r = this.#next[r] as number) {
      const sample = samples[r] as number;
      if (first[sample] === 0) continue;
      for (let k = first[sample] as number; k <= (last[sample] as number); k++) this.#segments[k] = (this.#segments[k] as number) + 1;
      for (let k = 1, bits = tested[sample] as number; bits !== 0; k++, bits >>>= 1) {
        if (bits & 1) this.#branches[k] = (this.#branches[k] as number) + 1;
      }
    }
    let sum = 0;
    batchNs.segmentNs.forEach((times, i) => {
      sum += batchPieceNs(batchNs.sizes, times, this.#segments[i + 1] as number);
    });
    batchNs.branchNs.forEach((times, i) => {
      sum += batchPieceNs(batchNs.sizes, times, this.#branches[i + 1] as number);
    });
    return roundNs(sum * slowdown);
  }
}

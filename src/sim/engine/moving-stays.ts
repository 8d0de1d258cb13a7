/**
 * Stays of every row at every stop, in one table that moves from point to point of a sweep: a few samples take another way, and theirs are
 * written anew. One table, read in the order of the requests, stays in the nearer cache.
 */

import { changedSamples } from '../plan/changed-samples.ts';
import type { WayFacts, WaysTaken } from '../plan/plan.ts';
import { STAYS_BELOW, STOPS, type Stays } from './one-link-world.ts';
import { sendingNs } from './sending-times.ts';

/** What a row does on one way [ns]. */
interface WayStays {
  readonly edgeNs: Float64Array;
  /** null: it does not go up. */
  readonly upNs: Float64Array | null;
  readonly cloudNs: Float64Array;
}

export class MovingStays {
  readonly bps: number;
  readonly answerNs: number;
  readonly #staysNs: Float64Array;
  #version = 0;
  #changed: Int32Array | null = null;
  /** By way; those that nobody has taken are not there. */
  readonly #ways: WayStays[] = [];
  /** Ways of which the table tells now. */
  #wayOf: Uint8Array | null = null;

  /** @param bps of the up lane @param answerNs of an answer on the down lane */
  constructor(samples: number, bps: number, answerNs: number) {
    this.bps = bps;
    this.answerNs = answerNs;
    this.#staysNs = new Float64Array(STOPS * samples);
  }

  /** The table [samples x 4], as it is until it is asked for other ways. */
  on({ wayOf, ways }: WaysTaken): Stays {
    if (this.#wayOf !== wayOf) this.#move(wayOf, ways);
    return { staysNs: this.#staysNs, version: this.#version, changed: this.#changed };
  }

  #move(wayOf: Uint8Array, ways: WaysTaken['ways']): void {
    ways.forEach((way, w) => {
      if (way !== null) this.#ways[w] ??= staysOn(way, this.bps);
    });
    const write = (sample: number) => this.#write(sample, this.#ways[wayOf[sample] as number] as WayStays);
    this.#changed = this.#wayOf === null ? null : changedSamples(this.#wayOf, wayOf);
    if (this.#changed === null) for (let sample = 0; sample < wayOf.length; sample++) write(sample);
    else for (const sample of this.#changed) write(sample);
    this.#wayOf = wayOf;
    this.#version++;
  }

  #write(sample: number, { edgeNs, upNs, cloudNs }: WayStays): void {
    const stop = STOPS * sample;
    this.#staysNs[stop] = edgeNs[sample] as number;
    this.#staysNs[stop + 1] = upNs === null ? STAYS_BELOW : (upNs[sample] as number);
    this.#staysNs[stop + 2] = cloudNs[sample] as number;
    this.#staysNs[stop + 3] = upNs === null ? 0 : this.answerNs;
  }
}

function staysOn({ computeNs, topTier, upBytes }: WayFacts, bps: number): WayStays {
  const [edgeNs, cloudNs] = computeNs as readonly [Float64Array, Float64Array];
  return { edgeNs, upNs: topTier > 0 ? sendingNs(upBytes[0] as Float64Array, bps) : null, cloudNs };
}

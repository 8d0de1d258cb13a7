/**
 * How long a stay takes: at each station, for each sample, in the weather of the moment.
 *
 * Where nothing varies, a table by sample answers. Elsewhere every place has a supply of its own, made when it is first used, that
 * follows the place's weather and outages; a lane that loses packets counts what it really sends.
 */

import type { RandomStream } from '../kernel/random-stream.ts';
import type { LanePlan, PreparedPoint, TierPlan } from '../plan/plan.ts';
import { transmitNs } from '../world/link.ts';
import { lossyLane, type WireBytes } from '../world/loss.ts';
import { BYTE_WORK, makeSupply, type Supply } from '../world/supply.ts';

/** Makes the stream for one purpose and one entity of this replication. */
export type MakeStream = (purpose: string, entity: string) => RandomStream;

interface Service {
  readonly name: string;
  /** Stay of each sample [ns] where nothing varies; null elsewhere. */
  readonly tableNs: Float64Array | null;
  /** Bytes or nanoseconds of each sample. */
  readonly work: (sample: number) => number;
  readonly tier: TierPlan | null;
  readonly lane: LanePlan | null;
}

export class Services {
  readonly #services: readonly Service[];
  readonly #supplies: (Supply | undefined)[];
  readonly #wires: (WireBytes | undefined)[];
  readonly #stream: MakeStream;

  /** @param names of the stations, in their order @param places of all stations together */
  constructor({ world, itinerary }: PreparedPoint, names: readonly string[], places: number, stream: MakeStream) {
    const answer = world.answerBytes;
    this.#stream = stream;
    this.#supplies = new Array<Supply | undefined>(places);
    this.#wires = new Array<WireBytes | undefined>(places);
    const ofTier = (tier: TierPlan, t: number): Service => {
      const computeNs = itinerary.computeNs[t] as Float64Array;
      const isPlain = tier.outages === null && tier.discipline !== 'ps';
      return { name: names[t] as string, tableNs: isPlain ? computeNs : null, work: (i) => computeNs[i] as number, tier, lane: null };
    };
    const ofLane = (name: string, lane: LanePlan | null, bytes: Float64Array): Service => {
      if (lane === null) return { name, tableNs: new Float64Array(bytes.length), work: () => 0, tier: null, lane: null };
      const { capacity } = lane;
      const isPlain = capacity.kind === 'constant' && !lane.isShared && lane.loss === null && lane.outages === null;
      const tableNs = isPlain ? bytes.map((value) => transmitNs(value, capacity.bps)) : null;
      return { name, tableNs, work: (i) => bytes[i] as number, tier: null, lane };
    };
    const { length } = world.tiers;
    const answers = (l: number) => Float64Array.from(itinerary.topTier, (top) => (top > l ? answer : 0));
    this.#services = [
      ...world.tiers.map(ofTier),
      ...world.links.map(({ up }, l) => ofLane(names[length + l] as string, up, itinerary.upBytes[l] as Float64Array)),
      ...world.links.map(({ down }, l) => ofLane(names[length + world.links.length + l] as string, down, answers(l))),
    ];
  }

  /** Stay of each sample at a station where nothing varies [ns]; null where endNs has to be asked. */
  table(station: number): Float64Array | null {
    return (this.#services[station] as Service).tableNs;
  }

  /** Whether nobody ever waits at a station, since nobody stays. */
  isFree(station: number): boolean {
    const { tier, lane } = this.#services[station] as Service;
    return tier === null && lane === null;
  }

  /** Bytes of a sample's message at a lane, none sent again. */
  bytes(station: number, sample: number): number {
    return (this.#services[station] as Service).work(sample);
  }

  /**
   * Work of a sample at a station, as its supply counts it: nanoseconds at a tier; on a lane bytes, those sent again included, times
   * BYTE_WORK.
   */
  work(station: number, place: number, local: number, sample: number): number {
    const service = this.#services[station] as Service;
    const amount = service.work(sample);
    if (service.lane === null) return amount;
    if (service.lane.loss === null) return amount * BYTE_WORK;
    let wire = this.#wires[place];
    if (wire === undefined) {
      wire = lossyLane(service.lane.loss, this.#stream('loss', `${service.name} ${local}`));
      this.#wires[place] = wire;
    }
    return wire(amount) * BYTE_WORK;
  }

  /** What a place can do over time. */
  supply(station: number, place: number, local: number): Supply {
    let supply = this.#supplies[place];
    if (supply === undefined) {
      const { name, tier, lane } = this.#services[station] as Service;
      supply = makeSupply(lane?.capacity ?? null, (tier ?? lane)?.outages ?? null, {
        weather: () => this.#stream('weather', `${name} ${local}`),
        outages: () => this.#stream('outages', `${name} ${local}`),
      });
      this.#supplies[place] = supply;
    }
    return supply;
  }
}

/**
 * How long a stay takes: at each station, for each sample, in the weather of the moment.
 *
 * Where nothing varies, a table by sample answers. Elsewhere every place has a supply of its own, made when it is first used, that
 * follows the place's weather and outages; a lane that loses packets counts what it really sends.
 */

import type { RandomStream } from '../kernel/random-stream.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import { lossyLane, type WireBytes } from '../world/loss.ts';
import { BYTE_WORK, makeSupply, type Supply } from '../world/supply.ts';
import { foresightOf, type StationService } from './foresight.ts';

/** Makes the stream for one purpose and one entity of this replication. */
export type MakeStream = (purpose: string, entity: string) => RandomStream;

export class Services {
  readonly #services: readonly StationService[];
  readonly #names: readonly string[];
  readonly #supplies: (Supply | undefined)[];
  readonly #wires: (WireBytes | undefined)[];
  readonly #stream: MakeStream;

  /** @param names of the stations, in their order @param places of all stations together */
  constructor(point: PreparedPoint, names: readonly string[], places: number, stream: MakeStream) {
    this.#services = foresightOf(point).services;
    this.#names = names;
    this.#supplies = new Array<Supply | undefined>(places);
    this.#wires = new Array<WireBytes | undefined>(places);
    this.#stream = stream;
  }

  /** Stay of each sample at a station where nothing varies [ns]; null elsewhere. */
  table(station: number): Float64Array | null {
    return (this.#services[station] as StationService).tableNs;
  }

  /** Bytes of a sample's message at a lane, none sent again. */
  bytes(station: number, sample: number): number {
    return (this.#services[station] as StationService).amounts[sample] as number;
  }

  /**
   * Work of a sample at a station, as its supply counts it: nanoseconds at a tier; on a lane bytes, those sent again included, times
   * BYTE_WORK.
   */
  work(station: number, place: number, local: number, sample: number): number {
    const { amounts, lane } = this.#services[station] as StationService;
    const amount = amounts[sample] as number;
    if (lane === null) return amount;
    if (lane.loss === null) return amount * BYTE_WORK;
    let wire = this.#wires[place];
    if (wire === undefined) {
      wire = lossyLane(lane.loss, this.#stream('loss', `${this.#names[station]} ${local}`));
      this.#wires[place] = wire;
    }
    return wire(amount) * BYTE_WORK;
  }

  /** What a place can do over time. */
  supply(station: number, place: number, local: number): Supply {
    let supply = this.#supplies[place];
    if (supply === undefined) {
      const { tier, lane } = this.#services[station] as StationService;
      const entity = `${this.#names[station]} ${local}`;
      supply = makeSupply(lane?.capacity ?? null, (tier ?? lane)?.outages ?? null, {
        weather: () => this.#stream('weather', entity),
        outages: () => this.#stream('outages', entity),
      });
      this.#supplies[place] = supply;
    }
    return supply;
  }
}

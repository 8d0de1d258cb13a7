/** The floor of a run: all that its requests move among, made for one replication of one point. */

import type { EventQueue } from '../kernel/event-queue.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { Air } from './air.ts';
import { Batches } from './batches.ts';
import { Choosers } from './choosers.ts';
import { Journal } from './journal.ts';
import { type MakeStream, Services } from './services.ts';
import { SharedPlaces } from './shared-places.ts';
import { type StationRules, Stations, stationRules } from './stations.ts';
import { Turns } from './turns.ts';
import { WaitingLines } from './waiting-lines.ts';

export class Floor {
  readonly point: PreparedPoint;
  readonly records: Records;
  /** Columns of the records [requests]. */
  readonly device: Int32Array;
  readonly row: Int32Array;
  readonly arrivalNs: Float64Array;
  readonly queue: EventQueue;
  readonly journal: Journal;
  /** By station, as are the tables. */
  readonly rules: readonly StationRules[];
  readonly stations: Stations;
  readonly lines: WaitingLines;
  readonly turns: Turns;
  readonly services: Services;
  /** Stay of each row at each station [ns]; null where it varies. */
  readonly tablesNs: readonly (Float64Array | null)[];
  readonly shared: SharedPlaces;
  readonly batches: Batches;
  readonly air: Air;
  /** null where the policy does not adapt. */
  readonly choosers: Choosers | null;
  readonly tiers: number;
  readonly links: number;
  /** When each request came to its station [ns]. */
  readonly enteredNs: Float64Array;
  /** Station each request is at or on its way to. */
  readonly station: Int32Array;
  /** Exit that answers in place of the one the policy chose; 0: none. Such a request is on its way down. */
  readonly fallback: Uint8Array;

  constructor(point: PreparedPoint, stream: MakeStream, records: Records, queue: EventQueue) {
    const { world, workload } = point;
    const { requests } = workload;
    this.point = point;
    this.records = records;
    this.device = records.device;
    this.row = records.row;
    this.arrivalNs = records.arrivalNs;
    this.queue = queue;
    this.tiers = world.tiers.length;
    this.links = world.links.length;
    this.rules = stationRules(world);
    this.stations = new Stations(world);
    const { places } = this.stations;
    const isShared = this.rules.some((rules) => rules.isShared);
    const isBatched = this.rules.some(({ batchMax }) => batchMax > 1);
    this.lines = new WaitingLines(places, requests, isShared || this.rules.some(({ order }) => order !== 'fifo'));
    this.turns = new Turns(point, records, this.rules, this.lines);
    this.services = new Services(point, records.stationNames, places, stream);
    this.journal = new Journal(point, records);
    this.tablesNs = this.rules.map((_, s) => this.services.table(s));
    this.shared = new SharedPlaces(isShared ? places : 0, isShared ? requests : 0, this.lines);
    this.batches = new Batches(point, isBatched ? places : 0, isBatched ? requests : 0);
    this.air = new Air(world.links, records.stationNames.slice(this.tiers), places, requests, stream);
    this.choosers = Choosers.of(point, records, stream);
    this.enteredNs = new Float64Array(requests);
    this.station = new Int32Array(requests);
    this.fallback = new Uint8Array(requests);
  }

  /** Place of request `r` among those of station `s`. */
  local(r: number, s: number): number {
    return (this.stations.stride[s] as number) * (this.device[r] as number);
  }

  /** Place of request `r` at station `s`, of all places. */
  place(r: number, s: number): number {
    return (this.stations.base[s] as number) + this.local(r, s);
  }
}

/** The floor of a run: all that its requests move among, made for one replication of one point. */

import { EventLanes, UNSORTED } from '../kernel/event-lanes.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { Air } from './air.ts';
import { Batches } from './batches.ts';
import { Choosers } from './choosers.ts';
import { END, LAND } from './events.ts';
import { type Figures, makeFigures, NOW } from './figures.ts';
import { Journal } from './journal.ts';
import { type MakeStream, Services } from './services.ts';
import { SharedPlaces } from './shared-places.ts';
import { type StationRules, Stations, stationRules } from './stations.ts';
import { Turns } from './turns.ts';
import { WaitingLines } from './waiting-lines.ts';

/** Servers of a station whose ends of service are kept sorted one by one: beyond so many a heap is quicker. */
const FEW_SERVERS = 8;

export class Floor {
  readonly point: PreparedPoint;
  readonly records: Records;
  /** Columns of the records [requests]. */
  readonly device: Int32Array;
  readonly row: Int32Array;
  readonly arrivalNs: Float64Array;
  readonly figures: Figures;
  readonly queue: EventLanes;
  /** Lane of the queue where ends of service go, by station. */
  readonly endLane: Int32Array;
  /** Lane of the queue where landings go, by lane of the world. */
  readonly landLane: Int32Array;
  /** Time in the air by lane of the world [ns], where it is always the same. */
  readonly flightNs: Float64Array;
  readonly journal: Journal;
  /** By station, as are the tables. */
  readonly rules: readonly StationRules[];
  /** 1 where each server takes one request after the other. */
  readonly isOneByOne: Uint8Array;
  readonly isBatched: Uint8Array;
  /** 1 where messages are sent in no time and land later: no two of them ever meet there. */
  readonly isOpenWay: Uint8Array;
  /** Whether requests past their deadline are turned away. */
  readonly mayBeLate: boolean;
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

  constructor(point: PreparedPoint, stream: MakeStream, records: Records) {
    const { world, workload } = point;
    const { requests } = workload;
    this.point = point;
    this.records = records;
    this.device = records.device;
    this.row = records.row;
    this.arrivalNs = records.arrivalNs;
    this.figures = makeFigures();
    this.tiers = world.tiers.length;
    this.links = world.links.length;
    this.rules = stationRules(world);
    this.stations = new Stations(world, this.figures);
    const { places } = this.stations;
    this.isOneByOne = Uint8Array.from(this.rules, (rules) => (!rules.isShared && rules.batchMax === 1 ? 1 : 0));
    this.isBatched = Uint8Array.from(this.rules, ({ batchMax }) => (batchMax > 1 ? 1 : 0));
    this.mayBeLate = workload.whenLate !== 'keep';
    const isShared = this.rules.some((rules) => rules.isShared);
    const isBatched = this.rules.some(({ batchMax }) => batchMax > 1);
    this.lines = new WaitingLines(places, requests, isShared || this.rules.some(({ order }) => order !== 'fifo'));
    this.turns = new Turns(point, records, this.rules, this.lines);
    this.services = new Services(point, records.stationNames, places, stream);
    this.journal = new Journal(point, records, this.figures);
    this.tablesNs = this.rules.map((_, s) => this.services.table(s));
    this.shared = new SharedPlaces(isShared ? places : 0, isShared ? requests : 0, this.lines);
    this.batches = new Batches(point, isBatched ? places : 0, isBatched ? requests : 0);
    this.air = new Air(world.links, records.stationNames.slice(this.tiers), places, requests, stream);
    const sorted: number[] = [];
    const laneOf = (kind: number, isSorted: boolean) => (isSorted ? sorted.push(kind) : UNSORTED);
    this.endLane = Int32Array.from(this.rules, (rules, s) =>
      laneOf(END, !rules.isShared && (this.stations.serverCounts[s] as number) <= FEW_SERVERS),
    );
    const flights = Array.from({ length: 2 * this.links }, (_, lane) => this.air.steadyNs(lane));
    this.landLane = Int32Array.from(flights, (ns) => laneOf(LAND, ns !== null));
    this.flightNs = Float64Array.from(flights, (ns) => ns ?? Number.NaN);
    this.isOpenWay = Uint8Array.from(this.rules, (_, s) =>
      s >= this.tiers + this.links && world.links[s - this.tiers - this.links]?.down === null && (flights[s - this.tiers] ?? 0) > 0 ? 1 : 0,
    );
    this.queue = new EventLanes(sorted);
    this.choosers = Choosers.of(point, records, this.figures, stream);
    this.enteredNs = new Float64Array(requests);
    this.station = new Int32Array(requests);
    this.fallback = new Uint8Array(requests);
  }

  /** Schedules an event for now. */
  now(kind: number, subject: number): void {
    this.queue.dueNs[0] = this.figures[NOW] as number;
    this.queue.push(kind, subject);
  }

  /** Schedules an event for `delayNs` from now. */
  after(delayNs: number, kind: number, subject: number): void {
    this.queue.dueNs[0] = (this.figures[NOW] as number) + delayNs;
    this.queue.push(kind, subject);
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

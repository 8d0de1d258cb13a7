/** The floor of a run: all that its requests move among, made for one replication of one point. */

import { EventLanes, UNSORTED } from '../kernel/event-lanes.ts';
import type { PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import { BYTE_WORK } from '../world/supply.ts';
import { Air } from './air.ts';
import { Batches } from './batches.ts';
import { Choosers } from './choosers.ts';
import { COME, END } from './events.ts';
import { BYTES, DUE, type Figures, makeFigures, NOW, OVER, WORK } from './figures.ts';
import { Journal } from './journal.ts';
import { Ledger } from './ledger.ts';
import { type Legs, legsOf } from './legs.ts';
import { type MakeStream, Services } from './services.ts';
import { SharedPlaces } from './shared-places.ts';
import { type StationLayout, stationLayout } from './station-layout.ts';
import { type StationRules, Stations, stationRules } from './stations.ts';
import { Turns } from './turns.ts';
import { WaitingLines } from './waiting-lines.ts';

/** Servers of a station whose ends of service are kept sorted: beyond so many a heap is quicker. */
const FEW_SERVERS = 8;

/** Servers of a place of which the first to be free is looked for one by one: beyond so many it is quicker to count who is free. */
const MANY_SERVERS = 32;

/** The lanes of the queue as they are laid: of what kind their events are, and where the requests then come to. Lane 0 is for all others. */
class Lanes {
  readonly kinds: number[] = [];
  readonly goals: number[];

  constructor(home: number) {
    this.goals = [home];
  }

  /** @returns the first of so many new ones */
  add(count: number, kind: number, goal: number): number {
    for (let i = 0; i < count; i++) {
      this.kinds.push(kind);
      this.goals.push(goal);
    }
    return this.goals.length - count;
  }
}

export class Floor {
  readonly point: PreparedPoint;
  readonly records: Records;
  /** Columns of the records [requests]. */
  readonly device: Int32Array;
  readonly row: Int32Array;
  readonly arrivalNs: Float64Array;
  readonly figures: Figures;
  readonly legs: Legs;
  /** By station and home: kind of the event that a request comes there; by kind, from COME on: which it is. */
  readonly comeKind: Int32Array;
  readonly comeStation: Int32Array;
  /** By station: 1 where a request's stay is settled when it comes, since nobody can come before it any more. Home is none. */
  readonly isSettled: Uint8Array;
  /** Whether anybody looks when a request is over; else that, too, is settled as soon as it is known. */
  readonly isAwaited: boolean;
  readonly queue: EventLanes;
  readonly ledger: Ledger;
  /** When a request comes to where it goes, or is served [ns]; in the end, unless it may be given up, when it is over. */
  readonly clockNs: Float64Array;
  /** Lanes of the queue by leg, for the first server of a settled station, and by station for ends of service. */
  readonly laneOf: Int32Array;
  readonly endLaneOf: Int32Array;
  readonly journal: Journal;
  /** By station, as are the tables. */
  readonly rules: readonly StationRules[];
  /** 1 where each server takes one request after the other. */
  readonly isOneByOne: Uint8Array;
  readonly isBatched: Uint8Array;
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
  /** When each request came to its station [ns]; empty where all stays are settled, as are the two below. */
  readonly enteredNs: Float64Array;
  /** Station each request is at. */
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
    this.legs = legsOf(point);
    this.comeStation = stages(this.tiers, this.links);
    this.comeKind = new Int32Array(this.comeStation.length);
    this.comeStation.forEach((s, stage) => {
      this.comeKind[s] = COME + stage;
    });
    this.rules = stationRules(world);
    this.isOneByOne = Uint8Array.from(this.rules, (rules) => (!rules.isShared && rules.batchMax === 1 ? 1 : 0));
    this.isBatched = Uint8Array.from(this.rules, ({ batchMax }) => (batchMax > 1 ? 1 : 0));
    this.mayBeLate = workload.whenLate !== 'keep';
    this.choosers = Choosers.of(point, records, this.figures, stream);
    this.isAwaited = this.choosers !== null || world.timeoutNs !== null || !isOpen(point);
    // Where requests choose anew once they are served, or are given up while they wait, there is more to see to.
    const isPatient = !this.mayBeLate && world.timeoutNs === null;
    const layout = stationLayout(world);
    const settled = this.rules.map(({ order, buffer }, s) => {
      const isInTurn = this.isOneByOne[s] === 1 && order === 'fifo' && buffer === Infinity;
      const isSmall = (layout.servers[s] as number) <= MANY_SERVERS;
      return isInTurn && isSmall && isPatient && !(s === 0 && this.choosers?.mayReconsider === true);
    });
    this.isSettled = Uint8Array.from([...settled, false], Number);
    const stepwise = settled.includes(false) ? requests : 0;
    const { places } = layout;
    this.stations = new Stations(layout, this.figures);
    const isShared = this.rules.some((rules) => rules.isShared);
    const isBatched = this.rules.some(({ batchMax }) => batchMax > 1);
    this.lines = new WaitingLines(places, stepwise, isShared || this.rules.some(({ order }) => order !== 'fifo'));
    this.turns = new Turns(point, records, this.rules, this.lines);
    this.services = new Services(point, records.stationNames, places, stream);
    this.tablesNs = this.rules.map((_, s) => this.services.table(s));
    this.shared = new SharedPlaces(isShared ? places : 0, isShared ? requests : 0, this.lines);
    this.batches = new Batches(point, isBatched ? places : 0, isBatched ? requests : 0);
    this.air = new Air(world.links, records.stationNames.slice(this.tiers), places, requests, stream);
    this.enteredNs = new Float64Array(stepwise);
    this.station = new Int32Array(stepwise);
    this.fallback = new Uint8Array(stepwise);
    this.clockNs = world.timeoutNs === null ? records.finishNs : new Float64Array(requests);
    const lanes = new Lanes(this.legs.home);
    this.laneOf = this.#legLanes(layout, lanes);
    this.endLaneOf = this.#endLanes(layout, lanes);
    const goals = Int32Array.from(lanes.goals, (s) => (this.isSettled[s] === 1 ? s : -1));
    this.ledger = new Ledger(layout, this.legs, this.isSettled, this.laneOf, goals);
    this.queue = new EventLanes(lanes.kinds, this.clockNs, records.room());
    // The longest columns come last: V8 collects garbage when an array is made and young ones hold 32 MiB already.
    this.journal = new Journal(point, records, this.figures);
  }

  /**
   * By leg: a lane for each server of a settled station, in whose order its requests are done, or one for all who fly equally long;
   * UNSORTED where they do not, and where the leg is the last thing that is to be known.
   */
  #legLanes({ serverCounts }: StationLayout, lanes: Lanes): Int32Array {
    const { from, to, airNs, isTaken } = this.legs;
    return Int32Array.from(from, (begin, leg) => {
      if (begin === this.legs.home || isTaken[leg] === 0 || this.isLast(leg)) return UNSORTED;
      const end = to[leg] as number;
      const kind = this.comeKind[end] as number;
      if (this.isSettled[begin] === 1) return lanes.add(serverCounts[begin] as number, kind, end);
      const isSteady = begin < this.tiers || this.air.steadyNs(begin - this.tiers) !== null;
      return isSteady && (airNs[leg] as number) > 0 ? lanes.add(1, kind, end) : UNSORTED;
    });
  }

  /** By station: a lane for the ends of service of its servers, where they are few and not settled. */
  #endLanes({ serverCounts }: StationLayout, lanes: Lanes): Int32Array {
    return Int32Array.from(this.rules, ({ isShared }, s) => {
      const isSorted = !isShared && this.isSettled[s] === 0 && (serverCounts[s] as number) <= FEW_SERVERS;
      return isSorted ? lanes.add(1, END, this.legs.home) : UNSORTED;
    });
  }

  /** Whether whoever takes a leg is over, and nobody looks. */
  isLast(leg: number): boolean {
    return this.legs.to[leg] === this.legs.home && !this.isAwaited;
  }

  /** Busy time counts from now on. */
  open(): void {
    this.stations.open();
    this.ledger.open(this.figures[NOW] as number);
  }

  /** Writes down what the stations did. */
  writeStations(): void {
    const { records, stations, ledger } = this;
    for (let s = 0; s < stations.busyNs.length; s++) {
      const isSettled = this.isSettled[s] === 1;
      records.busyNs[s] = isSettled ? ledger.busyNs(s) : (stations.busyNs[s] as number);
      records.workNs[s] = stations.workNs[s] as number;
      records.areaNs[s] = isSettled ? ledger.areaNs(s) : (stations.areaNs[s] as number);
      records.serverCounts[s] = stations.serverCounts[s] as number;
    }
  }

  /** Schedules an event for now. */
  now(kind: number, subject: number): void {
    this.queue.dueNs[0] = this.figures[NOW] as number;
    this.queue.push(kind, subject);
  }

  /** Schedules the event of request `r` that is due at DUE. @param lane of the queue that it belongs to */
  due(kind: number, r: number, lane: number): void {
    const dueNs = this.figures[DUE] as number;
    if (lane === UNSORTED) {
      this.queue.dueNs[0] = dueNs;
      this.queue.push(kind, r);
      return;
    }
    this.clockNs[r] = dueNs;
    this.queue.append(lane, r);
  }

  /** Schedules an event for `delayNs` from now. */
  after(delayNs: number, kind: number, subject: number): void {
    this.queue.dueNs[0] = (this.figures[NOW] as number) + delayNs;
    this.queue.push(kind, subject);
  }

  /** Request `r`, served by station `s` until OVER, sets out on a leg: DUE tells when it is there. */
  fly(r: number, s: number, leg: number): void {
    const overNs = this.figures[OVER] as number;
    const lane = s - this.tiers;
    const extraNs = lane < 0 ? 0 : this.air.extraNs(r, lane, this.place(r, s), overNs);
    this.figures[DUE] = overNs + (this.legs.airNs[leg] as number) + extraNs;
    this.journal.fly(r, s, this.legs.to[leg] as number);
  }

  /** The message of request `r` is on lane `s` from START until OVER. */
  send(r: number, s: number): void {
    // Where the lane varies, WORK counts bytes sent again.
    const isSteady = this.tablesNs[s] !== null;
    this.figures[BYTES] = isSteady ? this.services.bytes(s, this.row[r] as number) : (this.figures[WORK] as number) / BYTE_WORK;
    this.journal.send(r, s);
  }

  /** Exit that answers request `r`. */
  exitOf(r: number): number {
    const fallback = this.fallback.length === 0 ? 0 : (this.fallback[r] as number);
    return fallback > 0 ? fallback : (this.point.itinerary.exit[this.row[r] as number] as number);
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

/** Whether arrivals wait for nobody. */
function isOpen({ workload: { arrivals } }: PreparedPoint): boolean {
  return arrivals.kind !== 'single-stream' && arrivals.kind !== 'multi-stream';
}

/** Stations and home in the order in which a request may come to them. */
function stages(tiers: number, links: number): Int32Array {
  const up = Array.from({ length: tiers }, (_, t) => (t < links ? [t, tiers + t] : [t])).flat();
  const down = Array.from({ length: links }, (_, i) => tiers + 2 * links - 1 - i);
  return Int32Array.of(...up, ...down, tiers + 2 * links);
}

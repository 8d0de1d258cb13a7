/**
 * Records: one finished request a row, held as columns. Every figure of a result follows from them.
 *
 * A request's latency is the exact sum of its parts: finish - arrival = sum over parts, in integer nanoseconds. That holds for lost
 * requests too, up to the instant they are lost. What is the same for every request of a sample (a recorded compute time, say) is
 * held once, as a table by sample, and becomes a column when somebody asks for it.
 */

import type { WorldPlan } from '../plan/plan.ts';

/** When the radio of a device sent and received a request's messages, arrays [requests]; ends are 0 where it did not. */
export interface RadioRecords {
  readonly upStartNs: Float64Array;
  readonly upEndNs: Float64Array;
  /** Bytes sent, those sent again included. */
  readonly upBytes: Float64Array;
  readonly downStartNs: Float64Array;
  readonly downEndNs: Float64Array;
  readonly downBytes: Float64Array;
}

/** Station names of a world: `edge`, .., `edge-cloud_up`, .., `edge-cloud_down`, .. */
export function stationNames({ tiers, links }: WorldPlan): string[] {
  return [...tiers.map(({ name }) => name), ...links.map(({ name }) => `${name}_up`), ...links.map(({ name }) => `${name}_down`)];
}

/**
 * Part names of a world, two a station (waiting, then being served) and one for propagation; where offloads may time out, `timeout`
 * holds the time spent on one that was given up.
 */
export function partNames(world: WorldPlan): string[] {
  const tiers = world.tiers.length;
  const atStations = stationNames(world).flatMap((name, s) => [`${name}_wait`, `${name}_${s < tiers ? 'compute' : 'transmit'}`]);
  return [...atStations, 'propagation', ...(world.timeoutNs === null ? [] : ['timeout'])];
}

/** The requests of one replication. May be filled again and again; what was read before is then overwritten. */
export class Records {
  /** Names of the parts of a latency, such as `edge_wait`. */
  readonly partNames: readonly string[];
  /** Names of the stations, in the order of `busyNs`: tiers, then up lanes, then down lanes. */
  readonly stationNames: readonly string[];
  /** Number of requests, the rows of every column. */
  readonly requests: number;
  /** Busy time of each station since the first request after warm-up arrived, summed over its servers [ns]. */
  readonly busyNs: Float64Array;
  /** Work that its servers began since then, without standing still in outages [ns]; 0 where each request's own time tells. */
  readonly workNs: Float64Array;
  /** Number of requests at each station, waiting or served, integrated over the whole run [request ns]. */
  readonly areaNs: Float64Array;
  /** Servers of each station, over all places. */
  readonly serverCounts: Float64Array;
  /** When the last request was answered or lost [ns]. */
  lastNs = 0;
  /** Sum of each part over the requests from `sumsFrom` on [ns], where the engine knows it; else NaN. */
  readonly sumsNs: Float64Array;
  /** First request of what the engine added up; -1: it did not. */
  sumsFrom = -1;
  /** null where no radio is modelled. */
  readonly radio: RadioRecords | null;
  #arrivalNs: Float64Array | null = null;
  #device: Int32Array | null = null;
  #sample: Int32Array | null = null;
  #row: Int32Array | null = null;
  #kind: Uint8Array | null = null;
  #oneKind: Uint8Array | null = null;
  #isShared = false;
  #finishNs: Float64Array | null = null;
  #latencyNs: Float64Array | null = null;
  /** Which of the two the engine wrote, and whether the other follows it already. */
  #tellsLatencies = false;
  #hasBoth = false;
  #exit: Uint8Array | null = null;
  #exitOfSample: (() => Uint8Array) | null = null;
  readonly #columns: (Float64Array | null)[];
  readonly #tables: ((() => Float64Array) | null)[];

  constructor(world: WorldPlan, requests: number) {
    const column = () => new Float64Array(requests);
    this.partNames = partNames(world);
    this.stationNames = stationNames(world);
    this.requests = requests;
    this.busyNs = new Float64Array(this.stationNames.length);
    this.sumsNs = new Float64Array(this.partNames.length);
    this.workNs = new Float64Array(this.stationNames.length);
    this.areaNs = new Float64Array(this.stationNames.length);
    this.serverCounts = new Float64Array(this.stationNames.length);
    this.radio =
      world.radio === null
        ? null
        : {
            upStartNs: column(),
            upEndNs: column(),
            upBytes: column(),
            downStartNs: column(),
            downEndNs: column(),
            downBytes: column(),
          };
    this.#columns = this.partNames.map(() => null);
    this.#tables = this.partNames.map(() => null);
  }

  get arrivalNs(): Float64Array {
    this.#arrivalNs ??= new Float64Array(this.requests);
    return this.#arrivalNs;
  }

  /** When each request is answered, or lost [ns]. */
  get finishNs(): Float64Array {
    this.#finishNs ??= new Float64Array(this.requests);
    if (this.#tellsLatencies && !this.#hasBoth) {
      const [finish, latency, arrival] = [this.#finishNs, this.#latencyNs as Float64Array, this.arrivalNs];
      for (let r = 0; r < this.requests; r++) finish[r] = (arrival[r] as number) + (latency[r] as number);
      this.#hasBoth = true;
    }
    return this.#finishNs;
  }

  /** From arrival to finish [ns]; to be asked for when the engine is done. */
  get latencyNs(): Float64Array {
    this.#latencyNs ??= new Float64Array(this.requests);
    if (!this.#tellsLatencies && !this.#hasBoth) {
      const [finish, latency, arrival] = [this.finishNs, this.#latencyNs, this.arrivalNs];
      for (let r = 0; r < this.requests; r++) latency[r] = (finish[r] as number) - (arrival[r] as number);
      this.#hasBoth = true;
    }
    return this.#latencyNs;
  }

  get device(): Int32Array {
    this.#device ??= new Int32Array(this.requests);
    return this.#device;
  }

  /** Row of the trace. */
  get sample(): Int32Array {
    this.#sample ??= new Int32Array(this.requests);
    return this.#sample;
  }

  /** Row of the itinerary, by which everything known of a request is looked up: its sample, in the variant its policy chose. */
  get row(): Int32Array {
    return this.#row ?? this.sample;
  }

  /** Kind of request, an index of WorkloadPlan.kinds. */
  get kind(): Uint8Array {
    if (this.#kind !== null) return this.#kind;
    this.#oneKind ??= new Uint8Array(this.requests);
    return this.#oneKind;
  }

  /** Exit that answered, 1..N; 0 where the request was lost. */
  get exit(): Uint8Array {
    if (this.#exit === null) {
      this.#exit = new Uint8Array(this.requests);
      const table = this.exitOfSample;
      if (table !== null) for (let r = 0; r < this.requests; r++) this.#exit[r] = table[this.row[r] as number] as number;
    }
    return this.#exit;
  }

  /** Exit of each row, where every request was answered at the exit of its row; null where requests differ. */
  get exitOfSample(): Uint8Array | null {
    return this.#exitOfSample === null ? null : this.#exitOfSample();
  }

  /** Whether every request was answered, at the exit of its row. */
  get isAnsweredByRow(): boolean {
    return this.#exitOfSample !== null;
  }

  /** One column a part [ns]. */
  get partsNs(): readonly Float64Array[] {
    return this.partNames.map((_, p) => this.column(p));
  }

  /** Part `p` by sample [ns], where it depends on the sample alone; null where requests differ. */
  table(p: number): Float64Array | null {
    return this.#tables[p]?.() ?? null;
  }

  /** Part `p` of every request [ns]. */
  column(p: number): Float64Array {
    let column = this.#columns[p] as Float64Array | null;
    if (column !== null) return column;
    const table = this.table(p);
    column = new Float64Array(this.requests);
    if (table !== null) for (let r = 0; r < this.requests; r++) column[r] = table[this.row[r] as number] as number;
    this.#columns[p] = column;
    return column;
  }

  /** Begins a replication: arrivals, devices, samples, kinds and rows are shared, not copied; null gives the records their own. */
  begin(
    arrivals: { timesNs: Float64Array; devices: Int32Array } | null,
    samples: Int32Array,
    kinds: Uint8Array | null,
    rows: Int32Array = samples,
  ): void {
    if (arrivals !== null || this.#isShared) {
      this.#arrivalNs = arrivals?.timesNs ?? null;
      this.#device = arrivals?.devices ?? null;
    }
    this.#isShared = arrivals !== null;
    this.#sample = samples;
    this.#row = rows;
    this.#kind = kinds;
    this.#exitOfSample = null;
    this.#tables.fill(null);
    this.sumsNs.fill(Number.NaN);
    this.sumsFrom = -1;
    this.#tellsLatencies = false;
    this.#hasBoth = false;
    this.workNs.fill(0);
    for (const column of Object.values(this.radio ?? {})) column.fill(0);
  }

  /** Every request of a row is answered at the same exit. @param exitOfSample asked when somebody wants to know */
  fixExit(exitOfSample: () => Uint8Array): void {
    this.#exitOfSample = exitOfSample;
    this.#exit = null;
  }

  /** Part `p` is the same for every request of a row. @param tableNs asked when somebody wants to know */
  fixPart(p: number, tableNs: () => Float64Array): void {
    this.#tables[p] = tableNs;
    this.#columns[p] = null;
  }

  /** The column of latencies to write to, in place of finish times [ns]. */
  tellLatencies(): Float64Array {
    this.#tellsLatencies = true;
    this.#latencyNs ??= new Float64Array(this.requests);
    return this.#latencyNs;
  }

  /** Part `p` as a column to write to, whatever stands in it. */
  openPart(p: number): Float64Array {
    const column = (this.#columns[p] as Float64Array | null) ?? new Float64Array(this.requests);
    this.#columns[p] = column;
    return column;
  }

  /** Part `p` as a column of zeros to write to. */
  clearPart(p: number): Float64Array {
    const column = this.#columns[p] as Float64Array | null;
    if (column === null) return this.column(p);
    return column.fill(0);
  }
}

/** Empty records for one replication. */
export function allocateRecords(world: WorldPlan, requests: number): Records {
  return new Records(world, requests);
}

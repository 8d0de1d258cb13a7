/** What one process is asked to measure, and what it answers. */

export interface Task {
  readonly measure:
    | 'recursion'
    | 'events'
    | 'equal'
    | 'whole-recursion'
    | 'whole-events'
    | 'sweep'
    | 'sweep-events'
    | 'sweep-threads'
    | 'sweep-beside'
    | 'sweep-sums'
    | 'draw-sweep'
    | 'select'
    | 'sort'
    | 'summary'
    | 'arrivals'
    | 'draws'
    | 'prepare'
    | 'nothing';
  /** Folder of the inputs. */
  readonly inputs: string;
  readonly requests: number;
  /** Runs in the same process; their median is the process's figure. */
  readonly repeats: number;
  /** Many devices, each with an edge of its own and arrivals drawn. */
  readonly devices?: number;
  /** A chain of so many tiers. */
  readonly tiers?: number;
  /** Threads at most, on which the sweep is run. */
  readonly threads?: number;
  /** A sweep of so many points, one replication each; all points and replications unless given. */
  readonly points?: number;
}

/** What a measure found out besides the time it took. */
export interface Measured {
  /** CRC-32 of the latencies [ns], or of a sweep's means and percentiles, as float64. */
  readonly checksum?: number;
  readonly meanNs?: number;
  /** 50, 90, 95, 99 %. */
  readonly percentilesNs?: readonly number[];
  readonly sums?: readonly number[];
  readonly digest?: string;
  readonly columns?: number;
}

/** A process's answer. */
export interface Answer extends Measured {
  /** One a repeat. */
  readonly timesNs: readonly number[];
  /** Most memory resident at once. */
  readonly peakBytes: number;
  /** Garbage collections inside each timed run, on its thread; told by ours. */
  readonly collections?: readonly number[];
}

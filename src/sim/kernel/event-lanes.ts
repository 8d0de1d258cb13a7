/**
 * Pending events, kept as lanes: each sorted, all but one of one kind, the earliest of their heads next.
 *
 * Events of one origin mostly come in the order of their times (what a server ends, what flies for a constant time), so such a lane is a
 * ring to whose end they are added. What comes in no order goes to lane 0, a heap. A tournament among the heads tells which lane is
 * next. The order of all is (time, priority, sequence), whichever lane an event is in.
 *
 * Times come in through `dueNs` and not as arguments: V8 allocates a double that crosses a call it does not inline.
 */

import { EventQueue } from './event-queue.ts';

/** The lane of events in no order. */
export const UNSORTED = 0;

export class EventLanes {
  /** Time of the event that is pushed next [ns], one number. */
  readonly dueNs: Float64Array;
  /** Time of the next event [ns], one number; Infinity when there is none. */
  readonly nextNs = new Float64Array(1).fill(Infinity);
  readonly #heap = new EventQueue();
  /** First event of each lane: time (Infinity: none), priority, sequence. */
  readonly #headTimes: Float64Array;
  readonly #headPriorities: Int32Array;
  readonly #headSequences: Int32Array;
  /** Rings by lane; their lengths are powers of two. */
  readonly #times: Float64Array[];
  readonly #sequences: Int32Array[];
  readonly #first: Int32Array;
  readonly #counts: Int32Array;
  /** The lane that is first among those below each node; node n has 2n and 2n + 1 below it, leaves are the lanes. */
  readonly #winners: Int32Array;
  readonly #leaves: number;

  /** @param priorities of the events of lanes 1, 2, .. */
  constructor(priorities: readonly number[]) {
    const lanes = priorities.length + 1;
    let leaves = 2;
    while (leaves < lanes) leaves *= 2;
    this.dueNs = this.#heap.dueNs;
    this.#leaves = leaves;
    this.#headTimes = new Float64Array(leaves).fill(Infinity);
    this.#headPriorities = Int32Array.from({ length: leaves }, (_, lane) => priorities[lane - 1] ?? 0);
    this.#headSequences = new Int32Array(leaves);
    this.#times = Array.from({ length: lanes }, () => new Float64Array(4));
    this.#sequences = Array.from({ length: lanes }, () => new Int32Array(4));
    this.#first = new Int32Array(lanes);
    this.#counts = new Int32Array(lanes);
    this.#winners = new Int32Array(2 * leaves);
    for (let lane = 0; lane < leaves; lane++) this.#winners[leaves + lane] = lane;
    for (let node = leaves - 1; node > 0; node--) this.#winners[node] = this.#winners[2 * node] as number;
  }

  /** Whether no event is pending. */
  get isEmpty(): boolean {
    // An event may be due at Infinity too: never.
    return this.nextTimeNs === Infinity && this.#heap.size === 0 && this.#counts.every((count) => count === 0);
  }

  /** Time of the next event [ns]; Infinity when there is none. */
  get nextTimeNs(): number {
    return this.nextNs[0] as number;
  }

  /** Priority of the next event. */
  get nextPriority(): number {
    return this.#headPriorities[this.#winners[1] as number] as number;
  }

  /** Sequence of the next event. */
  get nextSequence(): number {
    return this.#headSequences[this.#winners[1] as number] as number;
  }

  /** Adds an event at `dueNs` to lane 0. @param priority 0..2^20 @param sequence 0..2^31-1 */
  push(priority: number, sequence: number): void {
    this.#heap.pushDue(priority, sequence);
    this.#readHeap();
    this.#raise(UNSORTED);
  }

  /** Adds an event at `dueNs` to a sorted lane, at its end or, where others are due later, before them. @param lane 1.. */
  append(lane: number, sequence: number): void {
    const dueNs = this.dueNs[0] as number;
    const count = this.#counts[lane] as number;
    if (count === (this.#times[lane] as Float64Array).length) this.#grow(lane);
    const times = this.#times[lane] as Float64Array;
    const sequences = this.#sequences[lane] as Int32Array;
    const mask = times.length - 1;
    const first = this.#first[lane] as number;
    let hole = count;
    for (; hole > 0; hole--) {
      const before = (first + hole - 1) & mask;
      const beforeNs = times[before] as number;
      if (beforeNs < dueNs || (beforeNs === dueNs && (sequences[before] as number) < sequence)) break;
      times[(first + hole) & mask] = beforeNs;
      sequences[(first + hole) & mask] = sequences[before] as number;
    }
    times[(first + hole) & mask] = dueNs;
    sequences[(first + hole) & mask] = sequence;
    this.#counts[lane] = count + 1;
    if (hole > 0) return;
    this.#headTimes[lane] = dueNs;
    this.#headSequences[lane] = sequence;
    this.#raise(lane);
  }

  /** Removes the next event; read it first. */
  pop(): void {
    const lane = this.#winners[1] as number;
    if (lane === UNSORTED) {
      this.#heap.pop();
      this.#readHeap();
    } else {
      const times = this.#times[lane] as Float64Array;
      const first = ((this.#first[lane] as number) + 1) & (times.length - 1);
      const count = (this.#counts[lane] as number) - 1;
      this.#first[lane] = first;
      this.#counts[lane] = count;
      this.#headTimes[lane] = count === 0 ? Infinity : (times[first] as number);
      this.#headSequences[lane] = (this.#sequences[lane] as Int32Array)[first] as number;
    }
    this.#replay(lane);
  }

  #readHeap(): void {
    this.#headTimes[UNSORTED] = this.#heap.nextTimeNs;
    this.#headPriorities[UNSORTED] = this.#heap.nextPriority;
    this.#headSequences[UNSORTED] = this.#heap.nextSequence;
  }

  #isBefore(a: number, b: number): boolean {
    const aNs = this.#headTimes[a] as number;
    const bNs = this.#headTimes[b] as number;
    if (aNs !== bNs) return aNs < bNs;
    const difference = (this.#headPriorities[a] as number) - (this.#headPriorities[b] as number);
    return difference !== 0 ? difference < 0 : (this.#headSequences[a] as number) < (this.#headSequences[b] as number);
  }

  /** The head of `lane` may come earlier than it did: it wins until it loses. */
  #raise(lane: number): void {
    const winners = this.#winners;
    for (let node = (this.#leaves + lane) >> 1; node > 0; node >>= 1) {
      const winner = winners[node] as number;
      if (winner !== lane && !this.#isBefore(lane, winner)) return;
      winners[node] = lane;
    }
    this.nextNs[0] = this.#headTimes[lane] as number;
  }

  /** The head of `lane` comes later than it did: its games are played anew. */
  #replay(lane: number): void {
    const winners = this.#winners;
    const times = this.#headTimes;
    let best = lane;
    let bestNs = times[lane] as number;
    for (let leaf = this.#leaves + lane; leaf > 1; leaf >>= 1) {
      const rival = winners[leaf ^ 1] as number;
      const rivalNs = times[rival] as number;
      if (rivalNs < bestNs || (rivalNs === bestNs && this.#isBefore(rival, best))) {
        best = rival;
        bestNs = rivalNs;
      }
      winners[leaf >> 1] = best;
    }
    this.nextNs[0] = bestNs;
  }

  #grow(lane: number): void {
    const times = this.#times[lane] as Float64Array;
    const sequences = this.#sequences[lane] as Int32Array;
    const first = this.#first[lane] as number;
    const length = times.length;
    const longerTimes = new Float64Array(2 * length);
    const longerSequences = new Int32Array(2 * length);
    for (let i = 0; i < length; i++) {
      longerTimes[i] = times[(first + i) & (length - 1)] as number;
      longerSequences[i] = sequences[(first + i) & (length - 1)] as number;
    }
    this.#times[lane] = longerTimes;
    this.#sequences[lane] = longerSequences;
    this.#first[lane] = 0;
  }
}

/**
 * Pending events, kept as lanes: each sorted, all but one of one kind, the earliest of their heads next.
 *
 * Events of one origin mostly come in the order of their times (what a server ends, what flies for a constant time), so such a lane is
 * a list to whose end they are added. What comes in no order goes to lane 0, a heap. A tournament among the heads tells which lane is
 * next. The order of all is (time, priority, sequence), whichever lane an event is in.
 *
 * In the sorted lanes a sequence stands for one event at a time, so that lists and times are columns by sequence and nothing is
 * allocated. Times come in through columns and not as arguments: V8 allocates a double that crosses a call it does not inline.
 */

import { EventQueue } from './event-queue.ts';

/** The lane of events in no order. */
export const UNSORTED = 0;

/** No event. */
const NONE = -1;

/** Fields are declared and no more: V8 then knows from the first of them what they hold, and need not look every time. */
export class EventLanes {
  /** Time of the event that is pushed next [ns], one number. */
  declare readonly dueNs: Float64Array;
  /** Time of the first event of each lane [ns]; Infinity: there is none. */
  declare readonly headsNs: Float64Array;
  declare private readonly heap: EventQueue;
  /** Time of the event in a sorted lane, by sequence. */
  declare private readonly timesNs: Float64Array;
  /** The event after it in its lane, by sequence; NONE: it is the last. */
  declare private readonly after: Int32Array;
  /** By lane. */
  declare private readonly priorities: Int32Array;
  /**
   * A tournament: the lane that is first among those below each node; node n has 2n and 2n + 1 below it, leaves are the lanes. Then
   * by lane the sequence of its first event (NONE: there is none), and of its last.
   */
  declare private readonly books: Int32Array;
  declare private readonly leaves: number;
  declare private readonly headsAt: number;
  declare private readonly tailsAt: number;

  /**
   * @param priorities of the events of lanes 1, 2, ..
   * @param timesNs where whoever appends a sequence has written its time; not to be changed while it is pending
   * @param after as long, overwritten
   */
  constructor(priorities: readonly number[], timesNs: Float64Array, after: Int32Array) {
    const lanes = priorities.length + 1;
    let leaves = 2;
    while (leaves < lanes) leaves *= 2;
    this.heap = new EventQueue();
    this.dueNs = this.heap.dueNs;
    this.timesNs = timesNs;
    this.after = after;
    this.leaves = leaves;
    this.headsNs = new Float64Array(leaves).fill(Infinity);
    this.priorities = Int32Array.from({ length: leaves }, (_, lane) => priorities[lane - 1] ?? 0);
    this.headsAt = 2 * leaves;
    this.tailsAt = 3 * leaves;
    this.books = new Int32Array(4 * leaves).fill(NONE);
    for (let lane = 0; lane < leaves; lane++) this.books[leaves + lane] = lane;
    for (let node = leaves - 1; node > 0; node--) this.books[node] = this.books[2 * node] as number;
  }

  /** Whether no event is pending. An event may be due at Infinity too: never. */
  get isEmpty(): boolean {
    for (let head = this.headsAt + 1; head < this.tailsAt; head++) if (this.books[head] !== NONE) return false;
    return this.heap.size === 0;
  }

  /** The lane of the next event. */
  get nextLane(): number {
    return this.books[1] as number;
  }

  /** Time of the next event [ns]; Infinity when there is none. */
  get nextTimeNs(): number {
    return this.headsNs[this.books[1] as number] as number;
  }

  /** Priority of the next event. */
  get nextPriority(): number {
    return this.priorities[this.books[1] as number] as number;
  }

  /** Sequence of the next event. */
  get nextSequence(): number {
    return this.books[this.headsAt + (this.books[1] as number)] as number;
  }

  /** Adds an event at `dueNs` to lane 0. @param priority 0..2^20 @param sequence 0..2^31-1 */
  push(priority: number, sequence: number): void {
    this.heap.pushDue(priority, sequence);
    this.#readHeap();
    this.#raise(UNSORTED);
  }

  /** Adds the event of `sequence` to a sorted lane, at its end or, where others are due later, before them. @param lane 1.. */
  append(lane: number, sequence: number): void {
    const books = this.books;
    const after = this.after;
    const timesNs = this.timesNs;
    const head = this.headsAt + lane;
    const tail = this.tailsAt + lane;
    const dueNs = timesNs[sequence] as number;
    after[sequence] = NONE;
    if ((books[head] as number) < 0) {
      books[head] = sequence;
      books[tail] = sequence;
      this.headsNs[lane] = dueNs;
      this.#raise(lane);
      return;
    }
    const last = books[tail] as number;
    const lastNs = timesNs[last] as number;
    if (lastNs > dueNs || (lastNs === dueNs && last > sequence)) {
      this.#insert(lane, sequence);
      return;
    }
    after[last] = sequence;
    books[tail] = sequence;
  }

  /** Removes the next event; read it first. */
  pop(): void {
    const lane = this.books[1] as number;
    if (lane === UNSORTED) {
      this.heap.pop();
      this.#readHeap();
    } else {
      const books = this.books;
      const at = this.headsAt + lane;
      const head = this.after[books[at] as number] as number;
      books[at] = head;
      this.headsNs[lane] = head < 0 ? Infinity : (this.timesNs[head] as number);
    }
    this.#replay(lane);
  }

  /** Puts an event before those that are due later. Lanes are nearly sorted by nature: whoever is served last rarely goes on first. */
  #insert(lane: number, sequence: number): void {
    const after = this.after;
    const isLater = (other: number) => {
      const differenceNs = (this.timesNs[other] as number) - (this.timesNs[sequence] as number);
      return differenceNs > 0 || (differenceNs === 0 && other > sequence);
    };
    let before = NONE;
    let next = this.books[this.headsAt + lane] as number;
    while (next !== NONE && !isLater(next)) {
      before = next;
      next = after[next] as number;
    }
    after[sequence] = next;
    if (before !== NONE) {
      after[before] = sequence;
      return;
    }
    this.books[this.headsAt + lane] = sequence;
    this.headsNs[lane] = this.timesNs[sequence] as number;
    this.#raise(lane);
  }

  #readHeap(): void {
    this.headsNs[UNSORTED] = this.heap.nextTimeNs;
    this.priorities[UNSORTED] = this.heap.nextPriority;
    this.books[this.headsAt] = this.heap.nextSequence;
  }

  #isBefore(a: number, b: number): boolean {
    const aNs = this.headsNs[a] as number;
    const bNs = this.headsNs[b] as number;
    if (aNs !== bNs) return aNs < bNs;
    const difference = (this.priorities[a] as number) - (this.priorities[b] as number);
    return difference !== 0 ? difference < 0 : (this.books[this.headsAt + a] as number) < (this.books[this.headsAt + b] as number);
  }

  /** The head of `lane` may come earlier than it did: it wins until it loses. */
  #raise(lane: number): void {
    const winners = this.books;
    for (let node = (this.leaves + lane) >> 1; node > 0; node >>= 1) {
      const winner = winners[node] as number;
      if (winner !== lane && !this.#isBefore(lane, winner)) return;
      winners[node] = lane;
    }
  }

  /** The head of `lane` comes later than it did: its games are played anew. */
  #replay(lane: number): void {
    const winners = this.books;
    const times = this.headsNs;
    let best = lane;
    let bestNs = times[lane] as number;
    for (let leaf = this.leaves + lane; leaf > 1; leaf >>= 1) {
      const rival = winners[leaf ^ 1] as number;
      const rivalNs = times[rival] as number;
      if (rivalNs < bestNs || (rivalNs === bestNs && this.#isBefore(rival, best))) {
        best = rival;
        bestNs = rivalNs;
      }
      winners[leaf >> 1] = best;
    }
  }
}

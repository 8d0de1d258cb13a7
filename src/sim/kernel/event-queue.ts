/**
 * The event queue: a 4-ary heap over typed arrays, ordered by (time, priority, sequence).
 *
 * Knows nothing of the world. `sequence` is the caller's number (the engine uses the request's), so that ties are decided by
 * what an event is and never by the history of the heap.
 */

/** Priorities lie above the sequence in one float64: order = priority * 2^32 + sequence. */
const PRIORITY = 2 ** 32;
const PER_PRIORITY = 2 ** -32;

export class EventQueue {
  /** Time of the event that `pushDue` adds [ns], one number. */
  readonly dueNs = new Float64Array(1);
  #times: Float64Array;
  #orders: Float64Array;
  #size = 0;

  constructor(capacity = 1024) {
    this.#times = new Float64Array(capacity);
    this.#orders = new Float64Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Time of the next event [ns]; Infinity when there is none. */
  get nextTimeNs(): number {
    return this.#size === 0 ? Infinity : (this.#times[0] as number);
  }

  /** Priority of the next event. */
  get nextPriority(): number {
    return Math.floor((this.#orders[0] as number) * PER_PRIORITY);
  }

  /** Sequence of the next event. */
  get nextSequence(): number {
    // Exact, and quicker than a remainder of doubles.
    const order = this.#orders[0] as number;
    return order - Math.floor(order * PER_PRIORITY) * PRIORITY;
  }

  /** @param timeNs integer; @param priority 0..2^20; @param sequence 0..2^32-1 */
  push(timeNs: number, priority: number, sequence: number): void {
    this.dueNs[0] = timeNs;
    this.pushDue(priority, sequence);
  }

  /** Adds an event at `dueNs`: the time is no argument, since V8 allocates a double that crosses a call it does not inline. */
  pushDue(priority: number, sequence: number): void {
    const timeNs = this.dueNs[0] as number;
    if (this.#size === this.#times.length) this.#grow();
    const times = this.#times;
    const orders = this.#orders;
    const order = priority * PRIORITY + sequence;
    let hole = this.#size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 2;
      const parentTime = times[parent] as number;
      if (parentTime < timeNs || (parentTime === timeNs && (orders[parent] as number) < order)) break;
      times[hole] = parentTime;
      orders[hole] = orders[parent] as number;
      hole = parent;
    }
    times[hole] = timeNs;
    orders[hole] = order;
  }

  /** Removes the next event; read it first. */
  pop(): void {
    const times = this.#times;
    const orders = this.#orders;
    const size = --this.#size;
    const time = times[size] as number;
    const order = orders[size] as number;
    let hole = 0;
    for (;;) {
      const first = 4 * hole + 1;
      if (first >= size) break;
      const end = first + 4 < size ? first + 4 : size;
      let least = first;
      let leastTime = times[first] as number;
      for (let child = first + 1; child < end; child++) {
        const childTime = times[child] as number;
        if (childTime < leastTime || (childTime === leastTime && (orders[child] as number) < (orders[least] as number))) {
          least = child;
          leastTime = childTime;
        }
      }
      if (time < leastTime || (time === leastTime && order < (orders[least] as number))) break;
      times[hole] = leastTime;
      orders[hole] = orders[least] as number;
      hole = least;
    }
    times[hole] = time;
    orders[hole] = order;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const orders = new Float64Array(times.length);
    times.set(this.#times);
    orders.set(this.#orders);
    this.#times = times;
    this.#orders = orders;
  }
}

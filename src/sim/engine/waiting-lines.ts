/**
 * Who waits where: one line a place, first come first served, or ordered by a key that each request brings.
 *
 * A request waits at one place at a time, so all lines together need a few columns [requests] and nothing is allocated when a
 * request joins. Ordered lines are skew heaps: the smallest (key, request) first, in logarithmic time on average.
 *
 * @see Sleator & Tarjan, "Self-Adjusting Heaps", SIAM J. Comput. 15(1), 1986
 */

/** No request. */
const NONE = -1;

export class WaitingLines {
  /** First and last of each line; -1: nobody. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  /** Right child in a heap, next in a line. */
  readonly next: Int32Array;
  readonly #left: Int32Array;
  readonly #keys: Float64Array;
  /** Requests in each line. */
  readonly counts: Int32Array;

  /** @param hasOrder whether any place is ordered; only then are keys and children kept */
  constructor(places: number, requests: number, hasOrder: boolean) {
    this.head = new Int32Array(places).fill(NONE);
    this.tail = new Int32Array(places).fill(NONE);
    this.next = new Int32Array(requests).fill(NONE);
    this.#left = new Int32Array(hasOrder ? requests : 0).fill(NONE);
    this.#keys = new Float64Array(hasOrder ? requests : 0);
    this.counts = new Int32Array(places);
  }

  /** Requests in the line of `place`. */
  count(place: number): number {
    return this.counts[place] as number;
  }

  /** First of the line; -1 when it is empty. */
  first(place: number): number {
    return this.head[place] as number;
  }

  /** Key of a request in an ordered line. */
  key(request: number): number {
    return this.#keys[request] as number;
  }

  /** Joins the end of the line. */
  push(place: number, request: number): void {
    const tail = this.tail[place] as number;
    if (tail === NONE) this.head[place] = request;
    else this.next[tail] = request;
    this.tail[place] = request;
    this.next[request] = NONE;
    this.counts[place] = (this.counts[place] as number) + 1;
  }

  /** Takes out the first of the line; -1 when it is empty. */
  shift(place: number): number {
    const request = this.head[place] as number;
    if (request === NONE) return NONE;
    const next = this.next[request] as number;
    this.head[place] = next;
    if (next === NONE) this.tail[place] = NONE;
    this.counts[place] = (this.counts[place] as number) - 1;
    return request;
  }

  /** Joins an ordered line by its key. */
  insert(place: number, request: number, key: number): void {
    this.#keys[request] = key;
    this.next[request] = NONE;
    this.#left[request] = NONE;
    this.head[place] = this.#merge(this.head[place] as number, request);
    this.counts[place] = (this.counts[place] as number) + 1;
  }

  /** Takes out the smallest of an ordered line; -1 when it is empty. */
  removeFirst(place: number): number {
    const request = this.head[place] as number;
    if (request === NONE) return NONE;
    this.head[place] = this.#merge(this.#left[request] as number, this.next[request] as number);
    this.counts[place] = (this.counts[place] as number) - 1;
    return request;
  }

  #isBefore(a: number, b: number): boolean {
    const difference = (this.#keys[a] as number) - (this.#keys[b] as number);
    return difference < 0 || (!(difference > 0) && a < b);
  }

  /** Merges two heaps down their right spines, swapping children on the way. */
  #merge(one: number, other: number): number {
    if (one === NONE) return other;
    if (other === NONE) return one;
    let [a, b] = this.#isBefore(other, one) ? [other, one] : [one, other];
    const root = a;
    for (;;) {
      const right = this.next[a] as number;
      this.next[a] = this.#left[a] as number;
      if (right === NONE) {
        this.#left[a] = b;
        return root;
      }
      const isRightFirst = this.#isBefore(right, b);
      const smaller = isRightFirst ? right : b;
      b = isRightFirst ? b : right;
      this.#left[a] = smaller;
      a = smaller;
    }
  }
}

/** Three numbers that all threads of a run see: what is taken next, how much is done, and how far it is worth going on. */

const NEXT = 0;
const DONE = 1;
const LAST = 2;
/** No point lies beyond it. */
const ALL = 2 ** 31 - 1;

export type Board = Int32Array;

export function makeBoard(): Board {
  return new Int32Array(new SharedArrayBuffer(12)).fill(ALL, LAST);
}

/** Index of the next share that nobody has taken. */
export function takeNext(board: Board): number {
  return Atomics.add(board, NEXT, 1);
}

/** Counts replications as done. */
export function noteDone(board: Board, runs: number): void {
  Atomics.add(board, DONE, runs);
}

/** Replications done by all threads. */
export function doneOn(board: Board): number {
  return Atomics.load(board, DONE);
}

/** From now on no point beyond `point` is worth running; -1: none at all. What was said before of earlier points stays. */
export function stopAfter(board: Board, point: number): void {
  for (let last = Atomics.load(board, LAST); last > point; last = Atomics.load(board, LAST)) {
    if (Atomics.compareExchange(board, LAST, last, point) === last) return;
  }
}

export function isWorthRunning(board: Board, point: number): boolean {
  return point <= Atomics.load(board, LAST);
}

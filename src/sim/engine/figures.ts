/**
 * Figures that the rooms of the engine hand each other at an event, in one typed array.
 *
 * V8 allocates a double that crosses a call it does not inline; a number in a typed array it never does. Whoever calls writes them
 * first; what is called reads them at once and keeps none.
 */

export type Figures = Float64Array;

/** What the time is [ns]: the only figure that stays as it is until the next event. */
export const NOW = 0;
/** How long a request waits at its station [ns]. */
export const WAIT = 1;
/** How long it is served there [ns]. */
export const STAY = 2;
/** When that begins and when it is over [ns]. */
export const START = 3;
export const OVER = 4;
/** How much of it a server computes [ns]. */
export const WORK = 5;
/** What a message sends, bytes sent again included. */
export const BYTES = 6;
/** When the request comes to the next station [ns]. */
export const DUE = 7;

export function makeFigures(): Figures {
  return new Float64Array(8);
}

/**
 * Figures that the rooms of the engine hand each other at an event, in one typed array.
 *
 * V8 allocates a double that crosses a call it does not inline; a number in a typed array it never does. Whoever calls writes them
 * first; what is called reads them at once and keeps none.
 */

export type Figures = Float64Array;

/** What the time is [ns]: the only figure that stays as it is until the next event. */
export const NOW = 0;
/** When something will be over [ns]. */
export const DUE = 1;
/** How long a request has waited at its station [ns]. */
export const WAIT = 2;
/** How long it is served there [ns]. */
export const STAY = 3;
/** How much of that a server computes [ns]. */
export const WORK = 4;
/** What its message sends, bytes sent again included. */
export const BYTES = 5;

export function makeFigures(): Figures {
  return new Float64Array(6);
}

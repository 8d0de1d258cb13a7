/**
 * The kinds of events where several end devices see a request, in the order in which those of one instant run.
 *
 * ASK names a device, those of an end device request x views + end device, the others a request.
 */

/** An end device has computed its scores. */
export const COMPUTED = 0;
/** They are at the local aggregator. */
export const SCORED = 1;
/** A feature map is above. */
export const LANDED = 2;
/** A tier above has done a request. */
export const SERVED = 3;
/** A request's one message is up a link, or its answer down. */
export const CLIMBED = 4;
export const DESCENDED = 5;
/** An aggregator's time is up, for whom nothing of this instant is late: the local one, the one above. */
export const DECIDE = 6;
export const JOIN = 7;
/** A feature map comes to the first up lane. */
export const SEND = 8;
/** A request comes to a station above. */
export const ENTER = 9;
/** A device that was answered asks again. */
export const ASK = 10;

export function isOfEndDevice(kind: number): boolean {
  return kind <= LANDED || kind === SEND;
}

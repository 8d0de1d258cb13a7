/**
 * The kinds of events, in the order in which those of one instant run.
 *
 * SHARED_END and FORM name a place, ARRIVE a device, the others a request.
 */

/** A server has done its request or batch. */
export const END = 0;
/** A place that serves all at once has done one. */
export const SHARED_END = 1;
/** The first branch has run, and its policy chooses anew. */
export const RECONSIDER = 2;
/** A request comes to a station: COME + how far along the way the station is, so that whoever comes on in no time is still in turn. */
export const COME = 3;
/** A device that was answered asks again. */
export const ARRIVE = 0x10000;
/** A request has waited as long as a batch may wait for its oldest. */
export const RIPEN = 0x10001;
/** Batches may form. */
export const FORM = 0x10002;
/** A device's patience with an offload ends. */
export const TIMEOUT = 0x10003;

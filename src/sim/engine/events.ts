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
/** A message has come through the air. */
export const LAND = 3;
/** A request joins the queue of a lane. */
export const ENTER_LANE = 4;
/** A device that was answered asks again. */
export const ARRIVE = 5;
/** A request has waited as long as a batch may wait for its oldest. */
export const RIPEN = 6;
/** Batches may form. */
export const FORM = 7;
/** A device's patience with an offload ends. */
export const TIMEOUT = 8;

/**
 * The journal of a run: writes what happens to requests into records, each of them once.
 *
 * A request that was given up goes on through the world, since nobody there knows; what happens to it then is nobody's latency.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { RadioRecords, Records } from '../records/records.ts';

export class Journal {
  readonly #records: Records;
  readonly #radio: RadioRecords | null;
  readonly #isDone: Uint8Array;
  readonly #propagation: Float64Array;
  readonly #timeout: Float64Array | null;
  readonly #upStation: number;
  readonly #downStation: number;
  /** Requests answered or lost so far. */
  done = 0;
  lastNs = 0;

  constructor({ world }: PreparedPoint, records: Records) {
    this.#records = records;
    this.#radio = records.radio;
    this.#isDone = new Uint8Array(records.requests);
    const stations = records.stationNames.length;
    this.#propagation = records.partsNs[2 * stations] as Float64Array;
    this.#timeout = records.partsNs[2 * stations + 1] ?? null;
    this.#upStation = world.tiers.length;
    this.#downStation = world.tiers.length + world.links.length;
    for (const part of records.partsNs) part.fill(0);
    for (const column of Object.values(records.radio ?? {})) column.fill(0);
  }

  /** Whether a request was answered or lost. */
  isDone(r: number): boolean {
    return this.#isDone[r] === 1;
  }

  /** A stay at a station: so long waiting, so long served. */
  stay(r: number, station: number, waitNs: number, serviceNs: number): void {
    if (this.#isDone[r] === 1) return;
    (this.#records.partsNs[2 * station] as Float64Array)[r] = waitNs;
    (this.#records.partsNs[2 * station + 1] as Float64Array)[r] = serviceNs;
  }

  /** A message was or will be on the first link from `startNs` to `endNs`: the device's radio is at work. */
  send(r: number, station: number, startNs: number, endNs: number, wireBytes: number): void {
    const radio = this.#radio;
    if (radio === null) return;
    if (station === this.#upStation) {
      radio.upStartNs[r] = startNs;
      radio.upEndNs[r] = endNs;
      radio.upBytes[r] = wireBytes;
    } else if (station === this.#downStation) {
      radio.downStartNs[r] = startNs;
      radio.downEndNs[r] = endNs;
      radio.downBytes[r] = wireBytes;
    }
  }

  /** A message is on its way through the air from `nowNs` to `landNs`; a device hears it when it lands. */
  propagate(r: number, station: number, nowNs: number, landNs: number): void {
    const delayNs = landNs - nowNs;
    if (this.#isDone[r] === 0) this.#propagation[r] = (this.#propagation[r] as number) + delayNs;
    if (this.#radio === null || station !== this.#downStation) return;
    this.#radio.downStartNs[r] = (this.#radio.downStartNs[r] as number) + delayNs;
    this.#radio.downEndNs[r] = (this.#radio.downEndNs[r] as number) + delayNs;
  }

  /** A request is answered at `exit`, or lost (0). @returns whether that was news */
  finish(r: number, exit: number, nowNs: number): boolean {
    if (this.#isDone[r] === 1) return false;
    this.#isDone[r] = 1;
    this.#records.exit[r] = exit;
    this.#records.finishNs[r] = nowNs;
    if (nowNs > this.lastNs) this.lastNs = nowNs;
    this.done++;
    return true;
  }

  /** A device stops waiting for the answer: all time since the request left the first tier was in vain. */
  giveUp(r: number, exit: number, nowNs: number): void {
    const { partsNs, arrivalNs } = this.#records;
    const atDeviceNs = ((partsNs[0] as Float64Array)[r] as number) + ((partsNs[1] as Float64Array)[r] as number);
    for (let p = 2; p < partsNs.length; p++) (partsNs[p] as Float64Array)[r] = 0;
    (this.#timeout as Float64Array)[r] = nowNs - (arrivalNs[r] as number) - atDeviceNs;
    this.finish(r, exit, nowNs);
  }
}

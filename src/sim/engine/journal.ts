/**
 * The journal of a run: writes what happens to requests into records, each of them once.
 *
 * A request that was given up goes on through the world, since nobody there knows; what happens to it then is nobody's latency.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { RadioRecords, Records } from '../records/records.ts';
import { foresee, type OpenColumns } from './foresee.ts';

export class Journal {
  readonly #records: Records;
  readonly #radio: RadioRecords | null;
  readonly #columns: OpenColumns;
  readonly #isDone: Uint8Array;
  readonly #upStation: number;
  readonly #downStation: number;
  /** Requests answered or lost so far. */
  done = 0;
  lastNs = 0;

  constructor(point: PreparedPoint, records: Records) {
    const { tiers, links } = point.world;
    this.#records = records;
    this.#radio = records.radio;
    this.#columns = foresee(point, records);
    this.#isDone = new Uint8Array(records.requests);
    this.#upStation = tiers.length;
    this.#downStation = tiers.length + links.length;
  }

  /** Whether a request was answered or lost. */
  isDone(r: number): boolean {
    return this.#isDone[r] === 1;
  }

  /** A stay at a station: so long waiting, so long served. */
  stay(r: number, station: number, waitNs: number, serviceNs: number): void {
    if (this.#isDone[r] === 1) return;
    const waits = this.#columns.waitsNs[station] as Float64Array | null;
    const stays = this.#columns.staysNs[station] as Float64Array | null;
    if (waits !== null) waits[r] = waitNs;
    if (stays !== null) stays[r] = serviceNs;
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
    const propagation = this.#columns.propagationNs;
    if (propagation !== null && this.#isDone[r] === 0) propagation[r] = (propagation[r] as number) + delayNs;
    if (this.#radio === null || station !== this.#downStation) return;
    this.#radio.downStartNs[r] = (this.#radio.downStartNs[r] as number) + delayNs;
    this.#radio.downEndNs[r] = (this.#radio.downEndNs[r] as number) + delayNs;
  }

  /** A request is answered at `exit`, or lost (0). @returns whether that was news */
  finish(r: number, exit: number, nowNs: number): boolean {
    if (this.#isDone[r] === 1) return false;
    this.#isDone[r] = 1;
    if (this.#columns.exit !== null) this.#columns.exit[r] = exit;
    this.#records.finishNs[r] = nowNs;
    if (nowNs > this.lastNs) this.lastNs = nowNs;
    this.done++;
    return true;
  }

  /** A device stops waiting for the answer: all time since the request left the first tier was in vain. */
  giveUp(r: number, exit: number, nowNs: number): void {
    const { waitsNs, staysNs, propagationNs, timeoutNs } = this.#columns;
    const atDeviceNs = ((waitsNs[0] as Float64Array)[r] as number) + ((staysNs[0] as Float64Array)[r] as number);
    for (const column of [...waitsNs.slice(1), ...staysNs.slice(1), propagationNs]) (column as Float64Array)[r] = 0;
    (timeoutNs as Float64Array)[r] = nowNs - (this.#records.arrivalNs[r] as number) - atDeviceNs;
    this.finish(r, exit, nowNs);
  }
}

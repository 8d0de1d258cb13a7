/**
 * The journal of a run: writes what happens to requests into records, each of them once.
 *
 * A request that was given up goes on through the world, since nobody there knows; what happens to it then is nobody's latency.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { RadioRecords, Records } from '../records/records.ts';
import { BYTES, DUE, type Figures, NOW, STAY, WAIT } from './figures.ts';
import { foresee, type OpenColumns } from './foresee.ts';

export class Journal {
  readonly #records: Records;
  readonly #radio: RadioRecords | null;
  readonly #columns: OpenColumns;
  /** Columns of waits and stays by station; null where the records know already. */
  readonly waitsNs: readonly (Float64Array | null)[];
  readonly staysNs: readonly (Float64Array | null)[];
  readonly #figures: Figures;
  readonly #isDone: Uint8Array;
  readonly #upStation: number;
  readonly #downStation: number;
  /** Requests answered or lost so far. */
  done = 0;
  /** When the last of them was [ns], one number. */
  readonly lastNs = new Float64Array(1);

  constructor(point: PreparedPoint, records: Records, figures: Figures) {
    const { tiers, links } = point.world;
    this.#records = records;
    this.#radio = records.radio;
    this.#columns = foresee(point, records);
    this.waitsNs = this.#columns.waitsNs;
    this.staysNs = this.#columns.staysNs;
    this.#figures = figures;
    this.#isDone = new Uint8Array(records.requests);
    this.#upStation = tiers.length;
    this.#downStation = tiers.length + links.length;
  }

  /** Whether each request's time in the air is written down. */
  get notesFlights(): boolean {
    return this.#columns.propagationNs !== null;
  }

  /** Whether a request was answered or lost. */
  isDone(r: number): boolean {
    return this.#isDone[r] === 1;
  }

  /** A stay at a station: WAIT waiting, STAY being served. */
  stay(r: number, station: number): void {
    if (this.#isDone[r] === 1) return;
    const waits = this.waitsNs[station] as Float64Array | null;
    const stays = this.staysNs[station] as Float64Array | null;
    if (waits !== null) waits[r] = this.#figures[WAIT] as number;
    if (stays !== null) stays[r] = this.#figures[STAY] as number;
  }

  /** A message of BYTES was or will be on the first link from `startNs` until DUE: the device's radio is at work. */
  send(r: number, station: number, startNs: number): void {
    const radio = this.#radio;
    if (radio === null) return;
    if (station === this.#upStation) {
      radio.upStartNs[r] = startNs;
      radio.upEndNs[r] = this.#figures[DUE] as number;
      radio.upBytes[r] = this.#figures[BYTES] as number;
    } else if (station === this.#downStation) {
      radio.downStartNs[r] = startNs;
      radio.downEndNs[r] = this.#figures[DUE] as number;
      radio.downBytes[r] = this.#figures[BYTES] as number;
    }
  }

  /** A message is on its way through the air until DUE; a device hears it when it lands. */
  propagate(r: number, station: number): void {
    const propagation = this.#columns.propagationNs;
    if (propagation === null && this.#radio === null) return;
    const delayNs = (this.#figures[DUE] as number) - (this.#figures[NOW] as number);
    if (propagation !== null && this.#isDone[r] === 0) propagation[r] = (propagation[r] as number) + delayNs;
    if (this.#radio === null || station !== this.#downStation) return;
    this.#radio.downStartNs[r] = (this.#radio.downStartNs[r] as number) + delayNs;
    this.#radio.downEndNs[r] = (this.#radio.downEndNs[r] as number) + delayNs;
  }

  /** A request is answered at `exit`, or lost (0). @returns whether that was news */
  finish(r: number, exit: number): boolean {
    if (this.#isDone[r] === 1) return false;
    const nowNs = this.#figures[NOW] as number;
    this.#isDone[r] = 1;
    if (this.#columns.exit !== null) this.#columns.exit[r] = exit;
    this.#records.finishNs[r] = nowNs;
    if (nowNs > (this.lastNs[0] as number)) this.lastNs[0] = nowNs;
    this.done++;
    return true;
  }

  /** A device stops waiting for the answer: all time since the request left the first tier was in vain. */
  giveUp(r: number, exit: number): void {
    const { waitsNs, staysNs, propagationNs, timeoutNs } = this.#columns;
    const atDeviceNs = ((waitsNs[0] as Float64Array)[r] as number) + ((staysNs[0] as Float64Array)[r] as number);
    for (const column of [...waitsNs.slice(1), ...staysNs.slice(1), propagationNs]) (column as Float64Array)[r] = 0;
    (timeoutNs as Float64Array)[r] = (this.#figures[NOW] as number) - (this.#records.arrivalNs[r] as number) - atDeviceNs;
    this.finish(r, exit);
  }
}

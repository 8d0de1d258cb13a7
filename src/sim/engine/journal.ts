/**
 * The journal of a run: writes what happens to requests into records, each of them once.
 *
 * A request that was given up goes on through the world, since nobody there knows; what happens to it then is nobody's latency.
 */

import type { PreparedPoint } from '../plan/plan.ts';
import type { RadioRecords, Records } from '../records/records.ts';
import { BYTES, DUE, type Figures, NOW, OVER, START, STAY, WAIT } from './figures.ts';
import { foresee, type OpenColumns } from './foresee.ts';

export class Journal {
  readonly #records: Records;
  readonly #radio: RadioRecords | null;
  readonly #columns: OpenColumns;
  /** Columns of waits and stays by station; null where the records know already. */
  readonly waitsNs: readonly (Float64Array | null)[];
  readonly staysNs: readonly (Float64Array | null)[];
  readonly #finishNs: Float64Array;
  /** Whether more is written down than waits and when requests are over. */
  readonly isFull: boolean;
  readonly #figures: Figures;
  readonly #mayGiveUp: boolean;
  /** By request: 1 once it is answered, lost or given up; kept where requests may be given up. */
  readonly #isOver: Uint8Array;
  readonly #upStation: number;
  readonly #downStation: number;
  readonly #home: number;
  /** Requests answered or lost so far, or known to be. */
  done = 0;
  /** When the last of them is [ns], one number. */
  readonly lastNs = new Float64Array(1);

  constructor(point: PreparedPoint, records: Records, figures: Figures) {
    const { tiers, links, timeoutNs } = point.world;
    this.#records = records;
    this.#radio = records.radio;
    this.#columns = foresee(point, records);
    const { waitsNs, staysNs, propagationNs, exit } = this.#columns;
    this.#finishNs = records.finishNs;
    this.waitsNs = waitsNs;
    this.staysNs = staysNs;
    this.isFull = records.radio !== null || propagationNs !== null || exit !== null || staysNs.some((stays) => stays !== null);
    this.#figures = figures;
    this.#mayGiveUp = timeoutNs !== null;
    this.#isOver = new Uint8Array(this.#mayGiveUp ? records.requests : 0);
    this.#upStation = tiers.length;
    this.#downStation = tiers.length + links.length;
    this.#home = tiers.length + 2 * links.length;
  }

  /** Whether request `r` was answered, lost or given up; asked where requests may be given up. */
  isOver(r: number): boolean {
    return this.#mayGiveUp && this.#isOver[r] === 1;
  }

  /** A stay at a station: WAIT waiting, STAY being served. */
  stay(r: number, station: number): void {
    if (this.isOver(r)) return;
    const waits = this.waitsNs[station] as Float64Array | null;
    const stays = this.staysNs[station] as Float64Array | null;
    if (waits !== null) waits[r] = this.#figures[WAIT] as number;
    if (stays !== null) stays[r] = this.#figures[STAY] as number;
  }

  /** A message of BYTES is on a link from START until OVER: on the first, the device's radio is at work. */
  send(r: number, station: number): void {
    const radio = this.#radio;
    if (radio === null) return;
    if (station === this.#upStation) {
      radio.upStartNs[r] = this.#figures[START] as number;
      radio.upEndNs[r] = this.#figures[OVER] as number;
      radio.upBytes[r] = this.#figures[BYTES] as number;
    } else if (station === this.#downStation) {
      radio.downStartNs[r] = this.#figures[START] as number;
      radio.downEndNs[r] = this.#figures[OVER] as number;
      radio.downBytes[r] = this.#figures[BYTES] as number;
    }
  }

  /** A message is on its way through the air from OVER until DUE; a device hears it when it lands. */
  fly(r: number, from: number, to: number): void {
    const propagation = this.#columns.propagationNs;
    const dueNs = this.#figures[DUE] as number;
    const delayNs = dueNs - (this.#figures[OVER] as number);
    if (propagation !== null && !this.isOver(r)) propagation[r] = (propagation[r] as number) + delayNs;
    const radio = this.#radio;
    if (radio === null || to !== this.#home) return;
    if (from === this.#downStation) {
      radio.downStartNs[r] = (radio.downStartNs[r] as number) + delayNs;
      radio.downEndNs[r] = (radio.downEndNs[r] as number) + delayNs;
    } else if (from > 0) {
      // It was sent in no time.
      radio.downStartNs[r] = dueNs;
      radio.downEndNs[r] = dueNs;
    }
  }

  /** A request is answered at `exit`, or lost (0), now. @returns whether that was news */
  finish(r: number, exit: number): boolean {
    if (this.isOver(r)) return false;
    if (this.#mayGiveUp) this.#isOver[r] = 1;
    this.#close(r, exit, NOW);
    return true;
  }

  /** A request will be answered at `exit` or lost (0) at DUE, and nobody looks. */
  settle(r: number, exit: number): void {
    this.#close(r, exit, DUE);
  }

  /** @param when which of the figures tells when */
  #close(r: number, exit: number, when: number): void {
    const overNs = this.#figures[when] as number;
    this.#finishNs[r] = overNs;
    if (overNs > (this.lastNs[0] as number)) this.lastNs[0] = overNs;
    this.noteExit(r, exit);
    this.done++;
  }

  /** A request is or will be answered at `exit`, or lost (0). */
  noteExit(r: number, exit: number): void {
    if (this.#columns.exit !== null) this.#columns.exit[r] = exit;
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

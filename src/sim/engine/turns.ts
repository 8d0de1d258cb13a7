/** Whose turn it is: the waiting lines of all stations, each in the order of its discipline. */

import type { KindPlan, PreparedPoint } from '../plan/plan.ts';
import type { Records } from '../records/records.ts';
import type { StationRules } from './stations.ts';
import type { WaitingLines } from './waiting-lines.ts';

export class Turns {
  readonly #point: PreparedPoint;
  readonly #records: Records;
  readonly #rules: readonly StationRules[];
  readonly #lines: WaitingLines;

  constructor(point: PreparedPoint, records: Records, rules: readonly StationRules[], lines: WaitingLines) {
    this.#point = point;
    this.#records = records;
    this.#rules = rules;
    this.#lines = lines;
  }

  /** Request `r` waits at `place` of station `s`. */
  wait(r: number, s: number, place: number): void {
    const { order } = this.#rules[s] as StationRules;
    if (order === 'fifo') {
      this.#lines.push(place, r);
      return;
    }
    const { kinds } = this.#point.workload;
    const { priority, deadlineNs } = kinds[this.#records.kind[r] as number] as KindPlan;
    if (order === 'priority') this.#lines.insert(place, r, priority);
    else if (order === 'edf') this.#lines.insert(place, r, (this.#records.arrivalNs[r] as number) + (deadlineNs ?? Infinity));
    else this.#lines.insert(place, r, (this.#point.itinerary.computeNs[s] as Float64Array)[this.#records.row[r] as number] as number);
  }

  /** Takes out whoever is next at `place` of station `s`; -1: nobody waits. */
  next(s: number, place: number): number {
    return (this.#rules[s] as StationRules).order === 'fifo' ? this.#lines.shift(place) : this.#lines.removeFirst(place);
  }
}

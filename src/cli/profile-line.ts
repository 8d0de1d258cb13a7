/** One line on a file of changing capacity, for a user to see that it was read as meant. */

import type { CapacityPlan } from '../sim/world/capacity.ts';
import { rateWindows, recordedNs } from '../weather/rate-windows.ts';

/**
 * @param shown the file as problems name it
 * @example profileLine('lte.up', capacity) // 'profile lte.up: mean 5.85 Mbit/s over 300 s'
 */
export function profileLine(shown: string, capacity: CapacityPlan): string {
  if (capacity.kind !== 'steps' && capacity.kind !== 'opportunities')
    throw new Error(`profileLine needs a recording, got ${capacity.kind}`);
  const durationNs = recordedNs(capacity);
  const mean = `mean ${decimal((rateWindows(capacity, durationNs)[0] as number) * 1e-6)} Mbit/s over ${decimal(durationNs * 1e-9)} s`;
  const last = capacity.kind === 'steps' && capacity.repeatNs === null ? capacity.bps.at(-1) : undefined;
  return `profile ${shown}: ${mean}${last === undefined ? '' : `, then ${decimal(last * 1e-6)} Mbit/s for ever`}`;
}

function decimal(value: number): string {
  return String(Number(value >= 1 ? value.toFixed(2) : value.toPrecision(3)));
}

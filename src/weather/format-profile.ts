/** Recordings as text, in the two formats that scenarios read. */

import { OPPORTUNITY_BYTES } from './parse-mahimahi.ts';
import { recordedNs, type Steps } from './rate-windows.ts';

const MS_NS = 1e6;

/** As CSV, to the bit a second and the nanosecond. Its end is not in it: whoever wants it to repeat says after how long. */
export function formatSteps({ startsNs, bps }: Steps): string {
  const lines = Array.from(bps, (rate, i) => `${formatSeconds(startsNs[i] as number)},${Number((rate / 1e6).toFixed(6))}`);
  return `time_s,Mbit_per_s\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** Seconds with as many decimals as a whole number of nanoseconds needs. @example formatSeconds(1_500_000_000) // '1.5' */
function formatSeconds(ns: number): string {
  const whole = Math.floor(ns / 1e9);
  const rest = String(ns - whole * 1e9).padStart(9, '0');
  return `${whole}.${rest}`.replace(/\.?0+$/, '');
}

/**
 * As a mahimahi file: an opportunity at the millisecond by which the link would have carried the next 1,500 bytes.
 *
 * The last one is moved to the end of the recording, where the file starts again. Gives an empty text where the link does not carry
 * 1,500 bytes in all.
 */
export function formatMahimahi(steps: Steps): string {
  const endNs = recordedNs(steps);
  const endMs = Math.max(1, Math.round(endNs / MS_NS));
  const bits = 8 * OPPORTUNITY_BYTES;
  const times: number[] = [];
  let carried = 0;
  steps.bps.forEach((bps, i) => {
    const fromNs = steps.startsNs[i] as number;
    const untilNs = i + 1 < steps.bps.length ? (steps.startsNs[i + 1] as number) : endNs;
    const before = carried;
    carried += (bps * (untilNs - fromNs)) / 1e9;
    for (let next = (times.length + 1) * bits; next <= carried; next += bits) {
      times.push(Math.min(endMs, Math.ceil((fromNs + ((next - before) * 1e9) / bps) / MS_NS)));
    }
  });
  if (times.length > 0) times[times.length - 1] = endMs;
  return times.map((ms) => `${ms}\n`).join('');
}

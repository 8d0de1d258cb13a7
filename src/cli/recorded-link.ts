/** What the `sim link` commands share: recordings they read, durations they are given, files they write. */

import { parseDurationNs, quantityFault } from '../scenario/units.ts';
import { meanBps } from '../sim/world/mean-capacity.ts';
import { formatMahimahi, formatSteps } from '../weather/format-profile.ts';
import type { RecordedCapacity, Steps } from '../weather/rate-windows.ts';
import { guessFormat, type ProfileFormat, readProfile } from '../weather/read-profile.ts';
import { UsageError } from './command.ts';

/** A duration above 0 as typed after a flag [ns]. Throws UsageError. */
export function readDuration(flag: string, text: string): number {
  const fault = quantityFault(text, 'duration', false);
  if (fault !== null) throw new UsageError(`--${flag}: ${fault}`);
  return parseDurationNs(text);
}

export async function readRecording(
  file: string,
  { format, repeat }: { readonly format: string | undefined; readonly repeat: string | undefined },
): Promise<RecordedCapacity> {
  const repeatNs = repeat === undefined ? null : readDuration('repeat', repeat);
  return readProfile(file, file, (format as ProfileFormat | undefined) ?? guessFormat(file), repeatNs);
}

/** The recording as a file of this name holds it: .csv steps, .up or .down mahimahi. Throws UsageError for other names. */
export function formatRecording(steps: Steps, out: string): string {
  checkOut(out);
  if (out.endsWith('.csv')) return formatSteps(steps);
  const text = formatMahimahi(steps);
  if (text === '') throw new UsageError(`--out ${out}: the link does not carry 1,500 bytes in that time; a CSV can hold it`);
  return text;
}

/** Refuses names that no format belongs to, before any work is done. */
export function checkOut(out: string): void {
  if (!/\.(?:csv|up|down)$/.test(out)) throw new UsageError(`--out ${out}: end the name in .csv, or in .up or .down for mahimahi`);
}

/** What was written, for standard error: a CSV does not hold its end. */
export function describeWritten(out: string, steps: Steps): string {
  const seconds = (steps.repeatNs as number) / 1e9;
  const mean = (meanBps(steps) / 1e6).toPrecision(3);
  const end = out.endsWith('.csv') ? `; its last rate holds for ever unless the scenario repeats it after ${seconds} s` : '';
  return `written ${out} (${seconds} s, ${steps.bps.length} rates, mean ${mean} Mbit/s${end})\n`;
}

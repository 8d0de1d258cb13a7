/** The gate for links that vary: a file of a user's, in one of two formats, becomes a capacity the engine reads. */

import { InvalidInput } from '../problems/invalid-input.ts';
import { parseMahimahi } from './parse-mahimahi.ts';
import { parseSteps } from './parse-steps.ts';
import type { RecordedCapacity } from './rate-windows.ts';
import { readText } from './text-lines.ts';

export type ProfileFormat = 'mahimahi' | 'csv';

/**
 * Capacity over time as `path` tells it.
 *
 * Mahimahi files start again after their last value and take no `repeatNs`. The last rate of a CSV holds for ever unless everything
 * repeats.
 *
 * @param shown the file as problems name it
 * @param repeatNs for csv: everything starts again after this long [ns], later than the last time; null or absent: never
 * @throws InvalidInput with every bad line (the first twenty)
 */
export async function readProfile(
  path: string,
  shown: string,
  format: ProfileFormat,
  repeatNs: number | null = null,
): Promise<RecordedCapacity> {
  const text = await readText(path, shown);
  const refuse = (fact: string, rule: string) => new InvalidInput([{ place: shown, fact, rule }]);
  if (format === 'mahimahi') {
    if (repeatNs !== null) throw refuse('is a mahimahi file, which starts again after its last value', 'leave the repetition out');
    return parseMahimahi(text, shown);
  }
  const steps = parseSteps(text, shown);
  if (repeatNs === null) {
    if (steps.bps.at(-1) === 0)
      throw refuse('ends with a rate of 0, which would hold for ever', 'end with a rate above 0, or let it repeat');
    return steps;
  }
  const lastNs = steps.startsNs.at(-1) as number;
  if (!(repeatNs > lastNs)) throw refuse(`repeats after ${repeatNs / 1e9} s`, `repeat later than the last time, ${lastNs / 1e9} s`);
  return { ...steps, repeatNs };
}

/** What a file's name says of its format: .csv is steps; mahimahi's files have many endings (.up, .down, .pps) or none. */
export function guessFormat(path: string): ProfileFormat {
  return /\.csv$/i.test(path) ? 'csv' : 'mahimahi';
}

/** What `iperf3 -J` prints: one JSON document with a list of intervals. Run on the device, without -R, it measures the uplink. */

import { InvalidInput } from '../../problems/invalid-input.ts';
import type { Steps } from '../rate-windows.ts';
import { linesOf } from '../text-lines.ts';
import { samples } from './samples.ts';

/**
 * Rates of `intervals[].sum`, one after the other; omitted ones (`-O`) are left out.
 *
 * @see https://github.com/esnet/iperf
 */
export function importIperf3(text: string, shown: string): Steps {
  const refuse = (fact: string, rule: string, key?: string, place = shown) =>
    new InvalidInput([{ place, ...(key === undefined ? {} : { key }), fact, rule }]);
  const report = parseJson(text, (fact, line) =>
    refuse(fact, 'give what iperf3 -J printed, whole', undefined, line === null ? shown : `${shown}:${line}:1`),
  );
  const { intervals, error } = (report ?? {}) as { intervals?: unknown; error?: unknown };
  if (typeof error === 'string') throw refuse(`iperf3 failed: ${error}`, 'give a report of a test that worked', 'error');
  if (!Array.isArray(intervals)) throw refuse('there is no list of intervals', 'give what iperf3 -J printed, whole', 'intervals');
  const taken = samples();
  intervals.forEach((interval: unknown, i) => {
    const sum = ((interval ?? {}) as { sum?: unknown }).sum ?? {};
    const { start, end, bits_per_second: bps, omitted } = sum as Record<string, unknown>;
    if (omitted === true) return;
    if (typeof start !== 'number' || typeof end !== 'number' || typeof bps !== 'number' || !(end > start) || !(bps >= 0))
      throw refuse('needs start, end and bits_per_second', 'end lies after start, the rate is from 0 up', `intervals[${i}].sum`);
    taken.add(Math.round((end - start) * 1e9), Math.round(bps));
  });
  if (!taken.hasRate()) throw refuse('no interval carried anything', 'give a report of a test that worked', 'intervals');
  return taken.end();
}

/** @param fail takes the fact and the line, which the runtime does not always tell */
function parseJson(text: string, fail: (fact: string, line: number | null) => InvalidInput): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = (error as SyntaxError).message.replace(/\s+/g, ' ');
    const position = /at position (\d+)/.exec(message)?.[1];
    const isCutOff = message.startsWith('Unexpected end');
    const line = position === undefined ? null : text.slice(0, Number(position)).split('\n').length;
    throw fail(`is no JSON (${message})`, isCutOff ? linesOf(text).length : line);
  }
}

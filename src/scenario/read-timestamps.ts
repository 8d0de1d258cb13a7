/** A file of arrival times: one decimal number of seconds a line, non-decreasing. */

import { readFile, stat } from 'node:fs/promises';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';

const MOST_PROBLEMS = 20;
/** Bytes a line may take on average; a larger file is not a list of times. */
const LONGEST_LINE = 64;

/**
 * The first `requests` times [ns].
 *
 * @param shown the file as problems name it
 * @throws InvalidInput with every bad line (the first twenty), or when there are fewer than `requests`
 */
export async function readTimestamps(path: string, shown: string, requests: number): Promise<Float64Array> {
  const found = await stat(path);
  if (!found.isFile()) throw new InvalidInput([{ place: shown, fact: 'is not a file', rule: 'give a text file of times' }]);
  const { size } = found;
  if (size > LONGEST_LINE * 1e8) {
    throw new InvalidInput([{ place: shown, fact: `is ${size} bytes`, rule: 'give one time in seconds a line' }]);
  }
  const lines = (await readFile(path, 'utf8')).split('\n');
  const timesNs = new Float64Array(requests);
  const problems: Problem[] = [];
  let count = 0;
  let previous = 0;
  for (let i = 0; i < lines.length && count < requests && problems.length < MOST_PROBLEMS; i++) {
    const text = (lines[i] as string).trim();
    if (text === '') continue;
    const report = (fact: string, rule: string) => problems.push({ place: `${shown}:${i + 1}:1`, fact, rule });
    if (!/^\d+\.?\d*(?:[eE][+-]?\d+)?$|^\.\d+$/.test(text)) {
      report(`"${text.slice(0, 40)}" is no time`, 'write seconds as a decimal number from 0 up');
      continue;
    }
    const timeNs = Math.round(Number(text) * 1e9);
    if (!Number.isSafeInteger(timeNs)) report(`${text} s is too late`, 'write at most 9007199 s (104 days)');
    else if (timeNs < previous) report(`${text} s is earlier than the line before`, 'write times in ascending order');
    else {
      timesNs[count++] = timeNs;
      previous = timeNs;
    }
  }
  if (problems.length === 0 && count < requests) {
    problems.push({ place: shown, fact: `holds ${count} times`, rule: `give at least ${requests}, or lower workload.requests` });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return timesNs;
}

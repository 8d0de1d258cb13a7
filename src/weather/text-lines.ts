/** A text file and its lines; knows nothing of what they say. */

import { readFile, stat } from 'node:fs/promises';
import { InvalidInput } from '../problems/invalid-input.ts';

/** A larger file is no record of a link: half an hour at 1 Gbit/s is 1e8 opportunities. */
const MOST_BYTES = 2 ** 29 - 2 ** 20;

/**
 * The whole text.
 *
 * @param shown the file as problems name it
 * @throws InvalidInput where it is missing, unreadable, no file or too large
 */
export async function readText(path: string, shown: string): Promise<string> {
  const refuse = (fact: string, rule: string) => new InvalidInput([{ place: shown, fact, rule }]);
  try {
    const found = await stat(path);
    if (!found.isFile()) throw refuse('is not a file', 'give a text file');
    if (found.size > MOST_BYTES) throw refuse(`is ${found.size} bytes`, `give a file of at most ${MOST_BYTES} bytes`);
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refuse(code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, 'give the path of a file that can be read');
  }
}

/** Lines without their ends (LF or CRLF), a byte-order mark and the empty rest behind the last end; line i has index i - 1. */
export function linesOf(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}

/** A decimal number from 0 up as people write it; NaN for anything else. */
export function parseDecimal(text: string): number {
  return /^\+?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : Number.NaN;
}

/** Text as a problem quotes it. */
export function quote(text: string): string {
  return `"${text.length > 40 ? `${text.slice(0, 40)}...` : text}"`;
}

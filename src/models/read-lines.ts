/** Lines of a text file one after the other, however long the file is; knows nothing of what they say. */
import { createReadStream } from 'node:fs';

const LONGEST_LINE = 2 ** 20;

/** Lines without their ends (LF or CRLF) and without a byte-order mark. Throws RangeError at a line of more than 1 MiB. */
export async function* readLines(path: string): AsyncGenerator<string> {
  let rest = '';
  let isFirst = true;
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 18 }) as AsyncIterable<string>) {
    const text = rest + (isFirst ? chunk.replace(/^\uFEFF/, '') : chunk);
    isFirst = false;
    const lines = text.split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new RangeError('a line is longer than 1 MiB');
    for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
  }
  if (rest !== '') yield rest;
}

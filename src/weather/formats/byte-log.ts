/**
 * Logs of bytes received since the line before: Riiser's 3G logs from Norway and van der Hooft's 4G logs from Ghent.
 *
 * Six columns between blanks: wall clock (s in Norway, ms in Ghent), running milliseconds, latitude, longitude, bytes, milliseconds
 * elapsed. Both recorded downloads; their rates are those of a downlink.
 */

import { lineProblems } from '../line-problems.ts';
import type { Steps } from '../rate-windows.ts';
import { linesOf, parseDecimal, quote } from '../text-lines.ts';
import { samples } from './samples.ts';

const COLUMNS = 6;

/**
 * Rate of each line: 8 bytes / elapsed. Bytes of a line without time elapsed are counted with the next.
 *
 * @see https://datasets.simula.no/hsdpa-tcp-logs/ and https://users.ugent.be/~jvdrhoof/dataset-4g/
 */
export function importByteLog(text: string, shown: string): Steps {
  const problems = lineProblems(shown);
  const taken = samples();
  let waiting = 0;
  for (const [i, line] of linesOf(text).entries()) {
    if (line.trim() === '') continue;
    const cells = line.trim().split(/\s+/);
    const [bytes, elapsedMs] = [parseDecimal(cells[4] ?? ''), parseDecimal(cells[5] ?? '')];
    if (cells.length !== COLUMNS)
      problems.add(i + 1, `${cells.length} columns`, 'a line has time, milliseconds, latitude, longitude, bytes and milliseconds elapsed');
    else if (Number.isNaN(bytes))
      problems.add(i + 1, `${quote(cells[4] as string)} in column 5 is no number of bytes`, 'write a number from 0 up');
    else if (Number.isNaN(elapsedMs))
      problems.add(i + 1, `${quote(cells[5] as string)} in column 6 is no number of milliseconds`, 'write a number from 0 up');
    else {
      waiting += bytes;
      if (elapsedMs === 0) continue;
      taken.add(Math.round(elapsedMs * 1e6), (8e3 * waiting) / elapsedMs);
      waiting = 0;
    }
  }
  if (problems.count() === 0 && !taken.hasRate())
    problems.add(null, 'no bytes were received', 'give a log with at least one line of bytes');
  problems.throwIfAny();
  return taken.end();
}

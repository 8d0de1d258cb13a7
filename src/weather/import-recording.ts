/** Recordings of other people's, by the name of their format. */

import { importByteLog } from './formats/byte-log.ts';
import { importCooked } from './formats/cooked.ts';
import { importGnettrack } from './formats/gnettrack.ts';
import { importIperf3 } from './formats/iperf3.ts';
import { samples } from './formats/samples.ts';
import { parseMahimahi } from './parse-mahimahi.ts';
import { rateWindows, type Steps } from './rate-windows.ts';
import { readText } from './text-lines.ts';

/** Opportunities become mean rates of windows of this length [ns]. */
const MAHIMAHI_WINDOW_NS = 5e8;

const IMPORTERS: Readonly<Record<string, (text: string, shown: string) => Steps>> = {
  mahimahi: importMahimahi,
  cooked: importCooked,
  hsdpa: importByteLog,
  ghent: importByteLog,
  raca: importGnettrack,
  iperf3: importIperf3,
};

/** Names of the formats. */
export const IMPORT_FORMATS: readonly string[] = Object.keys(IMPORTERS);

/**
 * The recording as steps that repeat after its end.
 *
 * @param format one of `IMPORT_FORMATS`
 * @throws InvalidInput with what is wrong in the file
 */
export async function importRecording(path: string, format: string): Promise<Steps> {
  const importer = IMPORTERS[format];
  if (importer === undefined) throw new RangeError(`importRecording needs one of ${IMPORT_FORMATS.join(', ')}, got ${format}`);
  return importer(await readText(path, path), path);
}

function importMahimahi(text: string, shown: string): Steps {
  const opportunities = parseMahimahi(text, shown);
  const lengthNs = Math.min(MAHIMAHI_WINDOW_NS, opportunities.repeatNs);
  const taken = samples();
  for (const rate of rateWindows(opportunities, lengthNs)) taken.add(lengthNs, rate);
  return taken.end();
}

/** `sim link import`: recordings in other people's formats, as the CSV that scenarios read. */

import { IMPORT_FORMATS } from '../weather/import-recording.ts';
import { defineCommand, EXIT } from './command.ts';

export const linkImportCommand = defineCommand({
  name: 'link import',
  about: 'Make a profile of a link from a recording in another format',
  positionals: { file: { kind: 'one', describe: 'The recording' } },
  flags: {
    from: {
      kind: 'text',
      choices: IMPORT_FORMATS,
      describe: "Mahimahi, Pensieve's cooked traces, Norway's HSDPA logs, Ghent's 4G logs, Raca's 4G and 5G CSV (UL_bitrate), or iperf3 -J",
      required: true,
    },
    out: { kind: 'text', describe: 'File to write: .csv, or .up for mahimahi', required: true },
  },
  examples: ['sim link import report.json --from iperf3 --out uplink.csv'],
  async run({ file, from, out }) {
    const { writeFileWhole } = await import('../models/write-file.ts');
    const { importRecording } = await import('../weather/import-recording.ts');
    const { checkOut, describeWritten, formatRecording } = await import('./recorded-link.ts');
    checkOut(out);
    const steps = await importRecording(file, from);
    await writeFileWhole(out, Buffer.from(formatRecording(steps, out)));
    process.stderr.write(describeWritten(out, steps));
    return EXIT.done;
  },
});

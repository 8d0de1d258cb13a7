/** `sim link generate`: weather drawn from a chain that ships, as a file that other tools read too. */

import { LINK_PRESETS } from '../weather/presets.ts';
import { defineCommand, EXIT } from './command.ts';

export const linkGenerateCommand = defineCommand({
  name: 'link generate',
  about: 'Draw an uplink that varies as 3G, 4G or 5G does, and write it as CSV or mahimahi',
  positionals: { preset: { kind: 'one', describe: 'What to draw', choices: Object.keys(LINK_PRESETS) } },
  flags: {
    duration: { kind: 'text', describe: 'How long, such as "300 s"', required: true },
    seed: { kind: 'count', describe: 'Same seed, same file', fallback: '1' },
    out: { kind: 'text', describe: 'File to write: .csv, or .up for mahimahi', required: true },
  },
  examples: ['sim link generate 4g --duration 300s --seed 1 --out uplink.csv', 'sim link generate 5g --duration 60s --out uplink.up'],
  async run({ preset, duration, seed, out }) {
    const { writeFileWhole } = await import('../models/write-file.ts');
    const { drawWeather } = await import('../weather/draw-weather.ts');
    const { linkPreset } = await import('../weather/presets.ts');
    const { checkOut, describeWritten, formatRecording, readDuration } = await import('./recorded-link.ts');
    const chain = linkPreset(preset);
    if (chain === undefined) throw new Error(`link generate needs a preset, got ${preset}`);
    checkOut(out);
    const steps = drawWeather(chain, readDuration('duration', duration), seed ?? 1);
    await writeFileWhole(out, Buffer.from(formatRecording(steps, out)));
    process.stderr.write(describeWritten(out, steps));
    return EXIT.done;
  },
});

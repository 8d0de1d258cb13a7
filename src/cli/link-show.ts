/** `sim link show`: what a recorded link can carry, in figures and as a line of blocks. */
import { defineCommand, EXIT } from './command.ts';

export const linkShowCommand = defineCommand({
  name: 'link show',
  about: 'Show what a recorded link can carry',
  positionals: { file: { kind: 'one', describe: 'A mahimahi file, or a CSV of time_s and Mbit_per_s' } },
  flags: {
    format: {
      kind: 'text',
      choices: ['mahimahi', 'csv'],
      describe: 'Format of the file',
      fallback: 'csv where the name ends in .csv, else mahimahi',
    },
    repeat: { kind: 'text', describe: 'A CSV starts again after this long, such as "300 s"', fallback: 'its last rate holds for ever' },
  },
  examples: ['sim link show uplink.csv', 'sim link show Verizon-LTE-short.up'],
  async run({ file, format, repeat }) {
    const { readRecording } = await import('./recorded-link.ts');
    const { describeCapacity, RATE_PERCENTS } = await import('../weather/describe-capacity.ts');
    const { formatPercent } = await import('../report/format-number.ts');
    const formatMbps = (bps: number) => (bps / 1e6).toFixed(3).padStart(9);
    const capacity = await readRecording(file, { format, repeat });
    const figures = describeCapacity(capacity);
    const size =
      capacity.kind === 'steps' ? `${capacity.bps.length} steps` : `${capacity.timesNs.length} opportunities of ${capacity.bytes} B`;
    const end = capacity.repeatNs === null ? 'then the last rate holds' : 'then again from the start';
    const lines = [
      `${file}  ${size} in ${figures.durationNs / 1e9} s, ${end}`,
      '',
      `mean           ${formatMbps(figures.meanBps)} Mbit/s`,
      ...RATE_PERCENTS.map(
        (percent, i) => `${`p${percent}`.padEnd(3)} of 1 s     ${formatMbps(figures.percentilesBps[i] as number)} Mbit/s`,
      ),
      `below 0.1      ${formatPercent(figures.nearDeadShare)}% of ${figures.windows} windows of 1 s`,
      '',
      `${figures.sparkline}|  up to ${formatMbps(figures.sparkTopBps).trim()} Mbit/s`,
    ];
    process.stdout.write(lines.map((line) => `${line}\n`).join(''));
    return EXIT.done;
  },
});

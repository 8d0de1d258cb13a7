/** `sim link fit`: a chain that behaves as a recorded link did, to paste into a scenario. */

import { defineCommand, EXIT, UsageError } from './command.ts';

const MOST_STATES = 100;

export const linkFitCommand = defineCommand({
  name: 'link fit',
  about: 'Fit a Markov chain to a recorded link and print it as YAML for a scenario',
  positionals: { file: { kind: 'one', describe: 'A mahimahi file, or a CSV of time_s and Mbit_per_s' } },
  flags: {
    states: { kind: 'count', describe: 'States at most; equal rates share one', fallback: '4' },
    window: { kind: 'text', describe: 'Rates are means of this long, such as "500 ms"', fallback: '500 ms' },
    format: {
      kind: 'text',
      choices: ['mahimahi', 'csv'],
      describe: 'Format of the file',
      fallback: 'csv where the name ends in .csv, else mahimahi',
    },
    repeat: { kind: 'text', describe: 'A CSV ends after this long, such as "300 s"', fallback: 'its last rate as long as the one before' },
  },
  examples: ['sim link fit uplink.csv --states 4', 'sim link fit Verizon-LTE-short.up --states 4 --window 500ms'],
  async run({ file, states = 4, window = '500 ms', format, repeat }) {
    const { InvalidInput } = await import('../problems/invalid-input.ts');
    const { readDuration, readRecording } = await import('./recorded-link.ts');
    const { fitMarkov } = await import('../weather/fit-markov.ts');
    const { formatMarkovYaml, roundChain } = await import('../weather/round-chain.ts');
    const { rateWindows } = await import('../weather/rate-windows.ts');
    if (states < 1 || states > MOST_STATES) throw new UsageError(`--states ${states}: needs 1 to ${MOST_STATES}`);
    const windowNs = readDuration('window', window);
    const rates = rateWindows(await readRecording(file, { format, repeat }), windowNs);
    if (rates.length < 2 || !rates.some((rate) => rate > 0)) {
      const fact = rates.length < 2 ? `is no longer than one window of ${window}` : 'carries nothing in its whole windows';
      throw new InvalidInput([{ place: file, fact, rule: 'give a longer recording, or a shorter --window' }]);
    }
    const chain = roundChain(fitMarkov(rates, windowNs, states));
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length / 1e6;
    process.stdout.write(formatMarkovYaml(chain));
    process.stderr.write(`${chain.rates.length} states from ${rates.length} windows of ${window}, mean ${mean.toPrecision(3)} Mbit/s\n`);
    return EXIT.done;
  },
});

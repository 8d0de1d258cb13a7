/** `sim trace show`: what is in a trace, as a summary to read or as CSV to go on with. */
import type { Timing } from '../models/trace.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

/** Writes text to standard output at the reader's pace; a reader that has seen enough (`| head`) is no failure. */
async function print(chunks: Iterable<string>): Promise<void> {
  const { Readable } = await import('node:stream');
  const { pipeline } = await import('node:stream/promises');
  await pipeline(Readable.from(chunks), process.stdout, { end: false }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

export const traceShowCommand = defineCommand({
  name: 'trace show',
  about: 'Show what is in a trace and in the timings beside it',
  positionals: { trace: { kind: 'one', describe: 'MODEL/TRACE, or a path to a .parquet' } },
  flags: {
    csv: { kind: 'switch', describe: 'Print sample,label,confidence_1..N,prediction_1..N' },
    timing: { kind: 'text', describe: 'With --csv: print the times of this timing too' },
  },
  examples: ['sim trace show b-alexnet-cifar10/test', 'sim trace show b-alexnet-cifar10/test --csv --timing cpu-1t > test.csv'],
  async run({ trace: word, csv, timing: wanted }) {
    if (wanted !== undefined && !csv) throw new UsageError('--timing belongs to --csv; without it every timing is shown');
    const { formatTraceCsv } = await import('../models/trace-csv.ts');
    const { readTiming } = await import('../models/timing-file.ts');
    const { listTimings } = await import('../models/trace-path.ts');
    const { formatProblem, InvalidInput } = await import('../problems/invalid-input.ts');
    const { openTrace } = await import('./open-trace.ts');
    const { path, trace, model } = await openTrace(word);
    if (csv) {
      await print(formatTraceCsv(trace, wanted === undefined ? undefined : await readTiming(path, wanted, trace)));
      return EXIT.done;
    }
    const timings: Timing[] = [];
    for (const name of await listTimings(path)) {
      await readTiming(path, name, trace).then(
        (timing) => timings.push(timing),
        (error: unknown) => {
          if (!(error instanceof InvalidInput)) throw error;
          for (const problem of error.problems) process.stderr.write(`warning: ${formatProblem(problem)}\n`);
        },
      );
    }
    const { describeTrace } = await import('./describe-trace.ts');
    await print((await describeTrace(path, trace, timings, model)).map((line) => `${line}\n`));
    return EXIT.done;
  },
});

/** `sim trace show`: what is in a trace, as a summary to read or as CSV to go on with. */
import { relative } from 'node:path';
import type { Model } from '../models/load-model.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

/** Times that differ by more than this share from pass to pass say more of the machine's other work than of the model. */
const BUSY_SPREAD = 0.2;

/** The trace's file, and its model where the word or the footer tells which. */
async function openTrace(word: string): Promise<{ path: string; trace: Trace; model: Model | undefined }> {
  const { InvalidInput } = await import('../problems/invalid-input.ts');
  const { refuse } = await import('../models/refuse.ts');
  const { loadModel } = await import('../models/load-model.ts');
  const { packageRoot } = await import('../models/package-root.ts');
  const { readTrace } = await import('../models/trace-file.ts');
  const { tracePath } = await import('../models/trace-path.ts');
  const homes = { cwd: process.cwd(), packageRoot: packageRoot() };
  if (word.endsWith('.parquet')) {
    const trace = await readTrace(word);
    const model = await loadModel(trace.metadata['model'] ?? '', homes).catch((error: unknown) => {
      if (error instanceof InvalidInput) return undefined;
      throw error;
    });
    return { path: word, trace, model };
  }
  const [name, traceName, ...more] = word.split('/');
  if (name === undefined || traceName === undefined || more.length > 0) {
    throw refuse('TRACE', `"${word}" is neither a .parquet file nor MODEL/TRACE`, 'write a path, or a name such as b-alexnet-cifar10/test');
  }
  const model = await loadModel(name, homes);
  const path = tracePath(model, traceName);
  return { path, trace: await readTrace(path, model), model };
}

/** Columns set flush right, the first one flush left. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}

/** What does not fit together, in words. */
async function findDoubts(trace: Trace, timings: readonly Timing[], model: Model | undefined): Promise<string[]> {
  const { readWidestSpread } = await import('../models/timing-file.ts');
  const doubts: string[] = [];
  const sources = [
    { what: 'this trace', metadata: trace.metadata },
    ...timings.map(({ name, metadata }) => ({ what: `timing ${name}`, metadata })),
  ];
  for (const { what, metadata } of sources) {
    if (model !== undefined && metadata['model_sha256'] !== model.sha256)
      doubts.push(`${what} is of other weights than ${model.name} has now`);
  }
  if (trace.logits === null) doubts.push('imported with confidences only; what needs logits cannot use it');
  for (const timing of timings) {
    const widest = readWidestSpread(timing) ?? 0;
    if (widest > BUSY_SPREAD)
      doubts.push(`timing ${timing.name} varies by ${Math.round(100 * widest)} % between passes: the machine was busy`);
  }
  return doubts;
}

async function describe(path: string, trace: Trace, timings: readonly Timing[], model: Model | undefined): Promise<string[]> {
  const { CONFIDENCE_PERCENTS, countLabels, summarizeExits, summarizeTiming } = await import('../models/summarize-trace.ts');
  const { metadata, exits } = trace;
  const known = (keys: readonly string[], from: Trace['metadata']) =>
    keys.flatMap((key) => (from[key] === undefined ? [] : [`${key} ${from[key]}`])).join(', ');
  const numbers = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix} ${i + 1}`);
  const lines = [
    relative('.', path),
    `${trace.samples} samples, ${trace.classes} classes, ${exits} exits`,
    known(['model', 'dataset', 'split', 'provider', 'device', 'runtime', 'date'], metadata),
    '',
    ...alignColumns([
      ['exit', 'accuracy', ...CONFIDENCE_PERCENTS.map((percent) => `confidence p${percent}`)],
      ...summarizeExits(trace).map(({ exit, accuracy, confidence }) => [
        `${exit}`,
        accuracy.toFixed(4),
        ...confidence.map((value) => value.toFixed(4)),
      ]),
    ]),
    '',
    `labels  ${countLabels(trace)
      .map((count, label) => `${model?.manifest.classes[label] ?? label} ${count}`)
      .join(', ')}`,
    '',
  ];
  if (timings.length === 0) lines.push('no timings beside it');
  else {
    lines.push(
      ...alignColumns([
        ['timing', ...numbers('segment', exits), ...numbers('branch', exits - 1), 'stay/go'],
        ...timings
          .map(summarizeTiming)
          .map(({ name, segmentUs, branchUs, stayOverGo }) => [
            name,
            ...[...segmentUs, ...branchUs].map((us) => `${us.toFixed(1)} us`),
            stayOverGo.toFixed(3),
          ]),
      ]),
      ...timings.map(
        ({ name, metadata: facts }) => `${name}: ${known(['provider', 'threads', 'device', 'runtime', 'passes', 'date'], facts)}`,
      ),
    );
  }
  const doubts = await findDoubts(trace, timings, model);
  return doubts.length === 0 ? lines : [...lines, '', ...doubts.map((doubt) => `warning: ${doubt}`)];
}

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
    csv: { kind: 'switch', describe: 'print sample,label,confidence_1..N,prediction_1..N' },
    timing: { kind: 'text', describe: 'with --csv: print the times of this timing too' },
  },
  examples: ['sim trace show b-alexnet-cifar10/test', 'sim trace show b-alexnet-cifar10/test --csv --timing cpu-1t > test.csv'],
  async run({ trace: word, csv, timing: wanted }) {
    if (wanted !== undefined && !csv) throw new UsageError('--timing belongs to --csv; without it every timing is shown');
    const { formatTraceCsv } = await import('../models/trace-csv.ts');
    const { readTiming } = await import('../models/timing-file.ts');
    const { listTimings } = await import('../models/trace-path.ts');
    const { formatProblem, InvalidInput } = await import('../problems/invalid-input.ts');
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
    await print((await describe(path, trace, timings, model)).map((line) => `${line}\n`));
    return EXIT.done;
  },
});

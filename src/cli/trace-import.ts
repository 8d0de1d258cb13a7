/** `sim trace import`: confidences, predictions and compute times recorded elsewhere, from CSV. */
import { defineCommand, EXIT, UsageError } from './command.ts';

export const traceImportCommand = defineCommand({
  name: 'trace import',
  about: 'Make a trace, and a timing beside it, from a CSV file as sim trace show --csv prints it',
  positionals: {
    file: { kind: 'one', describe: 'The CSV file: sample,label,confidence_1..N,prediction_1..N and segment_K_ns..,branch_K_ns..' },
  },
  flags: {
    model: { kind: 'text', describe: 'Model that the numbers are of', required: true },
    out: { kind: 'text', describe: 'Trace to write, TRACE.parquet', required: true },
    timing: { kind: 'text', describe: 'Name of the timing that the time columns become', fallback: 'imported' },
    force: { kind: 'switch', describe: 'Replace another trace or timing' },
  },
  examples: ['sim trace import jetson.csv --model b-alexnet-cifar10 --out traces/jetson.parquet --timing jetson'],
  async run({ file, model: name, out, timing, force }) {
    const { refuse } = await import('../models/refuse.ts');
    const { importTrace } = await import('../models/import-trace.ts');
    const { loadModel } = await import('../models/load-model.ts');
    const { packageRoot } = await import('../models/package-root.ts');
    const { readTraceCsv } = await import('../models/read-trace-csv.ts');
    const { TIMING_NAME, timingPath } = await import('../models/trace-path.ts');
    if (!out.endsWith('.parquet')) throw new UsageError(`--out ${out}: a trace ends in .parquet`);
    if (timing !== undefined && !TIMING_NAME.test(timing))
      throw new UsageError(`--timing: "${timing}" is no name; use letters, digits, - and _`);
    const model = await loadModel(name, { cwd: process.cwd(), packageRoot: packageRoot() });
    const imported = await readTraceCsv(file, model);
    if (imported.times === null && timing !== undefined) {
      throw refuse(`${file}:1:1`, 'there are no segment_K_ns and branch_K_ns columns', 'add them, or leave --timing out');
    }
    const timingName = timing ?? 'imported';
    const outcome = await importTrace(imported, { out, timing: timingName, model, force, date: new Date().toISOString() });
    process.stderr.write(`${outcome.trace} ${out} (${imported.trace.samples} samples)\n`);
    if (outcome.timing !== null) process.stderr.write(`${outcome.timing} ${timingPath(out, timingName)}\n`);
    if (outcome.stale.length > 0)
      process.stderr.write(`note: timings ${outcome.stale.join(', ')} beside it were of the trace that was replaced\n`);
    return EXIT.done;
  },
});

/** `sim trace import`: confidences, predictions and compute times recorded elsewhere, from CSV. */
import type { ModelSizes } from '../models/describe-model.ts';
import type { SimulatedModel } from '../models/load-model.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

const OWN_MODEL = 'for one of your own, give --bytes, --input-bytes and --classes';

export const traceImportCommand = defineCommand({
  name: 'trace import',
  about: 'Make a trace, and a timing beside it, from a CSV file as sim trace show --csv prints it',
  positionals: {
    file: { kind: 'one', describe: 'The CSV file: sample,label,confidence_1..N,prediction_1..N and segment_K_ns..,branch_K_ns..' },
  },
  flags: {
    model: { kind: 'text', describe: `Model that the numbers are of; ${OWN_MODEL}`, required: true },
    out: {
      kind: 'text',
      describe: 'Trace to write, TRACE.parquet',
      fallback: "models/MODEL/traces/FILE.parquet, where the model is this folder's",
    },
    timing: { kind: 'text', describe: 'Name of the timing that the time columns become', fallback: 'imported' },
    bytes: {
      kind: 'text',
      describe: 'A new model: bytes of the tensor that crosses the cut at each exit but the last, with commas between',
    },
    'input-bytes': { kind: 'count', describe: 'A new model: bytes of the raw picture' },
    classes: { kind: 'text', describe: 'A new model: number of classes, or their names with commas between' },
    force: { kind: 'switch', describe: 'Replace another trace or timing, or what is said of a new model' },
  },
  examples: [
    'sim trace import jetson.csv --model b-alexnet-cifar10 --out traces/jetson.parquet --timing jetson',
    'sim trace import test.csv --model mine --bytes 65536,40960 --input-bytes 3072 --classes 10 --timing board',
  ],
  async run({ file, model: name, out: wanted, timing, force, bytes, 'input-bytes': inputBytes, classes }) {
    if (wanted !== undefined && !wanted.endsWith('.parquet')) throw new UsageError(`--out ${wanted}: a trace ends in .parquet`);
    const sizes = readSizes({ bytes, inputBytes, classes });
    const { basename, join } = await import('node:path');
    const { refuse } = await import('../models/refuse.ts');
    const { importTrace } = await import('../models/import-trace.ts');
    const { packageRoot } = await import('../models/package-root.ts');
    const { readTraceCsv } = await import('../models/read-trace-csv.ts');
    const { TIMING_NAME, timingPath } = await import('../models/trace-path.ts');
    if (timing !== undefined && !TIMING_NAME.test(timing))
      throw new UsageError(`--timing: "${timing}" is no name; use letters, digits, - and _`);
    const cwd = process.cwd();
    const homes = { cwd, packageRoot: packageRoot() };
    const known = sizes === null ? await findModel(name, homes) : null;
    if (sizes !== null) await checkExits(file, sizes);
    const shape = { exits: (sizes?.payloadBytes.length ?? 0) + 1, classes: sizes?.classes.length ?? 0 };
    const imported = await readTraceCsv(file, known ?? { name, sha256: '', ...shape });
    if (imported.times === null && timing !== undefined) {
      throw refuse(`${file}:1:1`, 'there are no segment_K_ns and branch_K_ns columns', 'add them, or leave --timing out');
    }
    const stem = basename(file).replace(/\.csv$/i, '');
    const isOwn = known === null || known.folder === join(cwd, 'models', name);
    if (wanted === undefined && (!isOwn || !TIMING_NAME.test(stem))) {
      const why = isOwn ? `"${stem}" is no name for a trace` : `model ${name} is not in models/ of this folder`;
      throw new UsageError(`--out: ${why}; say where the trace is to go, as TRACE.parquet`);
    }
    const out = wanted ?? join('models', name, 'traces', `${stem}.parquet`);
    const model = known ?? (await describe(name, sizes as ModelSizes, homes, force));
    const timingName = timing ?? 'imported';
    const outcome = await importTrace(imported, { out, timing: timingName, model, force, date: new Date().toISOString() });
    process.stderr.write(`${outcome.trace} ${out} (${imported.trace.samples} samples)\n`);
    if (outcome.timing !== null) process.stderr.write(`${outcome.timing} ${timingPath(out, timingName)}\n`);
    if (outcome.stale.length > 0)
      process.stderr.write(`note: timings ${outcome.stale.join(', ')} beside it were of the trace that was replaced\n`);
    return EXIT.done;
  },
});

interface SizeFlags {
  readonly bytes: string | undefined;
  readonly inputBytes: number | undefined;
  readonly classes: string | undefined;
}

/** What the flags say of a new model; null where they say nothing. @throws UsageError where they say half of it, or no sizes */
function readSizes({ bytes, inputBytes, classes }: SizeFlags): ModelSizes | null {
  if (bytes === undefined && inputBytes === undefined && classes === undefined) return null;
  if (bytes === undefined || inputBytes === undefined || classes === undefined)
    throw new UsageError('--bytes, --input-bytes and --classes describe a new model together; give all three');
  const payloadBytes = bytes.split(',').map((text) => (/^\s*\d{1,15}\s*$/.test(text) ? Number(text) : 0));
  if (!payloadBytes.every((size) => size > 0))
    throw new UsageError(`--bytes ${bytes}: write whole numbers of bytes above 0 with commas between, such as 65536,40960`);
  if (inputBytes === 0) throw new UsageError('--input-bytes 0: needs a whole number from 1 up');
  const names = /^\d+$/.test(classes) ? numbered(Number(classes)) : classes.split(',').map((word) => word.trim());
  if (names.length < 2 || names.includes('') || new Set(names).size < names.length)
    throw new UsageError(`--classes ${classes}: write how many there are, from 2 up, or a different name for each with commas between`);
  return { payloadBytes, inputBytes, classes: names };
}

function numbered(count: number): string[] {
  if (count > 1e5) throw new UsageError(`--classes ${count}: there may be 100000 at most`);
  return Array.from({ length: count }, (_, i) => String(i));
}

/** The model called `name`; where there is none, the error says how to describe one. */
async function findModel(name: string, homes: { cwd: string; packageRoot: string }): Promise<SimulatedModel> {
  const { loadSimulatedModel } = await import('../models/load-model.ts');
  const { Missing } = await import('../models/missing.ts');
  return loadSimulatedModel(name, homes).catch((error: unknown) => {
    if (!(error instanceof Missing)) throw error;
    const { problem } = error;
    throw new Missing('model', {
      ...problem,
      rule: `${problem.rule}; ${OWN_MODEL}, such as --bytes 65536,40960 --input-bytes 3072 --classes 10`,
    });
  });
}

/** @throws InvalidInput where the file is of another number of exits than sizes were given for */
async function checkExits(file: string, { payloadBytes }: ModelSizes): Promise<void> {
  const { countCsvExits } = await import('../models/read-trace-csv.ts');
  const exits = await countCsvExits(file);
  if (exits < 2 || exits === payloadBytes.length + 1) return;
  const { refuse } = await import('../models/refuse.ts');
  const given = `${payloadBytes.length} size${payloadBytes.length === 1 ? '' : 's'}`;
  const needed = exits === 2 ? 'exit 1' : `exits 1..${exits - 1}`;
  throw refuse('--bytes', `${given}, and ${file} has ${exits} exits`, `give one for each of ${needed}; the last exit ships nothing`);
}

async function describe(
  name: string,
  sizes: ModelSizes,
  homes: { cwd: string; packageRoot: string },
  force: boolean,
): Promise<SimulatedModel> {
  const { describeModel } = await import('../models/describe-model.ts');
  const { join } = await import('node:path');
  const { model, outcome } = await describeModel(name, sizes, homes, force);
  process.stderr.write(`${outcome} ${join('models', name, 'manifest.json')}\n`);
  return model;
}

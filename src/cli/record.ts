/** `sim record`: what a model says about pictures, plain and coded, and how long each piece takes on this machine. */
import { RECORDED_CODECS, type RecordedCodec } from '../models/codecs/codec-names.ts';
import { defineCommand, EXIT, UsageError } from './command.ts';

/** Batch sizes of `--batch 1,2,4`. */
function parseBatches(text: string): number[] {
  const sizes = text.split(',').map((word) => (/^\d{1,4}$/.test(word.trim()) ? Number(word) : 0));
  if (sizes.includes(0))
    throw new UsageError(`--batch: "${text}" is no list of sizes; write whole numbers from 1 to 9999, such as 1,2,4,8`);
  return [...new Set(sizes)].sort((a, b) => a - b);
}

/** Codecs of `--codecs f16,jpeg`, in an order of their own. */
function parseCodecs(text: string): RecordedCodec[] {
  if (text === 'none') return [];
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !RECORDED_CODECS.some((codec) => codec === word));
  if (unknown !== undefined)
    throw new UsageError(`--codecs: "${unknown}" is no codec that is recorded; write ${RECORDED_CODECS.join(',')}, some of them, or none`);
  return RECORDED_CODECS.filter((codec) => words.includes(codec));
}

function atLeastOne(flag: string, value: number): number {
  if (value < 1) throw new UsageError(`--${flag}: ${value}; give 1 or more`);
  return value;
}

export const recordCommand = defineCommand({
  name: 'record',
  about: 'Record the logits and compute times of a model on this machine',
  positionals: { model: { kind: 'one', describe: 'Name of the model, as in models/NAME' } },
  flags: {
    provider: { kind: 'text', describe: 'Where the pieces run', choices: ['cpu', 'webgpu', 'cuda'], required: true },
    threads: { kind: 'count', describe: 'Threads of the cpu provider', fallback: '1' },
    'device-name': { kind: 'text', describe: 'Name of the device, kept in the timing', fallback: "the processor's name" },
    dataset: { kind: 'text', describe: 'Folder of the data set', fallback: 'data/' },
    split: { kind: 'text', describe: 'Part of the data set; names the trace', choices: ['test', 'validation'], fallback: 'test' },
    samples: { kind: 'count', describe: 'Take the first samples only', fallback: 'all' },
    batch: { kind: 'text', describe: 'Batch sizes to measure', fallback: '1,2,4,8,16' },
    passes: { kind: 'count', describe: 'Measurements of each sample, their median counts; 0 times nothing', fallback: '3' },
    codecs: { kind: 'text', describe: 'Codecs whose answers and sizes are recorded, or none', fallback: RECORDED_CODECS.join(',') },
    timing: { kind: 'text', describe: 'Name of the timing', fallback: 'cpu-1t, cpu-2t, ... or gpu' },
    out: { kind: 'text', describe: 'Folder of the trace', fallback: 'models/MODEL/traces' },
    force: { kind: 'switch', describe: 'Replace a trace that differs, or a timing of another machine' },
  },
  examples: [
    'sim record b-alexnet-cifar10 --provider cpu --threads 2',
    'sim record b-alexnet-cifar10 --provider webgpu --device-name "RTX 4090"',
    'sim record b-alexnet-cifar10 --provider cpu --codecs f16,jpeg --passes 0',
  ],
  async run(values) {
    const { cpus } = await import('node:os');
    const { join } = await import('node:path');
    const provider = values.provider as 'cpu' | 'webgpu' | 'cuda';
    if (provider !== 'cpu' && values.threads !== undefined)
      throw new UsageError('--threads: only the cpu provider has threads; leave it out');
    const threads = atLeastOne('threads', values.threads ?? 1);
    const passes = values.passes ?? 3;
    for (const flag of ['timing', 'batch'] as const) {
      if (passes === 0 && values[flag] !== undefined)
        throw new UsageError(`--${flag}: nothing is timed in 0 passes; leave it out, or give --passes 1 or more`);
    }
    const wanted = parseCodecs(values.codecs ?? RECORDED_CODECS.join(','));
    const batches = parseBatches(values.batch ?? '1,2,4,8,16');
    const split = values.split ?? 'test';
    const timing = values.timing ?? (provider === 'cpu' ? `cpu-${threads}t` : 'gpu');

    const { refuse } = await import('../models/refuse.ts');
    const { readDataset, takeSamples } = await import('../models/dataset.ts');
    const { openModel } = await import('../models/inference.ts').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      throw refuse('onnxruntime-node', 'is not installed', 'run npm install --ignore-scripts onnxruntime-node');
    });
    const { loadModel } = await import('../models/load-model.ts');
    const { packageRoot } = await import('../models/package-root.ts');
    const { checkCodecs, recordCoded } = await import('../models/record-coded.ts');
    const { recordModel } = await import('../models/record.ts');
    const { checkRoom, findCodecsToRecord, saveRecording } = await import('../models/save-recording.ts');
    const { TIMING_NAME } = await import('../models/trace-path.ts');
    const { showProgress } = await import('./progress.ts');
    if (!TIMING_NAME.test(timing)) throw new UsageError(`--timing: "${timing}" is no name; use letters, digits, - and _`);

    const cwd = process.cwd();
    const model = await loadModel(values.model, { cwd, packageRoot: packageRoot() });
    const all = await readDataset(model.manifest, { split, dir: values.dataset, cwd, place: join(model.folder, 'manifest.json') });
    const samples = atLeastOne('samples', values.samples ?? all.labels.length);
    if (samples > all.labels.length) {
      throw refuse('--samples', `${samples}`, `the ${split} split has ${all.labels.length} samples of this model's classes`);
    }
    const dataset = takeSamples(all, samples);
    if (dataset.isManifestCopy === false)
      process.stderr.write(`note: the ${split} split is not the copy that ${model.name} was trained with\n`);

    const machine = {
      provider,
      ...(provider === 'cpu' ? { threads: String(threads) } : {}),
      device: values['device-name'] ?? (provider === 'cpu' ? (cpus()[0]?.model.trim() ?? 'unnamed processor') : 'unnamed GPU'),
    };
    const options = { trace: join(values.out ?? join(model.folder, 'traces'), `${split}.parquet`), timing, force: values.force };
    await checkRoom({ model, dataset }, machine, options, passes > 0);
    const codecs = await findCodecsToRecord(wanted, model, options);
    checkCodecs(model.manifest, codecs);

    const stop = new AbortController();
    const interrupt = () => stop.abort();
    process.once('SIGINT', interrupt);
    const labels = { samples: `recording ${model.name}`, batches: 'recording batch sizes', codecs: `recording ${codecs.join(', ')}` };
    let line: { stage: string; progress: ReturnType<typeof showProgress> } | undefined;
    const tell = (stage: keyof typeof labels, done: number, total: number) => {
      if (line?.stage !== stage) {
        line?.progress.finish();
        line = { stage, progress: showProgress({ label: labels[stage], unit: stage === 'batches' ? 'pieces' : 'samples', total }) };
      }
      line.progress.update(done);
    };
    const open = await openModel(model, { provider, threads });
    try {
      const recording = await recordModel(open, model.manifest, dataset, {
        passes,
        batches,
        signal: stop.signal,
        onProgress: ({ stage, done, total }) => tell(stage, done, total),
      });
      const coded =
        codecs.length === 0
          ? undefined
          : await recordCoded(open, model.manifest, dataset, {
              codecs,
              signal: stop.signal,
              onProgress: (done, total) => tell('codecs', done, total),
            });
      line?.progress.finish();
      const facts = {
        ...machine,
        runtime: `${open.runtime}, node ${process.version}`,
        passes: String(passes),
        date: new Date().toISOString(),
      };
      const full = coded === undefined ? recording : { ...recording, coded };
      const saved = await saveRecording(full, { model, dataset }, facts, options);
      process.stderr.write(`${saved.trace} ${options.trace}\n`);
      if (saved.timingFile !== null) process.stderr.write(`written ${saved.timingFile}\n`);
      return EXIT.done;
    } catch (error) {
      line?.progress.finish();
      if (!stop.signal.aborted) throw error;
      process.stderr.write('interrupted; nothing was written\n');
      return EXIT.interrupted;
    } finally {
      process.off('SIGINT', interrupt);
      await open.close();
    }
  },
});

/**
 * Records what a model says about pictures and how long each of its pieces takes, one request at a time.
 *
 * Knows open models and data sets; writes nothing to disk and prints nothing.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Dataset } from './dataset.ts';
import type { OpenModel, OpenPiece, Tensor } from './inference.ts';
import type { Manifest } from './manifest.ts';
import { median, quantiles } from './quantiles.ts';
import { answerExits, runChain, takeBatch } from './run-chain.ts';
import type { BatchTimes } from './timing-file.ts';

/** How far a recording is; each stage counts from 0 to its total. */
export interface RecordProgress {
  readonly stage: 'samples' | 'batches';
  readonly done: number;
  readonly total: number;
}

export interface RecordOptions {
  /** How often every sample is measured; its time is the median. 0 records logits and no times. */
  readonly passes: number;
  /** Batch sizes to measure, each >= 1. */
  readonly batches: readonly number[];
  readonly onProgress?: (progress: RecordProgress) => void;
  /** Aborts between two samples; the recording then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** How much the times of one piece vary. */
export interface Spread {
  /** Quantiles over samples [ns]. */
  readonly p5Ns: number;
  readonly medianNs: number;
  readonly p95Ns: number;
  /** Median over samples of (max - min) / median across passes, >= 0; 0 with one pass. */
  readonly acrossPasses: number;
}

/** How long pieces take on the machine that recorded. */
export interface RecordedTimes {
  /** Median time over passes [ns] of each segment, each [samples]. */
  readonly segmentNs: readonly Float64Array[];
  /** Median time over passes [ns] of each branch, each [samples]. */
  readonly branchNs: readonly Float64Array[];
  /** `segment_1` ..., `branch_1` ... */
  readonly spread: Readonly<Record<string, Spread>>;
  readonly batchTimes: readonly BatchTimes[];
}

/** What was recorded. */
export interface Recording {
  /** Logits of each exit, row-major [samples x classes]. */
  readonly logits: readonly Float32Array[];
  /** Null where nothing was timed. */
  readonly times: RecordedTimes | null;
}

const WARM_UP_SAMPLES = 50;
/** Software GPUs take a second a sample: a warm-up ends after this long, once three samples are through. */
const WARM_UP_MS = 3000;
const SAMPLES_BETWEEN_COLLECTIONS = 256;
const COLLECTION_STEP = 97;
const BATCH_RUNS = { least: 5, most: 50, forMs: 500, warmUp: 2 } as const;

/** The garbage collector as a function: called between samples, it does not come in the middle of a measured span. */
function exposeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Runs a piece; the span covers the whole call, the output back in main memory. */
async function timePiece(piece: OpenPiece, input: Tensor): Promise<{ output: Tensor; ns: number }> {
  const begin = process.hrtime.bigint();
  const output = await piece.run(input);
  return { output, ns: Number(process.hrtime.bigint() - begin) };
}

async function warmUp(open: OpenModel, dataset: Dataset, input: Manifest['input'], signal: AbortSignal | undefined): Promise<void> {
  const until = performance.now() + WARM_UP_MS;
  for (let i = 0; i < WARM_UP_SAMPLES && (i < 3 || performance.now() < until); i++) {
    signal?.throwIfAborted();
    await runChain(open, takeBatch(dataset, input, i, 1), (piece, x) => piece.run(x));
  }
}

/** Median time [ns] of a piece for a whole batch. */
async function timeBatch(piece: OpenPiece, input: Tensor): Promise<number> {
  for (let i = 0; i < BATCH_RUNS.warmUp; i++) await piece.run(input);
  const times: number[] = [];
  const until = performance.now() + BATCH_RUNS.forMs;
  while (times.length < BATCH_RUNS.least || (times.length < BATCH_RUNS.most && performance.now() < until)) {
    times.push((await timePiece(piece, input)).ns);
  }
  return median(times);
}

async function recordBatches(open: OpenModel, dataset: Dataset, input: Manifest['input'], options: RecordOptions): Promise<BatchTimes[]> {
  const { batches, onProgress, signal } = options;
  const total = batches.length * (open.segments.length + open.branches.length);
  let done = 0;
  const table: BatchTimes[] = [];
  for (const batch of batches) {
    const times: { segment: number[]; branch: number[] } = { segment: [], branch: [] };
    await runChain(open, takeBatch(dataset, input, 0, batch), async (piece, x, kind) => {
      signal?.throwIfAborted();
      times[kind].push(await timeBatch(piece, x));
      onProgress?.({ stage: 'batches', done: ++done, total });
      return piece.run(x);
    });
    table.push({ batch, segmentNs: times.segment, branchNs: times.branch });
  }
  return table;
}

/** Times of one piece [passes][samples] as the median of each sample, and how much they vary. */
function condense(passes: readonly Float64Array[]): { times: Float64Array; spread: Spread } {
  const samples = passes[0]?.length ?? 0;
  const times = new Float64Array(samples);
  const variation = new Float64Array(samples);
  for (let sample = 0; sample < samples; sample++) {
    const [least, middle, most] = quantiles(
      passes.map((pass) => pass[sample] as number),
      [0, 50, 100],
    ) as [number, number, number];
    times[sample] = middle;
    variation[sample] = middle === 0 ? 0 : (most - least) / middle;
  }
  const [p5Ns, medianNs, p95Ns] = quantiles(times, [5, 50, 95]) as [number, number, number];
  return { times, spread: { p5Ns, medianNs, p95Ns, acrossPasses: median(variation) } };
}

/** Logits of each exit, row-major [samples x classes], and no times. */
async function recordLogits(
  open: OpenModel,
  { input, classes }: Manifest,
  dataset: Dataset,
  options: RecordOptions,
): Promise<Float32Array[]> {
  const samples = dataset.labels.length;
  const logits = open.segments.map(() => new Float32Array(samples * classes.length));
  for (let sample = 0; sample < samples; sample++) {
    options.signal?.throwIfAborted();
    const answers = await answerExits(open, takeBatch(dataset, input, sample, 1));
    for (const [k, answer] of answers.entries()) logits[k]?.set(answer, sample * classes.length);
    options.onProgress?.({ stage: 'samples', done: sample + 1, total: samples });
  }
  return logits;
}

/**
 * Records every sample of a data set, `passes` times, then the times by batch size; with no passes, its logits only.
 *
 * Logits are those of the first pass. Clock: process.hrtime.bigint. Throws what `signal` was aborted with.
 */
export async function recordModel(open: OpenModel, manifest: Manifest, dataset: Dataset, options: RecordOptions): Promise<Recording> {
  const { input, classes } = manifest;
  const { passes, onProgress, signal } = options;
  if (passes === 0) return { logits: await recordLogits(open, manifest, dataset, options), times: null };
  const samples = dataset.labels.length;
  const columns = (length: number) => Array.from({ length }, () => Array.from({ length: passes }, () => new Float64Array(samples)));
  const times = { segment: columns(open.segments.length), branch: columns(open.branches.length) };
  const logits = open.segments.map(() => new Float32Array(samples * classes.length));
  const collect = exposeCollector();
  await warmUp(open, dataset, input, signal);
  for (let pass = 0; pass < passes; pass++) {
    for (let sample = 0; sample < samples; sample++) {
      signal?.throwIfAborted();
      // Caches are cold after a collection: it falls on other samples in every pass, and the median leaves it out.
      if ((sample + pass * COLLECTION_STEP + 1) % SAMPLES_BETWEEN_COLLECTIONS === 0) collect();
      await runChain(open, takeBatch(dataset, input, sample, 1), async (piece, x, kind, k) => {
        const { output, ns } = await timePiece(piece, x);
        (times[kind][k]?.[pass] as Float64Array)[sample] = ns;
        const isExit = kind === 'branch' || k === open.segments.length - 1;
        if (isExit && pass === 0) logits[k]?.set(output.data as Float32Array, sample * classes.length);
        return output;
      });
      onProgress?.({ stage: 'samples', done: pass * samples + sample + 1, total: passes * samples });
    }
  }
  const batchTimes = await recordBatches(open, dataset, input, options);
  const segments = times.segment.map(condense);
  const branches = times.branch.map(condense);
  const named = (kind: string, pieces: typeof segments) => pieces.map(({ spread }, k) => [`${kind}_${k + 1}`, spread] as const);
  return {
    logits,
    times: {
      segmentNs: segments.map((piece) => piece.times),
      branchNs: branches.map((piece) => piece.times),
      spread: Object.fromEntries([...named('segment', segments), ...named('branch', branches)]),
      batchTimes,
    },
  };
}

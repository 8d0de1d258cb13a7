/**
 * Puts a recording on disk: its trace, unless one that agrees is there, and its timing beside it. A trace that is kept gains the
 * codecs it lacks.
 *
 * Several machines share one trace, each with a timing of its own: what they say must agree, how fast they are need not.
 */
import { InvalidInput } from '../problems/invalid-input.ts';
import type { RecordedCodec } from './codecs/codec-names.ts';
import { JPEG_QUALITY } from './codecs/jpeg.ts';
import type { Coded } from './coded.ts';
import { codecFacts, copyCodedColumns, listCodecs, toCodedColumns } from './coded-columns.ts';
import { answerExit } from './confidence.ts';
import type { Dataset } from './dataset.ts';
import type { Model } from './load-model.ts';
import { Missing } from './missing.ts';
import { readParquet } from './parquet.ts';
import type { Recording } from './record.ts';
import { refuse } from './refuse.ts';
import { writeTiming } from './timing-file.ts';
import type { Trace } from './trace.ts';
import { readTrace, type TraceDraft, writeTrace } from './trace-file.ts';
import { timingPath } from './trace-path.ts';

/** Logits of two machines may differ by this much: float32 sums in another order. */
const LOGIT_TOLERANCE = 1e-3;

/** Facts of where and how a recording was made; all go into the footers. */
export interface RecordingFacts {
  readonly provider: string;
  /** Threads of the CPU provider; absent elsewhere. */
  readonly threads?: string;
  readonly device: string;
  /** `onnxruntime-node 1.30.0, node v20.20.2`. */
  readonly runtime: string;
  readonly passes: string;
  /** ISO 8601. */
  readonly date: string;
}

export interface SaveOptions {
  /** Path of the trace. */
  readonly trace: string;
  /** Name of the timing; not used where nothing was timed. */
  readonly timing: string;
  readonly force: boolean;
}

/** What a recording is of. */
export interface RecordingSource {
  readonly model: Model;
  readonly dataset: Dataset;
}

/** The trace that is there; nothing where there is none, or one that cannot be read and is to be replaced anyway. */
async function readPresent({ trace, force }: SaveOptions, model: Model): Promise<Trace | undefined> {
  return readTrace(trace, model).catch((error: unknown) => {
    if (error instanceof Missing || (force && error instanceof InvalidInput)) return undefined;
    throw error;
  });
}

/** Why a recording of these samples cannot share the trace that is there, or nothing when it can. */
function findOtherSamples(present: Trace, { sampleIds, labels }: Dataset): string | undefined {
  if (present.logits === null) return 'the trace there was imported and has no logits to compare with';
  const isSame =
    present.samples === labels.length && present.sampleIds.every((id, i) => id === sampleIds[i] && present.labels[i] === labels[i]);
  return isSame ? undefined : `the trace there is of ${present.samples} samples, this recording of ${labels.length} or of others`;
}

/** Why pictures cannot share the trace that is there: they are another copy of the data set, so logits will differ. */
function findOtherCopy(present: Trace, { sha256 }: Dataset): string | undefined {
  const known = present.metadata['dataset_sha256'];
  return known === undefined || known === sha256 ? undefined : 'the trace there was recorded from another copy of these pictures';
}

/** Why logits cannot share the trace that is there, or nothing when they can. */
function findOtherLogits(present: Trace, logits: Recording['logits']): string | undefined {
  let largest = 0;
  for (const [k, values] of (present.logits ?? []).entries()) {
    for (const [i, value] of values.entries()) largest = Math.max(largest, Math.abs(value - (logits[k]?.[i] as number)));
  }
  return largest > LOGIT_TOLERANCE ? `logits differ by up to ${largest.toPrecision(3)} from the trace there` : undefined;
}

const REMEDY = 'choose another --out or --timing, or give --force to replace it';

/**
 * Throws InvalidInput when what is to be written would destroy something, so that nothing is measured in vain: a trace of other
 * samples, or a timing of another provider, number of threads or device. `force` allows both. `isTimed` is false where no timing
 * will be written.
 */
export async function checkRoom(
  { model, dataset }: RecordingSource,
  facts: Pick<RecordingFacts, 'provider' | 'threads' | 'device'>,
  options: SaveOptions,
  isTimed = true,
): Promise<void> {
  if (options.force) return;
  const present = await readPresent(options, model);
  const others = present === undefined ? undefined : (findOtherSamples(present, dataset) ?? findOtherCopy(present, dataset));
  if (others !== undefined) throw refuse(options.trace, others, 'give --out FOLDER for a trace of its own, or --force to replace it');
  if (!isTimed) return;
  const path = timingPath(options.trace, options.timing);
  const timing = await readParquet(path).catch(() => undefined);
  if (timing === undefined) return;
  const { provider, threads, device } = timing.metadata;
  if (provider === facts.provider && threads === facts.threads && device === facts.device) return;
  throw refuse(path, `a timing of ${[provider, threads && `${threads} threads`, device].filter(Boolean).join(', ')} is there`, REMEDY);
}

/**
 * Those of the `wanted` codecs that are to be recorded: all with `force` or where there is no trace yet, else those that the trace
 * there lacks.
 */
export async function findCodecsToRecord(wanted: readonly RecordedCodec[], model: Model, options: SaveOptions): Promise<RecordedCodec[]> {
  const present = options.force ? undefined : await readPresent(options, model);
  const known = present === undefined ? [] : listCodecs(present);
  return wanted.filter((codec) => !known.includes(codec));
}

/** Footer facts of codecs: where, on what and when they were recorded, and at which quality. */
function toCodecFacts(codecs: readonly RecordedCodec[], { provider, device, runtime, date }: RecordingFacts): Record<string, string> {
  const origin = `${provider}, ${device}, ${runtime}, ${date}`;
  return codecFacts(codecs, (codec) => (codec === 'jpeg' ? `quality ${JPEG_QUALITY}, ${origin}` : origin));
}

/** Puts codecs into a trace that stays as it is otherwise; those it has already stay too, unless `force` replaces them. */
async function addCodecs(present: Trace, coded: Coded, facts: RecordingFacts, { trace: path, force }: SaveOptions): Promise<boolean> {
  const known = listCodecs(present).filter((codec) => !(force && coded.codecs.includes(codec)));
  const fresh = coded.codecs.filter((codec) => !known.includes(codec));
  if (fresh.length === 0) return false;
  const isFresh = ({ codec }: { readonly codec: RecordedCodec }) => fresh.includes(codec);
  const added: Coded = { codecs: fresh, logits: coded.logits.filter(isFresh), sizes: coded.sizes.filter(isFresh) };
  const columns = [...(await copyCodedColumns(path, present, known)), ...toCodedColumns(added, present.classes)];
  await writeTrace(path, { ...present, metadata: { ...present.metadata, ...toCodecFacts(fresh, facts) } }, columns);
  return true;
}

function toTrace(recording: Recording, model: Model, dataset: Dataset, facts: RecordingFacts): TraceDraft {
  const answers = recording.logits.map((logits) => answerExit(logits, model.classes));
  const { passes: _, ...origin } = facts;
  return {
    samples: dataset.labels.length,
    exits: model.exits,
    classes: model.classes,
    sampleIds: dataset.sampleIds,
    labels: dataset.labels,
    logits: recording.logits,
    confidence: answers.map(({ confidence }) => confidence),
    prediction: answers.map(({ prediction }) => prediction),
    metadata: { ...origin, ...originOf(model, dataset) },
  };
}

function originOf(model: Model, dataset: Dataset): Record<string, string> {
  return {
    model: model.name,
    model_sha256: model.sha256,
    dataset: dataset.name,
    dataset_sha256: dataset.sha256,
    split: dataset.split,
    clock: 'process.hrtime.bigint',
  };
}

/** What was recorded, of codecs too. */
export type FullRecording = Recording & { readonly coded?: Coded };

/** What became of the trace; the timing's path, null where nothing was timed. */
export interface SaveOutcome {
  readonly trace: 'written' | 'kept' | 'extended';
  readonly timingFile: string | null;
}

const NO_CODECS: Coded = { codecs: [], logits: [], sizes: [] };

/**
 * Writes trace and timing; a trace that is there is kept when its logits agree within 1e-3, and extended by codecs it lacks.
 *
 * Throws InvalidInput when they do not and `force` is not given.
 */
export async function saveRecording(
  recording: FullRecording,
  { model, dataset }: RecordingSource,
  facts: RecordingFacts,
  options: SaveOptions,
): Promise<SaveOutcome> {
  const { logits, times, coded = NO_CODECS } = recording;
  const present = await readPresent(options, model);
  const disagreement = present === undefined ? undefined : (findOtherSamples(present, dataset) ?? findOtherLogits(present, logits));
  if (disagreement !== undefined && !options.force) throw refuse(options.trace, disagreement, REMEDY);
  let trace: SaveOutcome['trace'] = 'written';
  if (present !== undefined && disagreement === undefined) {
    trace = (await addCodecs(present, coded, facts, options)) ? 'extended' : 'kept';
  } else {
    const draft = toTrace(recording, model, dataset, facts);
    const metadata = { ...draft.metadata, ...toCodecFacts(coded.codecs, facts) };
    await writeTrace(options.trace, { ...draft, metadata }, toCodedColumns(coded, model.classes));
  }
  if (times === null) return { trace, timingFile: null };
  const metadata = {
    ...facts,
    ...originOf(model, dataset),
    spread: JSON.stringify(times.spread),
    time_by_batch: JSON.stringify(times.batchTimes),
  };
  const { segmentNs, branchNs } = times;
  const timing = { name: options.timing, samples: dataset.labels.length, segmentNs, branchNs, metadata };
  return { trace, timingFile: await writeTiming(options.trace, timing, dataset.sampleIds) };
}

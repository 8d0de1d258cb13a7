/**
 * Records what codecs do: answers to coded payloads, and sizes of coded pictures. Nothing is timed here.
 *
 * Samples run one by one: in batches ONNX Runtime sums in another order, and logits would differ in their last bits.
 */
import { codeFeatures } from './codecs/code-features.ts';
import { isFeatureCodec, type RecordedCodec } from './codecs/codec-names.ts';
import { decodeJpeg, encodeJpeg } from './codecs/jpeg.ts';
import type { Picture } from './codecs/picture.ts';
import { encodePng } from './codecs/png.ts';
import { type Coded, type CodedLogits, type CodedSizes, codedPaths } from './coded.ts';
import type { Dataset } from './dataset.ts';
import { makeTensor, type OpenModel, type Tensor } from './inference.ts';
import type { Manifest } from './manifest.ts';
import { normalise } from './normalise.ts';
import { refuse } from './refuse.ts';
import { answerExits, takeBatch } from './run-chain.ts';

export interface RecordCodedOptions {
  readonly codecs: readonly RecordedCodec[];
  /** Called after every sample. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts between two samples; the recording then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Throws InvalidInput where codecs cannot code a model's pictures: files of pictures have three channels here. */
export function checkCodecs({ input }: Manifest, codecs: readonly RecordedCodec[]): void {
  const channels = input.shape[1];
  if (channels === 3 || codecs.every(isFeatureCodec)) return;
  throw refuse('--codecs', `png and jpeg of ${channels} channels`, 'they code pictures of 3 channels; write --codecs f16,u8');
}

/** Room for the logits of a codec, and a function that puts in those of a sample that left at `from`. */
function makeAnswers(codec: RecordedCodec, exits: number, samples: number, classes: number) {
  const answers: CodedLogits[] = codedPaths(codec, exits).map((path) => ({
    codec,
    ...path,
    logits: new Float32Array(samples * classes),
  }));
  const put = (from: number, sample: number, logits: readonly Float32Array[]) => {
    const paths = answers.filter((answer) => answer.from === from);
    for (const [i, { logits: all }] of paths.entries()) all.set(logits[i] as Float32Array, sample * classes);
  };
  return { answers, put };
}

/**
 * Runs every sample of a data set under every codec: its features coded at each exit it may leave at, its picture coded as JPEG,
 * and what is left of the model run on what a receiver decodes.
 *
 * Throws InvalidInput where pictures are no three channels, and what `signal` was aborted with.
 */
export async function recordCoded(open: OpenModel, manifest: Manifest, dataset: Dataset, options: RecordCodedOptions): Promise<Coded> {
  checkCodecs(manifest, options.codecs);
  const { input, segments, classes } = manifest;
  const { codecs, onProgress, signal } = options;
  const samples = dataset.labels.length;
  const [, , height, width] = input.shape as [number, number, number, number];
  const takePicture = (sample: number): Picture => ({
    height,
    width,
    planes: dataset.pixels.subarray(sample * dataset.pixelBytes, (sample + 1) * dataset.pixelBytes),
  });
  const kept = codecs.map((codec) => ({ codec, ...makeAnswers(codec, segments.length, samples, classes.length) }));
  const features = kept.flatMap(({ codec, put }) => (isFeatureCodec(codec) ? [{ codec, put }] : []));
  const jpeg = kept.find(({ codec }) => codec === 'jpeg');
  const sizes: CodedSizes[] = (['png', 'jpeg'] as const)
    .filter((codec) => codecs.includes(codec))
    .map((codec) => ({ codec, bytes: new Int32Array(samples) }));
  const putSize = (codec: 'png' | 'jpeg', sample: number, bytes: number) => {
    (sizes.find((column) => column.codec === codec) as CodedSizes).bytes[sample] = bytes;
  };

  const sendFeatures = async (sample: number) => {
    let sent: Tensor = takeBatch(dataset, input, sample, 1);
    for (const [k, segment] of open.segments.slice(0, -1).entries()) {
      sent = await segment.run(sent);
      const shape = (segments[k] as Manifest['segments'][number]).outputShape;
      for (const { codec, put } of features) {
        const received = makeTensor(codeFeatures(codec, sent.data as Float32Array), shape, 1);
        put(k + 1, sample, await answerExits(open, received, k + 1));
      }
    }
  };
  for (let sample = 0; sample < samples; sample++) {
    signal?.throwIfAborted();
    if (features.length > 0) await sendFeatures(sample);
    if (codecs.includes('png')) putSize('png', sample, encodePng(takePicture(sample)).length);
    if (jpeg !== undefined) {
      const file = encodeJpeg(takePicture(sample));
      putSize('jpeg', sample, file.length);
      const received = makeTensor(normalise(decodeJpeg(file).planes, input), input.shape, 1);
      jpeg.put(0, sample, await answerExits(open, received));
    }
    onProgress?.(sample + 1, samples);
  }
  return { codecs, logits: kept.flatMap(({ answers }) => answers), sizes };
}

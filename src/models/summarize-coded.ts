/**
 * What codecs do to a trace, in a few numbers: a row for each payload a request may ship and each codec it may ship it in.
 *
 * Knows traces and codecs; how they are printed is the command's matter.
 */
import { isFeatureCodec, type RecordedCodec } from './codecs/codec-names.ts';
import { listCodecs } from './coded-columns.ts';
import type { Manifest, Sizes } from './manifest.ts';
import { payloadBytes, pictureBytes } from './payload-bytes.ts';
import { median } from './quantiles.ts';
import { type CodedAnswers, readCoded } from './read-coded.ts';
import { accuracyOf } from './summarize-trace.ts';
import type { Trace } from './trace.ts';

/** One payload under one codec, over all samples. */
export interface CodedSummary {
  readonly codec: 'f32' | 'raw' | RecordedCodec;
  /** Exit at which the request left; 0 where the payload is the picture. */
  readonly from: number;
  /** Mean size of the payload [B]; null where nothing tells it. */
  readonly meanBytes: number | null;
  /** Median size of the payload [B]; null where nothing tells it. */
  readonly medianBytes: number | null;
  /** Accuracy of the exits from + 1..N after the codec, in 0..1. */
  readonly accuracy: readonly { readonly exit: number; readonly accuracy: number }[];
}

/** Accuracies of the exits after `from`; those of the plain trace where the codec changes nothing. */
function accuraciesFrom(from: number, trace: Trace, exits: CodedAnswers['exits']): CodedSummary['accuracy'] {
  const { labels, prediction } = trace;
  const plain = prediction.map((column, k) => ({ from, exit: k + 1, prediction: column }));
  return (exits ?? plain)
    .filter((answer) => answer.from === from && answer.exit > from)
    .map((answer) => ({ exit: answer.exit, accuracy: accuracyOf(answer.prediction, labels) }));
}

function sizeOf(bytes: number | undefined): Pick<CodedSummary, 'meanBytes' | 'medianBytes'> {
  return { meanBytes: bytes ?? null, medianBytes: bytes ?? null };
}

function sizesOf(bytes: Float64Array): Pick<CodedSummary, 'meanBytes' | 'medianBytes'> {
  return { meanBytes: bytes.reduce((a, b) => a + b, 0) / bytes.length, medianBytes: median(bytes) };
}

/**
 * Payload by payload, beginning with the picture: uncoded, and under every codec that the trace tells of. Empty where it tells of none.
 *
 * @param manifest the model's, for sizes that follow from shapes; sizes are null without it
 */
export async function summarizeCoded(path: string, trace: Trace, manifest: Manifest | Sizes | undefined): Promise<CodedSummary[]> {
  const codecs = listCodecs(trace);
  if (codecs.length === 0) return [];
  const rawBytes = manifest && pictureBytes(manifest);
  const rows: CodedSummary[] = [{ codec: 'raw', from: 0, ...sizeOf(rawBytes), accuracy: accuraciesFrom(0, trace, null) }];
  for (const codec of codecs.filter((name) => !isFeatureCodec(name))) {
    const { exits, inputBytes } = await readCoded(path, trace, 'input', codec);
    rows.push({ codec, from: 0, ...sizesOf(inputBytes as Float64Array), accuracy: accuraciesFrom(0, trace, exits) });
  }
  const features = ['f32' as const, ...codecs.filter(isFeatureCodec)];
  const answers = await Promise.all(features.map(async (codec) => ({ codec, ...(await readCoded(path, trace, 'features', codec)) })));
  for (let from = 1; from < trace.exits; from++) {
    for (const { codec, exits } of answers) {
      const bytes = manifest && payloadBytes(manifest, codec)[from - 1];
      rows.push({ codec, from, ...sizeOf(bytes), accuracy: accuraciesFrom(from, trace, exits) });
    }
  }
  return rows;
}

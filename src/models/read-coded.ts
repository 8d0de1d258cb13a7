/**
 * What a trace tells of a codec: answers of requests whose payload was coded, and sizes of coded pictures.
 *
 * Reads the columns of that one codec; what a plain recording needs is read by trace-file.ts and not touched here.
 */
import { isFeatureCodec, isPictureCodec, type RecordedCodec } from './codecs/codec-names.ts';
import { codedPaths } from './coded.ts';
import { codedColumnNames, codedLogitNames, codedSizeName, listCodecs } from './coded-columns.ts';
import { answerExit } from './confidence.ts';
import { listProblems } from './problem-list.ts';
import { refuse } from './refuse.ts';
import { takeColumn } from './table-columns.ts';
import type { Trace } from './trace.ts';
import { readTraceTable, takeLogits } from './trace-file.ts';

/** What a codec changes for the samples of a trace, in its order. */
export interface CodedAnswers {
  /** Answers of coded requests; null where the codec changes nothing. */
  readonly exits:
    | readonly {
        /** Exit at which the request left; 0 where the payload is the picture. */
        readonly from: number;
        /** Exit that answers, > from. */
        readonly exit: number;
        /** Maximum of softmax [samples], in (0, 1]. */
        readonly confidence: Float64Array;
        /** Predicted class index [samples]. */
        readonly prediction: Int32Array;
        /** Row-major [samples x classes]. */
        readonly logits: Float32Array;
      }[]
    | null;
  /** Size of the coded picture [B] [samples]; null where a rule tells it (features, raw pictures). */
  readonly inputBytes: Float64Array | null;
}

const SIZE = { isInteger: true, min: 1, max: 2 ** 31 - 1, rule: 'a coded picture is a whole number of bytes above 0' } as const;

function missingCodec(path: string, { metadata, logits }: Trace, codec: RecordedCodec): Error {
  const model = metadata['model'] ?? 'MODEL';
  const rule = `record it with sim record ${model} --provider cpu --codecs ${codec}`;
  if (logits === null) return refuse(path, `an imported trace tells nothing of codec ${codec}`, `${rule} --out FOLDER`);
  return refuse(path, `codec ${codec} was not recorded`, `${rule} --passes 0, which leaves timings alone`);
}

/**
 * Reads what the trace at `path` says of a codec.
 *
 * Throws InvalidInput where the codec was not recorded, does not act on the payload, or its columns are damaged.
 */
export async function readCoded(
  path: string,
  trace: Trace,
  payload: 'features' | 'input',
  codec: 'f32' | RecordedCodec,
): Promise<CodedAnswers> {
  if (codec === 'f32') return { exits: null, inputBytes: null };
  if (payload !== (isFeatureCodec(codec) ? 'features' : 'input')) {
    throw refuse(path, `codec ${codec} does not act on ${payload}`, 'f16 and u8 code features, png and jpeg code the input');
  }
  if (!listCodecs(trace).includes(codec)) throw missingCodec(path, trace, codec);
  const wanted = new Set(codedColumnNames(codec, trace));
  const table = await readTraceTable(path, (column) => wanted.has(column));
  if (table.sha256 !== trace.sha256) throw refuse(path, 'it was written again while it was read', 'run again');
  const problems = listProblems();
  const answers = codedPaths(codec, trace.exits).map((request) => {
    const logits = takeLogits(table, codedLogitNames(codec, request, trace.classes), path, problems);
    return { ...request, ...answerExit(logits, trace.classes), logits };
  });
  const sizes = isPictureCodec(codec) ? Float64Array.from(takeColumn(table, codedSizeName(codec), path, SIZE, problems)) : null;
  problems.throwIfAny();
  return { exits: answers.length === 0 ? null : answers, inputBytes: sizes };
}

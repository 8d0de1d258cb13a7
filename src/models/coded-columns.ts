/**
 * The columns in which a trace tells of codecs, beside those of trace-file.ts.
 *
 * `f16_from_1_exit_3_logit_0` (float32): request left exit 1, its features coded as f16, and this is what exit 3 says.
 * `jpeg_exit_3_logit_0` (float32): the picture was coded. `png_bytes`, `jpeg_bytes` (int32): size of the coded picture.
 * The footer has `codec_NAME` for each codec recorded: where, on what and when.
 */
import { isPictureCodec, RECORDED_CODECS, type RecordedCodec } from './codecs/codec-names.ts';
import { type Coded, type CodedPath, codedPaths } from './coded.ts';
import type { Column, ColumnValues } from './parquet.ts';
import { refuse } from './refuse.ts';
import type { Trace } from './trace.ts';
import { logitColumns, readTraceTable } from './trace-file.ts';

/** Names of the columns [classes] that hold the logits of a request. */
export function codedLogitNames(codec: RecordedCodec, { from, exit }: CodedPath, classes: number): string[] {
  const start = from === 0 ? codec : `${codec}_from_${from}`;
  return Array.from({ length: classes }, (_, c) => `${start}_exit_${exit}_logit_${c}`);
}

/** Name of the column that holds the sizes of pictures. */
export function codedSizeName(codec: RecordedCodec): string {
  return `${codec}_bytes`;
}

function footerKey(codec: RecordedCodec): string {
  return `codec_${codec}`;
}

/** Codecs that a trace tells of, going by its footer. */
export function listCodecs({ metadata }: Pick<Trace, 'metadata'>): RecordedCodec[] {
  return RECORDED_CODECS.filter((codec) => metadata[footerKey(codec)] !== undefined);
}

/** What the footer says of codecs recorded by `origin`. */
export function codecFacts(codecs: readonly RecordedCodec[], origin: (codec: RecordedCodec) => string): Record<string, string> {
  return Object.fromEntries(codecs.map((codec) => [footerKey(codec), origin(codec)]));
}

/** What was recorded of codecs, as columns. */
export function toCodedColumns({ logits, sizes }: Coded, classes: number): Column[] {
  return [
    ...logits.flatMap((answer) => logitColumns(codedLogitNames(answer.codec, answer, classes), answer.logits)),
    ...sizes.map(({ codec, bytes }) => ({ name: codedSizeName(codec), type: 'INT32', data: bytes }) as const),
  ];
}

/** Names of all columns that tell of a codec. */
export function codedColumnNames(codec: RecordedCodec, { exits, classes }: Pick<Trace, 'exits' | 'classes'>): string[] {
  const answers = codedPaths(codec, exits).flatMap((path) => codedLogitNames(codec, path, classes));
  return isPictureCodec(codec) ? [...answers, codedSizeName(codec)] : answers;
}

function toColumn(name: string, data: ColumnValues | undefined, path: string): Column {
  if (data instanceof Int32Array) return { name, type: 'INT32', data };
  if (data instanceof Float32Array) return { name, type: 'FLOAT', data };
  throw refuse(path, `its column ${name} is missing or of another type`, 'record the trace again with --force');
}

/** The columns of some codecs as they stand in a trace's file. Throws InvalidInput where they are not what sim record writes. */
export async function copyCodedColumns(path: string, trace: Trace, codecs: readonly RecordedCodec[]): Promise<Column[]> {
  const names = codecs.flatMap((codec) => codedColumnNames(codec, trace));
  if (names.length === 0) return [];
  const wanted = new Set(names);
  const { columns } = await readTraceTable(path, (name) => wanted.has(name));
  return names.map((name) => toColumn(name, columns.get(name), path));
}

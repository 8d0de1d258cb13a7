/**
 * What a recording tells of codecs, in memory: logits of requests whose payload was coded, and sizes of coded pictures.
 *
 * Knows which requests there are under a codec; knows nothing of how payloads are coded (codecs/) or kept (coded-columns.ts).
 */
import { isFeatureCodec, type PictureCodec, type RecordedCodec } from './codecs/codec-names.ts';

/** A request under a codec: where its payload was coded, and where it is answered. */
export interface CodedPath {
  /** Exit at which the request left; 0 where the payload is the picture. */
  readonly from: number;
  /** Exit that answers, > from. */
  readonly exit: number;
}

/** What an exit said about every sample whose payload had been through a codec. */
export interface CodedLogits extends CodedPath {
  readonly codec: RecordedCodec;
  /** Row-major [samples x classes]. */
  readonly logits: Float32Array;
}

/** How large every sample's picture is under a codec. */
export interface CodedSizes {
  readonly codec: PictureCodec;
  /** Size [B] [samples]. */
  readonly bytes: Int32Array;
}

/** All that was recorded of some codecs. */
export interface Coded {
  readonly codecs: readonly RecordedCodec[];
  readonly logits: readonly CodedLogits[];
  readonly sizes: readonly CodedSizes[];
}

/**
 * The requests whose answers a codec may change: for features, from every exit but the last to every later one; for jpeg, from
 * the picture to every exit; none for png, which loses nothing.
 * @param exits number of exits N
 * @example codedPaths('f16', 3) // 1 to 2, 1 to 3, 2 to 3
 */
export function codedPaths(codec: RecordedCodec, exits: number): CodedPath[] {
  if (codec === 'png') return [];
  const starts = isFeatureCodec(codec) ? Array.from({ length: exits - 1 }, (_, i) => i + 1) : [0];
  return starts.flatMap((from) => Array.from({ length: exits - from }, (_, i) => ({ from, exit: from + i + 1 })));
}

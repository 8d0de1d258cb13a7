/** How large what crosses a cut is, as a model's manifest tells; knows nothing of recordings, in which coded pictures are measured. */
import type { FeatureCodec } from './codecs/codec-names.ts';
import { codedBytes } from './codecs/coded-bytes.ts';
import { hasPieces, type Manifest, type Sizes } from './manifest.ts';

const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/**
 * Size [B] of what a request ships when it leaves at exit k = 1..N-1: segment k's output under a codec of features.
 * @example payloadBytes(manifest, 'u8') // [16392, 10248]
 */
export function payloadBytes(manifest: Manifest | Sizes, codec: 'f32' | FeatureCodec): number[] {
  if (hasPieces(manifest)) return manifest.segments.slice(0, -1).map(({ outputShape }) => codedBytes(codec, product(outputShape)));
  return manifest.segments.slice(0, -1).map(({ bytes }) => bytes[codec] ?? codedBytes(codec, Math.ceil(bytes.f32 / 4)));
}

/** Size [B] of the picture as raw 8-bit pixels: its own where the manifest says one, else a byte for each value of the input. */
export function pictureBytes(manifest: Manifest | Sizes): number {
  if (!hasPieces(manifest)) return manifest.input.bytes;
  const picture = manifest.dataset?.['pictureBytes'];
  return typeof picture === 'number' ? picture : product(manifest.input.shape);
}

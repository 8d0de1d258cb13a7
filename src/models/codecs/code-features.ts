/** What a tensor becomes on its way through a codec; knows numbers only. */
import type { FeatureCodec } from './codec-names.ts';
import { decodeF16, encodeF16 } from './f16.ts';
import { decodeU8, encodeU8 } from './u8.ts';

const THROUGH: Readonly<Record<FeatureCodec, (values: Float32Array) => Float32Array>> = {
  f16: (values) => decodeF16(encodeF16(values)),
  u8: (values) => decodeU8(encodeU8(values)),
};

/**
 * The values of one sample's tensor as the receiver has them, coded and decoded.
 * @example codeFeatures('f16', Float32Array.of(0.1)) // 0.0999755859375
 */
export function codeFeatures(codec: FeatureCodec, values: Float32Array): Float32Array {
  return THROUGH[codec](values);
}

/** How large a coded tensor is: a rule of its number of values alone. Pictures have no such rule, their sizes are measured. */
import type { FeatureCodec } from './codec-names.ts';

/** Size [B] of `values` numbers. */
const RULES: Readonly<Record<'f32' | FeatureCodec, { readonly bytes: (values: number) => number; readonly rule: string }>> = {
  f32: { bytes: (values) => 4 * values, rule: '4 bytes x the product of outputShape' },
  f16: { bytes: (values) => 2 * values, rule: '2 bytes x the product of outputShape' },
  u8: { bytes: (values) => values + 8, rule: '1 byte x the product of outputShape and 8 for the range' },
};

/**
 * Size [B] of a tensor of `values` numbers under a codec.
 * @example codedBytes('u8', 16384) // 16392
 */
export function codedBytes(codec: keyof typeof RULES, values: number): number {
  return RULES[codec].bytes(values);
}

/** The rule in words, for those who broke it. */
export function codedBytesRule(codec: keyof typeof RULES): string {
  return RULES[codec].rule;
}

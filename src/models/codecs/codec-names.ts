/** What codecs are called, and what each acts on; knows neither pixels nor tensors. */

/** Codecs of features that change values; f32 ships them as they are. */
export const FEATURE_CODECS = ['f16', 'u8'] as const;
export type FeatureCodec = (typeof FEATURE_CODECS)[number];

/** Codecs of the picture; without one it is shipped as raw 8-bit pixels. */
const PICTURE_CODECS = ['png', 'jpeg'] as const;
export type PictureCodec = (typeof PICTURE_CODECS)[number];

/** Codecs that a recording measures: what they do to answers, or how large they make a picture. */
export const RECORDED_CODECS = [...FEATURE_CODECS, ...PICTURE_CODECS] as const;
export type RecordedCodec = (typeof RECORDED_CODECS)[number];

export function isFeatureCodec(codec: string): codec is FeatureCodec {
  return FEATURE_CODECS.some((name) => name === codec);
}

export function isPictureCodec(codec: string): codec is PictureCodec {
  return PICTURE_CODECS.some((name) => name === codec);
}

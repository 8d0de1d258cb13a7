/** Pictures as JPEG files, which are not what they were: the one door to jpeg-js. */
import { decode, encode } from 'jpeg-js';
import { type Picture, toPixels, toPlanes } from './picture.ts';

/** Quality of 1..100, as the Independent JPEG Group scales its tables; recorded accuracies are of this one. */
export const JPEG_QUALITY = 90;

/**
 * A picture as the bytes of a baseline JPEG file: quality 90, colours not thinned (4:4:4), tables included.
 * @see https://www.w3.org/Graphics/JPEG/itu-t81.pdf
 */
export function encodeJpeg(picture: Picture): Uint8Array {
  const { width, height } = picture;
  return encode({ width, height, data: toPixels(picture, 4) }, JPEG_QUALITY).data;
}

/** The picture in a JPEG file of three channels. */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false });
  return { width, height, planes: toPlanes(data) };
}

/** Pictures between two orders of their bytes: planes, as data sets have them, and pixels, as files of pictures do. */

/** A picture of three 8-bit channels. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue plane one after the other [3 x height x width]. */
  readonly planes: Uint8Array;
}

/**
 * From planes to pixels [height x width x depth]; channels beyond the third are opaque (255).
 * @param depth bytes of a pixel: 3, or 4 with alpha
 * @example toPixels({ width: 1, height: 1, planes: Uint8Array.of(1, 2, 3) }, 4) // 1, 2, 3, 255
 */
export function toPixels({ planes }: Picture, depth: 3 | 4): Uint8Array {
  const plane = planes.length / 3;
  const pixels = new Uint8Array(depth * plane).fill(255);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) pixels[depth * i + c] = planes[c * plane + i] as number;
  return pixels;
}

/** From pixels of 3 bytes to planes. */
export function toPlanes(pixels: Uint8Array): Uint8Array {
  const plane = pixels.length / 3;
  const planes = new Uint8Array(pixels.length);
  for (let i = 0; i < plane; i++) for (let c = 0; c < 3; c++) planes[c * plane + i] = pixels[3 * i + c] as number;
  return planes;
}

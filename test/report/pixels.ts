/** A PNG as pixels, for tests that look whether something was drawn. */

import { PNG } from 'pngjs';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Whether a pixel differs much from the one in the upper left corner. */
  isInk(x: number, y: number): boolean;
}

export function decodePng(bytes: Uint8Array): Pixels {
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  const brightness = (x: number, y: number): number => {
    const at = 4 * (y * width + x);
    return ((data[at] as number) + (data[at + 1] as number) + (data[at + 2] as number)) / 3;
  };
  const ground = brightness(0, 0);
  return { width, height, isInk: (x, y) => Math.abs(brightness(x, y) - ground) > 100 };
}

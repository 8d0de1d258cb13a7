/** From 8-bit pixels to what a network takes; knows numbers only. */
import type { Manifest } from './manifest.ts';

/**
 * x = (pixel / 255 - mean) / std of each channel, rounded to float32 after every step as the training did it.
 * @param pixels [samples x channels x height x width]
 */
export function normalise(pixels: Uint8Array, { shape, mean, std }: Manifest['input']): Float32Array {
  const channels = mean.length;
  const plane = shape.slice(2).reduce((a, b) => a * b, 1);
  const means = Float32Array.from(mean);
  const stds = Float32Array.from(std);
  const x = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const channel = Math.floor(i / plane) % channels;
    const share = Math.fround((pixels[i] as number) / 255);
    x[i] = Math.fround(share - (means[channel] as number)) / (stds[channel] as number);
  }
  return x;
}

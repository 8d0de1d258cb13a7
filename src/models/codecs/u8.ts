/**
 * Features as one byte a value between the least and the largest of the tensor; knows numbers only.
 *
 * Layout: least and largest as little-endian float32, then one level a value.
 */

const HEADER_BYTES = 8;
const LEVELS = 255;

/**
 * Codes finite float32 values to the nearest of 256 levels, evenly spaced from their least to their largest.
 *
 * level = round(255 (x - min) / (max - min)), 0 where all values are alike; a decoded value is off by half a step,
 * (max - min) / 510, at most.
 * @see Jacob et al. 2018, Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference, section 2.1
 * @returns 1 byte a value and 8 for the range
 * @example encodeU8(Float32Array.of(0, 1)) // 0, 0, 0, 0, 0, 0, 128, 63, then levels 0, 255
 */
export function encodeU8(values: Float32Array): Uint8Array {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const bytes = new Uint8Array(HEADER_BYTES + values.length);
  const header = new DataView(bytes.buffer);
  header.setFloat32(0, min, true);
  header.setFloat32(4, max, true);
  const levelsPerUnit = max > min ? LEVELS / (max - min) : 0;
  for (let i = 0; i < values.length; i++) bytes[HEADER_BYTES + i] = Math.round(((values[i] as number) - min) * levelsPerUnit);
  return bytes;
}

/** The values that encodeU8 coded, min + level (max - min) / 255 in float64, rounded to float32. */
export function decodeU8(bytes: Uint8Array): Float32Array {
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const min = header.getFloat32(0, true);
  const step = (header.getFloat32(4, true) - min) / LEVELS;
  const values = new Float32Array(bytes.length - HEADER_BYTES);
  for (let i = 0; i < values.length; i++) values[i] = min + (bytes[HEADER_BYTES + i] as number) * step;
  return values;
}

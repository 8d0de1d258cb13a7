/**
 * Features as IEEE 754 half-precision numbers, 2 bytes a value; knows numbers only.
 *
 * Bytes are little-endian, as are all machines that ONNX Runtime for Node is built for.
 */

/** The largest half, 65504; what lies beyond is clamped to it, for an infinite feature would make every answer NaN. */
const LARGEST = 0x7bff;
/** Bits of float32 65520: from here on, rounding to nearest would leave the range. */
const BEYOND = 0x477ff000;
/** Bits of float32 2^-14, the smallest normal half. */
const SMALLEST_NORMAL = 0x38800000;
const INFINITE = 0x7f800000;
const NOT_A_NUMBER = 0x7e00;
/** Exponents of float32 are biased by 127, of halves by 15; the difference at its place among float32's bits. */
const REBIAS = (127 - 15) << 23;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Bits of the half nearest to a float32, ties to even. */
function toHalf(value: number): number {
  float[0] = value;
  const all = bits[0] as number;
  const sign = (all >>> 16) & 0x8000;
  const size = all & 0x7fffffff;
  if (size > INFINITE) return NOT_A_NUMBER;
  if (size >= BEYOND) return sign | LARGEST;
  if (size >= SMALLEST_NORMAL) return sign | ((size + 0xfff + ((size >>> 13) & 1) - REBIAS) >>> 13);
  // The step of float32 numbers in 0.5..1 is 2^-24, that of subnormal halves: adding 0.5 rounds as wanted, and the low bits are the half.
  float[0] = Math.abs(value) + 0.5;
  return sign | ((bits[0] as number) - 0x3f000000);
}

/** The value of a half; float32 holds it exactly. */
function fromHalf(half: number): number {
  bits[0] = (half & 0x7fff) << 13;
  const size =
    (half & 0x7c00) === 0x7c00 ? ((half & 0x3ff) === 0 ? Number.POSITIVE_INFINITY : Number.NaN) : (float[0] as number) * 2 ** 112;
  return (half & 0x8000) === 0 ? size : -size;
}

/**
 * Codes float32 values as halves: round to nearest, ties to even; values beyond +-65504 become +-65504.
 * @see IEEE 754-2019, section 3.6 (binary16) and 4.3.1 (roundTiesToEven)
 * @returns 2 bytes a value
 * @example encodeF16(Float32Array.of(1)) // Uint8Array [0x00, 0x3c]
 */
export function encodeF16(values: Float32Array): Uint8Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) halves[i] = toHalf(values[i] as number);
  return new Uint8Array(halves.buffer);
}

/** The values that encodeF16 coded; `bytes` may begin at any address. */
export function decodeF16(bytes: Uint8Array): Float32Array {
  const halves = new Uint16Array(Uint8Array.from(bytes).buffer);
  const values = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) values[i] = fromHalf(halves[i] as number);
  return values;
}

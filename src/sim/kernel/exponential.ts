/**
 * Exponential variates by inversion, -ln(1 - u), to the same bits in every JavaScript engine: the language leaves the last bit of
 * Math.log to the engine, products and sums it does not.
 *
 * The logarithm is fdlibm's (Sun Microsystems 1993), which is V8's too, for arguments in (0, 1] and without its branches on them:
 * x = 2^-halvings (1 + f) with 1 + f within sqrt(1/2) .. sqrt(2), s = f / (2 + f), and R a polynomial in s^2,
 * -ln x = halvings ln 2 - (f - (f^2/2 - s (f^2/2 + R))).
 *
 * @see https://www.netlib.org/fdlibm/e_log.c
 */

/** ln 2 = LN2_HIGH + LN2_LOW; whole multiples of the first, to some thousands, are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

/** What is left of ln, by powers of s^2: near 2/3, 2/5, 2/7, ... */
const L1 = 0.6666666666666735;
const L2 = 0.3999999999940942;
const L3 = 0.2857142874366239;
const L4 = 0.22222198432149784;
const L5 = 0.1818357216161805;
const L6 = 0.15313837699209373;
const L7 = 0.14798198605116586;

/** 1 - u is 2^-53 at least. */
const MOST_HALVINGS = 53;
/** By halvings: what undoes them, and their share of the logarithm. */
const SCALES = Float64Array.from({ length: MOST_HALVINGS + 1 }, (_, halvings) => 2 ** halvings);
const HIGHS = SCALES.map((_, halvings) => halvings * LN2_HIGH);
const LOWS = SCALES.map((_, halvings) => halvings * LN2_LOW);
/** Factors of f^2 / 2 and of f, by whether 1 + f is far from 1: a table, since a branch would be guessed wrong as often as right. */
const HALVES = Float64Array.of(0.5, 0);
const WHOLES = Float64Array.of(0, 1);

/** A number and, through the other, its upper 32 bits. */
const number = new Float64Array(1);
const words = new Int32Array(number.buffer);
const UPPER = new Uint8Array(Uint16Array.of(1).buffer)[0] as number;

/**
 * -ln(1 - u), mean 1.
 *
 * @param u of a random stream, uniform in [0, 1), a multiple of 2^-53
 * @example exponential(0.5) // 0.6931471805599453
 */
export function exponential(u: number): number {
  const x = 1 - u;
  number[0] = x;
  const upper = words[UPPER] as number;
  const mantissa = upper & 0xfffff;
  // Adding 0x95f64 carries into the exponent where the mantissa is above sqrt(2).
  const halvings = 1023 - ((upper + 0x95f64) >> 20);
  const high = HIGHS[halvings] as number;
  const low = LOWS[halvings] as number;
  const f = x * (SCALES[halvings] as number) - 1;
  // |f| < 2^-20
  if (((mantissa + 2) & 0xfffff) < 3) return high + (f * f * (0.5 - (1 / 3) * f) + low - f);
  const far = ((mantissa - 0x6147a) | (0x6b851 - mantissa)) >>> 31;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const r = w * (L2 + w * (L4 + w * L6)) + z * (L1 + w * (L3 + w * (L5 + w * L7)));
  const half = (HALVES[far] as number) * f * f;
  return high + (half - (s * (half - (WHOLES[far] as number) * f + r) - low) - f);
}

/** Makes exponentials of the uniforms at `from` .. `to` - 1, in place. */
export function exponentials(values: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) values[i] = exponential(values[i] as number);
}

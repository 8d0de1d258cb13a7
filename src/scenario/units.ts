/**
 * Quantities with units, as users write them, to the numbers the plan holds.
 *
 * A bare number is refused, and so are `mbps` and its like, which are megabytes in some tools and megabits in others.
 */

export type Dimension = 'duration' | 'bandwidth' | 'bytes' | 'rate' | 'power' | 'energy';

interface Units {
  /** `a duration`, for messages. */
  readonly noun: string;
  readonly example: string;
  /** Factor of each unit to the dimension's base: nanoseconds, bits per second, bytes, per second, watts, joules. */
  readonly factors: Readonly<Record<string, number>>;
  /** Smallest value above zero and largest, in the base unit, with the words for them. */
  readonly least: readonly [number, string];
  readonly most: readonly [number, string];
}

const UNITS: Readonly<Record<Dimension, Units>> = {
  duration: {
    noun: 'a duration',
    example: '50 ms',
    factors: { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3600e9 },
    least: [1, '1 ns'],
    most: [2 ** 53, '104 days (2^53 ns)'],
  },
  bandwidth: {
    noun: 'a bandwidth',
    example: '5.85 Mbit/s',
    factors: { 'bit/s': 1, 'kbit/s': 1e3, 'Mbit/s': 1e6, 'Gbit/s': 1e9, 'B/s': 8, 'kB/s': 8e3, 'MB/s': 8e6, 'GB/s': 8e9 },
    least: [1, '1 bit/s'],
    most: [1e15, '1e6 Gbit/s'],
  },
  bytes: {
    noun: 'a size',
    example: '3072 B',
    factors: { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 },
    least: [0, '0 B'],
    most: [1e12, '1000 GB'],
  },
  rate: {
    noun: 'a rate',
    example: '20/s',
    factors: { '/s': 1, '/min': 1 / 60, '/h': 1 / 3600 },
    least: [1e-7, '1e-7/s'],
    most: [1e9, '1e9/s'],
  },
  power: {
    noun: 'a power',
    example: '5 W',
    factors: { mW: 1e-3, W: 1, kW: 1e3 },
    least: [1e-9, '1e-6 mW'],
    most: [1e6, '1000 kW'],
  },
  energy: {
    noun: 'an energy',
    example: '1.5 Wh',
    factors: { mJ: 1e-3, J: 1, kJ: 1e3, mWh: 3.6, Wh: 3600, kWh: 3.6e6 },
    least: [1e-9, '1e-6 mJ'],
    most: [1e12, '1e9 kJ'],
  },
};

const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(\S.*)?$/;

/** A number and its unit as written; null when the text is no number with something behind it. */
export function splitQuantity(text: string): { number: number; unit: string } | null {
  const match = QUANTITY.exec(text.trim());
  return match === null ? null : { number: Number(match[1]), unit: match[2] ?? '' };
}

/**
 * What is wrong with `value` as a quantity, as `fact; rule`; null when nothing is.
 *
 * @example quantityFault(50, 'duration') // '50 has no unit; write a duration such as "50 ms"'
 */
export function quantityFault(value: unknown, dimension: Dimension, isZeroLegal: boolean): string | null {
  const { noun, example, factors, least, most } = UNITS[dimension];
  const remedy = `write ${noun} such as "${example}"`;
  if (typeof value === 'number') return `${value} has no unit; ${remedy}`;
  if (typeof value !== 'string') return `${describe(value)} is not ${noun}; ${remedy}`;
  const parts = splitQuantity(value);
  if (parts === null) return `"${value}" is not ${noun}; ${remedy}`;
  if (parts.unit === '') return `"${value}" has no unit; ${remedy}`;
  if (!Object.hasOwn(factors, parts.unit)) {
    if (dimension === 'bandwidth' && /^[kmg]?i?bi?ps$/i.test(parts.unit)) {
      return `"${value}" may mean bits or bytes ("${parts.unit}" is read both ways); write bits as "${parts.number} Mbit/s" or bytes as "${parts.number} MB/s"`;
    }
    return `"${value}" has the unknown unit "${parts.unit}"; ${remedy} (${Object.keys(factors).join(', ')})`;
  }
  if (!Number.isFinite(parts.number)) return `"${value}" is not finite; ${remedy}`;
  if (parts.number < 0) return `"${value}" is negative; ${remedy}`;
  if (parts.number === 0 && !isZeroLegal) return `"${value}" is zero; ${noun.replace(/^an? /, '')}s here are above 0, ${remedy}`;
  const size = parts.number * (factors[parts.unit] as number);
  if (size > most[0]) return `"${value}" is too large; write ${noun} of at most ${most[1]}`;
  if (!isZeroLegal && size < least[0]) return `"${value}" is too small; write ${noun} of at least ${least[1]}`;
  return null;
}

/** Regular expression of a quantity's text: a number, and one of the dimension's units. */
export function quantityPattern(dimension: Dimension, isZeroLegal: boolean): string {
  const units = Object.keys(UNITS[dimension].factors).map((unit) => unit.replaceAll('/', '\\/'));
  const hasDigit = isZeroLegal ? '' : '(?=[^A-Za-z]*[1-9])';
  return `^\\s*${hasDigit}\\+?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*(${units.join('|')})\\s*$`;
}

/** The quantity in base units. @throws Error for text that `quantityFault` faults */
function parse(text: string, dimension: Dimension): number {
  const parts = splitQuantity(text);
  const factor = parts === null ? undefined : UNITS[dimension].factors[parts.unit];
  if (parts === null || factor === undefined) throw new Error(`parse needs a checked ${dimension}, got "${text}"`);
  return parts.number * factor;
}

/** Nanoseconds, rounded. @example parseDurationNs('0.5 ms') // 500000 */
export function parseDurationNs(text: string): number {
  return Math.round(parse(text, 'duration'));
}

/** Bits per second. @example parseBandwidthBps('5.85 Mbit/s') // 5850000 */
export function parseBandwidthBps(text: string): number {
  return parse(text, 'bandwidth');
}

/** @example parseBytes('3 KiB') // 3072 */
export function parseBytes(text: string): number {
  return parse(text, 'bytes');
}

/** Per second. @example parseRatePerS('30/min') // 0.5 */
export function parseRatePerS(text: string): number {
  return parse(text, 'rate');
}

/** Watts. @example parsePowerW('500 mW') // 0.5 */
export function parsePowerW(text: string): number {
  return parse(text, 'power');
}

/** Joules. @example parseEnergyJ('1.5 Wh') // 5400 */
export function parseEnergyJ(text: string): number {
  return parse(text, 'energy');
}

/** A value as a user would recognise it. */
export function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return `"${value}"`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return String(value);
}

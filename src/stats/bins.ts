/**
 * Values that are not negative, counted by their exponent and the first bits behind it: the bits of such a double, read as a whole
 * number, are in the order of the doubles.
 */

/** Where the leading 32 bits of a double are among its two words. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Bits behind the exponent: bins are as wide as 1 / 256 of what they hold. */
const BITS = 8;
const SHIFT = 20 - BITS;
/** A bin for every exponent and its bits: of so many few are ever touched, so that nothing need be done to keep a bin's number small. */
export const BINS = 1 << (11 + BITS);

export interface Bins {
  /** How many values each bin holds [BINS]; to be emptied by whoever has counted. */
  readonly counts: Int32Array;
  /** Which of the wanted bins it is, from 1; 0: none [BINS]. */
  readonly places: Uint8Array;
  /** Fills `counts`. @returns the first bin that holds any */
  count(values: Float64Array): number;
  /**
   * The bin in which a rank falls: the first that has more values in it and before it. There is one.
   *
   * @param bin from here on @param before values in the bins before
   */
  seek(bin: number, before: number, rank: number): number;
  /** Values in the bins before the one that `seek` gave last. */
  readonly before: number;
  /** Writes the values of the wanted bins to where each bin ends, which moves on. @param ends by place - 1 */
  gather(values: Float64Array, ends: Int32Array, gathered: Float64Array): void;
}

/** The two words of each value. */
export function wordsOf({ buffer, byteOffset, length }: Float64Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, 2 * length);
}

/** Bin of a value by its leading 32 bits, the sign left out. */
function binOf(word: number): number {
  return (word >>> SHIFT) & (BINS - 1);
}

/** Writes those of the first `count` values whose bin is wanted to where it ends. */
export function distribute(
  values: Float64Array,
  words: Uint32Array,
  count: number,
  places: Uint8Array,
  ends: Int32Array,
  gathered: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const place = places[binOf(words[2 * i + HIGH] as number)] as number;
    if (place === 0) continue;
    const at = ends[place - 1] as number;
    gathered[at] = values[i] as number;
    ends[place - 1] = at + 1;
  }
}

/** Where there is no WebAssembly. */
export class BinsInJavaScript implements Bins {
  readonly counts = new Int32Array(BINS);
  readonly places = new Uint8Array(BINS);
  before = 0;

  seek(bin: number, before: number, rank: number): number {
    let at = bin;
    this.before = before;
    while (this.before + (this.counts[at] as number) <= rank) this.before += this.counts[at++] as number;
    return at;
  }

  count(values: Float64Array): number {
    return countWords(wordsOf(values), this.counts);
  }

  gather(values: Float64Array, ends: Int32Array, gathered: Float64Array): void {
    distribute(values, wordsOf(values), values.length, this.places, ends, gathered);
  }
}

function countWords(words: Uint32Array, counts: Int32Array): number {
  let least = BINS;
  for (let i = HIGH; i < words.length; i += 2) {
    const bin = binOf(words[i] as number);
    if (bin < least) least = bin;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return least;
}

/**
 * Exact nearest-rank percentiles without sorting everything.
 *
 * The bits of a double that is not negative, read as a whole number, are in the order of the doubles. Values are counted by their
 * exponent and the first bits behind it; the bins in which the wanted ranks fall are gathered, and the ranks found there by Hoare's way. Two
 * passes over the values.
 *
 * @see nearest-rank.ts for the definition
 * @see Hoare, "Algorithm 65: FIND", Communications of the ACM 4 (1961)
 */

/** Where the leading 32 bits of a double are among its two words. */
const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
/** Bits behind the exponent: bins are as wide as 1 / 256 of what they hold, whole numbers up to 2^53 in bins of their own. */
const BITS = 8;
const SHIFT = 20 - BITS;
/** The bin of 1; all below share it. */
const FIRST = 1023 << BITS;
/** All from 2^54 on share the last. */
const BINS = (54 << BITS) + 1;
/** Below this many, sorting is as quick. */
const FEW = 256;
/** Rounds of narrowing down, after which what is left is sorted. */
const ROUNDS = 64;

/** Used by one call after the other. All zero in between: how many values each bin holds, and which of the gathered it is, from 1. */
const counts = new Int32Array(BINS);
const places = new Uint8Array(BINS);
/** By gathered bin: its number, how many values lie below it, where its values begin and where the next one goes. */
const bins = new Int32Array(256);
const below = new Int32Array(256);
const starts = new Int32Array(256);
const ends = new Int32Array(256);
/** Room for the gathered values, mostly enough. */
const ROOM = new Float64Array(4096);

/**
 * The percentiles of `values`, each by nearest rank.
 *
 * @param values finite, 0 or above, at least one; left as they are
 * @param percents in (0, 100], at most 255 of them; whole numbers give exact ranks
 * @example selectRanks(Float64Array.of(35, 15, 50, 40, 20), [40, 100]) // [20, 50]
 */
export function selectRanks(values: Float64Array, percents: readonly number[]): number[] {
  const n = values.length;
  if (n === 0) throw new RangeError('selectRanks needs values, got none');
  const ranks = percents.map((percent) => Math.max(1, Math.ceil((percent * n) / 100)) - 1);
  if (n <= FEW) {
    const sorted = values.slice().sort();
    return ranks.map((rank) => sorted[rank] as number);
  }
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * n);
  const least = count(words);
  const found = findBins(
    ranks.slice().sort((a, b) => a - b),
    least,
  );
  const size = (starts[found - 1] as number) + (counts[bins[found - 1] as number] as number);
  const gathered = size <= ROOM.length ? ROOM : new Float64Array(size);
  gather(values, words, gathered);
  counts.fill(0, least);
  for (let i = 0; i < found; i++) places[bins[i] as number] = 0;
  return ranks.map((rank) => {
    let i = 0;
    while (i + 1 < found && (below[i + 1] as number) <= rank) i++;
    const start = starts[i] as number;
    return find(gathered, start, (ends[i] as number) - 1, start + rank - (below[i] as number));
  });
}

/** Bin of a value by its leading 32 bits. */
function binOf(word: number): number {
  const bin = (word >>> SHIFT) - FIRST;
  return bin < 0 ? 0 : bin < BINS ? bin : BINS - 1;
}

/** Fills `counts`. @returns the first bin that holds any */
function count(words: Uint32Array): number {
  let least = 0x7fffffff;
  for (let i = HIGH; i < words.length; i += 2) {
    const word = words[i] as number;
    if (word < least) least = word;
    const bin = binOf(word);
    counts[bin] = (counts[bin] as number) + 1;
  }
  return binOf(least);
}

/** Marks the bins in which the ranks fall. @param least first bin that holds any @returns how many */
function findBins(ascending: readonly number[], least: number): number {
  let found = 0;
  let bin = least;
  let before = 0;
  let size = 0;
  for (const rank of ascending) {
    while (before + (counts[bin] as number) <= rank) before += counts[bin++] as number;
    if (found > 0 && bins[found - 1] === bin) continue;
    bins[found] = bin;
    below[found] = before;
    starts[found] = size;
    ends[found] = size;
    size += counts[bin] as number;
    places[bin] = ++found;
  }
  return found;
}

/** Gathers the values of the marked bins, bin by bin. */
function gather(values: Float64Array, words: Uint32Array, gathered: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const place = places[binOf(words[2 * i + HIGH] as number)] as number;
    if (place === 0) continue;
    const at = ends[place - 1] as number;
    gathered[at] = values[i] as number;
    ends[place - 1] = at + 1;
  }
}

/** What would stand at `at` were values[low..high] sorted; reorders them. */
function find(values: Float64Array, low: number, high: number, at: number): number {
  let [from, to] = [low, high];
  for (let round = 0; from < to; round++) {
    if (round === ROUNDS) {
      values.subarray(from, to + 1).sort();
      break;
    }
    const pivot = median(values[from] as number, values[(from + to) >>> 1] as number, values[to] as number);
    let i = from;
    let j = to;
    while (i <= j) {
      while ((values[i] as number) < pivot) i++;
      while ((values[j] as number) > pivot) j--;
      if (i > j) break;
      const value = values[i] as number;
      values[i++] = values[j] as number;
      values[j--] = value;
    }
    if (at <= j) to = j;
    else if (at >= i) from = i;
    else break;
  }
  return values[at] as number;
}

function median(a: number, b: number, c: number): number {
  if (a > b) return a < c ? a : b > c ? b : c;
  return b < c ? b : a > c ? a : c;
}

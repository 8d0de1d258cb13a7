/**
 * Exact nearest-rank percentiles without sorting everything.
 *
 * The bits of a double that is not negative, read as a whole number, are in the order of the doubles. Values are counted by their
 * leading bits; the bins in which the wanted ranks fall are gathered and sorted. About three passes over the values.
 *
 * @see nearest-rank.ts for the definition
 */

const MOST_BINS = 8192;
/** Below this many, sorting is as quick. */
const FEW = 2048;

/** Leading 32 bits of every double of `values`. */
function highWords(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
}

const HIGH = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * The percentiles of `values`, each by nearest rank.
 *
 * @param values finite, 0 or above, at least one; left as they are
 * @param percents in (0, 100]; whole numbers give exact ranks
 * @example selectRanks(Float64Array.of(35, 15, 50, 40, 20), [40, 100]) // [20, 50]
 */
export function selectRanks(values: Float64Array, percents: readonly number[]): number[] {
  const n = values.length;
  if (n === 0) throw new RangeError('selectRanks needs values, got none');
  const ranks = percents.map((percent) => Math.max(1, Math.ceil((percent * n) / 100)) - 1);
  return atRanks(values, ranks);
}

/** sorted(values)[rank] for each rank. */
function atRanks(values: Float64Array, ranks: readonly number[]): number[] {
  const n = values.length;
  const sorted = () => {
    const copy = values.slice().sort();
    return ranks.map((rank) => copy[rank] as number);
  };
  if (n <= FEW) return sorted();
  const words = highWords(values);
  let least = 0xffffffff;
  let most = 0;
  for (let i = HIGH; i < words.length; i += 2) {
    const word = words[i] as number;
    if (word < least) least = word;
    if (word > most) most = word;
  }
  // All leading bits alike: nothing to tell the values apart by.
  if (most === least) return sorted();
  let shift = 0;
  while ((most >>> shift) - (least >>> shift) >= MOST_BINS) shift++;
  const base = least >>> shift;
  const counts = new Int32Array((most >>> shift) - base + 1);
  for (let i = HIGH; i < words.length; i += 2) {
    const bin = ((words[i] as number) >>> shift) - base;
    counts[bin] = (counts[bin] as number) + 1;
  }
  const bins = ranks.map((rank) => binOf(counts, rank));
  const gathered = gather(values, words, shift, base, counts, new Set(bins.map(({ bin }) => bin)));
  return ranks.map((_, k) => {
    const { bin, within } = bins[k] as { bin: number; within: number };
    const own = gathered.get(bin) as Float64Array;
    // A bin that holds most values is told apart by finer bits.
    return own.length > FEW && own.length < n ? (atRanks(own, [within])[0] as number) : (own.sort()[within] as number);
  });
}

/** The bin that holds a rank, and the rank within it. */
function binOf(counts: Int32Array, rank: number): { bin: number; within: number } {
  let before = 0;
  let bin = 0;
  while (before + (counts[bin] as number) <= rank) before += counts[bin++] as number;
  return { bin, within: rank - before };
}

/** The values of some bins. */
function gather(
  values: Float64Array,
  words: Uint32Array,
  shift: number,
  base: number,
  counts: Int32Array,
  wanted: ReadonlySet<number>,
): Map<number, Float64Array> {
  const slots = new Int8Array(counts.length).fill(-1);
  const bins = [...wanted];
  const found = bins.map((bin) => new Float64Array(counts[bin] as number));
  const filled = new Int32Array(bins.length);
  bins.forEach((bin, slot) => {
    slots[bin] = slot;
  });
  for (let i = 0; i < values.length; i++) {
    const slot = slots[((words[2 * i + HIGH] as number) >>> shift) - base] as number;
    if (slot < 0) continue;
    const next = filled[slot] as number;
    (found[slot] as Float64Array)[next] = values[i] as number;
    filled[slot] = next + 1;
  }
  return new Map(bins.map((bin, slot) => [bin, found[slot] as Float64Array]));
}

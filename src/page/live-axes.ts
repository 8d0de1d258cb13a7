/** Ends and ticks of the live charts' axes, which every answer sets anew; pure. */

export interface LiveAxis {
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
}

/** Decades above which ticks stand at powers of ten only. */
const MOST_DECADES = 3.5;

/** Logarithmic, from and to 1, 2 or 5 times a power of ten; an axis of its own where there is nothing to show. */
export function magnitudeAxis(values: readonly (number | null)[]): LiveAxis {
  const known = values.filter((value) => value !== null && value > 0) as number[];
  const [least, greatest] = known.length === 0 ? [1, 100] : [Math.min(...known), Math.max(...known)];
  const steps: number[] = [];
  for (let decade = Math.floor(Math.log10(least)) - 1; decade <= Math.ceil(Math.log10(greatest)) + 1; decade++) {
    for (const digit of [1, 2, 5]) steps.push(Number((digit * 10 ** decade).toPrecision(1)));
  }
  const low = Math.max(...steps.filter((step) => step <= least));
  const high = Math.min(...steps.filter((step) => step >= greatest && step > low));
  const inside = steps.filter((step) => step >= low && step <= high);
  const isLong = Math.log10(high / low) > MOST_DECADES;
  return { domain: [low, high], ticks: isLong ? inside.filter((step) => Number.isInteger(Math.log10(step))) : inside };
}

/** Percent, from and to whole steps around the values. */
export function percentAxis(values: readonly (number | null)[]): LiveAxis {
  const known = values.filter((value) => value !== null);
  const [least, greatest] = known.length === 0 ? [0, 100] : [Math.min(...known), Math.max(...known)];
  const step = [1, 2, 5, 10, 20].find((size) => (greatest - least) / size <= 6) ?? 20;
  const low = Math.max(0, Math.min(Math.floor(least / step) * step, 100 - step));
  const high = Math.min(100, Math.max(low + step, Math.ceil(greatest / step) * step));
  const ticks = Array.from({ length: Math.floor((high - low) / step + 1e-9) + 1 }, (_, index) => low + index * step);
  return { domain: [low, high], ticks };
}

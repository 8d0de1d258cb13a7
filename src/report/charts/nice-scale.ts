/**
 * Ends and ticks of an axis, worked out here so that labels can be placed by the same arithmetic; pure.
 */

/** A linear or logarithmic axis and where its values fall. */
export interface NiceScale {
  readonly type: 'linear' | 'log';
  readonly domain: readonly [low: number, high: number];
  readonly ticks: readonly number[];
}

/** Ends at round steps around the values, about five steps apart; `low` is kept where it is given. */
export function linearScale(values: readonly number[], low?: number): NiceScale {
  const least = low ?? Math.min(...values);
  const greatest = Math.max(...values, least);
  const step = roundStep((greatest - least || Math.abs(greatest) || 1) / 5);
  const first = Math.floor(least / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(greatest / step - 1e-9));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => tidy((first + index) * step));
  return { type: 'linear', domain: [ticks[0] as number, ticks.at(-1) as number], ticks };
}

/** Ends at 1, 2 or 5 times a power of ten around positive values; ticks at powers of ten only where there are many decades. */
export function logScale(values: readonly number[]): NiceScale {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  const steps: number[] = [];
  for (let decade = Math.floor(Math.log10(least)) - 1; decade <= Math.ceil(Math.log10(greatest)) + 1; decade++) {
    for (const digit of [1, 2, 5]) steps.push(tidy(digit * 10 ** decade));
  }
  const low = Math.max(...steps.filter((step) => step <= least));
  const high = Math.min(...steps.filter((step) => step >= greatest && step > low));
  const inside = steps.filter((step) => step >= low && step <= high);
  const ticks = inside.length <= 12 ? inside : inside.filter((step) => Number.isInteger(Math.log10(step)));
  return { type: 'log', domain: [low, high], ticks };
}

/** From this ratio of the largest to the smallest value on, an axis of magnitudes is logarithmic. */
const LOG_RATIO = 30;

/** For values such as latencies: from zero where they are of one size, logarithmic where they are not. */
export function magnitudeScale(values: readonly number[]): NiceScale {
  const least = Math.min(...values);
  return least > 0 && Math.max(...values) / least > LOG_RATIO ? logScale(values) : linearScale(values, 0);
}

/** Share of the axis below a value, 0..1 where it lies on the axis. */
export function positionOn({ type, domain: [low, high] }: NiceScale, value: number): number {
  if (type === 'linear') return (value - low) / (high - low);
  return (Math.log(value) - Math.log(low)) / (Math.log(high) - Math.log(low));
}

/** The smallest of 1, 2, 2.5, 5 times a power of ten not below the width wanted. */
function roundStep(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  const digit = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= width * (1 - 1e-9)) ?? 10;
  return digit * power;
}

/** Takes off the dust of binary fractions. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}

/**
 * Numbers as a reader meets them in tables, charts and sentences; pure, independent of the machine's language.
 *
 * Files keep every digit; only what a person reads is rounded here.
 */

/** A latency [ms] with three significant digits, whole from 100 on, short from a million on: `0.210`, `14.2`, `1,423`, `1.52e6`. */
export function formatMs(ms: number): string {
  return Math.abs(ms) >= 1e6 ? ms.toExponential(2).replace('e+', 'e') : formatDecimals(ms, decimalsOf(ms, 3, 4));
}

/** Half the width of an interval [ms] with one significant digit, two decimals at most: `0.3`, `34`. */
export function formatHalfWidth([low, high]: readonly [number, number]): string {
  const half = (high - low) / 2;
  return formatDecimals(half, decimalsOf(half, 1, 2));
}

/** A share 0..1 in percent with one decimal and no sign: `0.8634` is `86.3`. */
export function formatPercent(share: number): string {
  return formatDecimals(share * 100, 1);
}

/** A share 0..1 as a reader says it: `86.3%`. */
export function formatShare(share: number): string {
  return `${formatPercent(share)}%`;
}

/** A load or another ratio around one, two decimals; whole from 100 on. */
export function formatRatio(ratio: number): string {
  return formatDecimals(ratio, ratio >= 100 ? 0 : 2);
}

/** A swept value or threshold as the user wrote it; floating-point dust of a stepped range is taken off. */
export function formatSetting(value: number | string): string {
  return typeof value === 'string' ? value : String(Number(value.toPrecision(12)));
}

/** A threshold in the name of a policy: one that was computed and has many digits is cut to four. */
export function shortSetting(value: number | string): string {
  const text = formatSetting(value);
  return typeof value === 'number' && text.length > 8 ? String(Number(value.toPrecision(4))) : text;
}

/** A signed number with a fixed count of decimals; zero has no sign. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatDecimals(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** Fixed decimals, thousands set apart by a comma, and never `-0.0`. */
export function formatDecimals(value: number, decimals: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(value.toFixed(decimals)) !== 0 ? '-' : '';
  return `${sign}${grouped}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** Decimals that leave a number of significant digits, 0 to `most`. */
function decimalsOf(value: number, digits: number, most: number): number {
  const size = Math.abs(value);
  if (size === 0) return 0;
  return Math.min(most, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

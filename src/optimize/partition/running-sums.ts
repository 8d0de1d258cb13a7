/** Running sums of long lists of durations, from either end, right to the last digits. */

/**
 * Sums of the first 0, 1, .. n values, [n + 1]; never falling.
 *
 * Each addition's rounding error is kept and added back (Neumaier), so that the error does not grow with the length of the list.
 *
 * @param values >= 0
 * @see Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974)
 * @example sumsFromStart([1, 2, 3]) // [0, 1, 3, 6]
 */
export function sumsFromStart(values: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const next = sum + value;
    lost += sum >= value ? sum - next + value : value - next + sum;
    sum = next;
    // What is added back may differ in the last digit from one step to the next.
    sums[i + 1] = Math.max(sums[i] as number, sum + lost);
  }
  return sums;
}

/**
 * Sums of what lies behind the first 0, 1, .. n values, [n + 1]. Added up from the end: subtracting from the total would lose the digits
 * of a short rest of a long list.
 *
 * @param values >= 0
 * @example sumsToEnd([1, 2, 3]) // [6, 5, 3, 0]
 */
export function sumsToEnd(values: ArrayLike<number>): Float64Array {
  return sumsFromStart(Float64Array.from(values).reverse()).reverse();
}

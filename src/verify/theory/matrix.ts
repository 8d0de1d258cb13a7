/** Small dense matrices: product, inverse, and the odd row vector. */

export type Matrix = readonly (readonly number[])[];

export function identity(n: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

export function diagonal(values: readonly number[]): number[][] {
  return values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));
}

/** a + factor b. */
export function plus(a: Matrix, b: Matrix, factor = 1): number[][] {
  return a.map((row, i) => row.map((value, j) => value + factor * (b[i]?.[j] as number)));
}

export function times(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => (b[0] as readonly number[]).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] as number), 0)));
}

/** Row vector times matrix. */
export function rowTimes(row: readonly number[], b: Matrix): number[] {
  return times([row], b)[0] as number[];
}

/** By Gauss and Jordan with partial pivoting. @throws RangeError where there is none */
export function inverse(a: Matrix): number[][] {
  const n = a.length;
  const work = a.map((row, i) => [...row, ...(identity(n)[i] as number[])]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(work[i]?.[k] as number) > Math.abs(work[pivot]?.[k] as number)) pivot = i;
    [work[k], work[pivot]] = [work[pivot] as number[], work[k] as number[]];
    const row = work[k] as number[];
    const lead = row[k] as number;
    if (lead === 0) throw new RangeError('inverse needs a matrix of full rank');
    for (let j = 0; j < 2 * n; j++) row[j] = (row[j] as number) / lead;
    work.forEach((other, i) => {
      const factor = other[k] as number;
      if (i !== k && factor !== 0) for (let j = 0; j < 2 * n; j++) other[j] = (other[j] as number) - factor * (row[j] as number);
    });
  }
  return work.map((row) => row.slice(n));
}

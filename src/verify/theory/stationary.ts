/** Stationary distribution of a finite Markov chain by Grassmann, Taksar and Heyman's elimination: no subtraction, hence no cancellation. */

/**
 * Solves pi P = pi, sum pi = 1, for an irreducible chain. The diagonal is not read, so that a generator does as well as a stochastic matrix.
 *
 * @param matrix transition probabilities or rates [states x states]
 * @see Grassmann, Taksar and Heyman, Operations Research 33 (1985)
 * @example stationary([[0, 1], [3, 0]]) // [0.75, 0.25]
 */
export function stationary(matrix: readonly (readonly number[])[]): number[] {
  const a = matrix.map((row) => Float64Array.from(row));
  const n = a.length;
  for (let k = n - 1; k > 0; k--) {
    const row = a[k] as Float64Array;
    let leaving = 0;
    for (let j = 0; j < k; j++) leaving += row[j] as number;
    for (let i = 0; i < k; i++) {
      const other = a[i] as Float64Array;
      const share = (other[k] as number) / leaving;
      other[k] = share;
      if (share > 0) for (let j = 0; j < k; j++) other[j] = (other[j] as number) + share * (row[j] as number);
    }
  }
  const weights = [1];
  for (let k = 1; k < n; k++) {
    let weight = 0;
    for (let i = 0; i < k; i++) weight += (weights[i] as number) * (a[i]?.[k] as number);
    weights.push(weight);
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

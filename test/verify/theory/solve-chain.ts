/**
 * A second way to every formula: the Markov chain behind it, explored from one state and solved by Gauss and Seidel's iteration.
 *
 * Shares nothing with src/verify/theory.
 */

export interface Transition {
  readonly to: readonly number[];
  readonly rate: number;
}

export interface SolvedChain {
  /** Long-run mean of a figure of the state. */
  readonly mean: (figure: (state: readonly number[]) => number) => number;
}

/** @param from transitions out of a state; it must keep the chain finite */
export function solveChain(start: readonly number[], from: (state: readonly number[]) => readonly Transition[]): SolvedChain {
  const index = new Map([[start.join(), 0]]);
  const states = [start];
  const incoming: { readonly state: number; readonly rate: number }[][] = [[]];
  const leaving: number[] = [];
  for (let i = 0; i < states.length; i++) {
    let total = 0;
    for (const { to, rate } of from(states[i] as readonly number[])) {
      if (rate === 0) continue;
      let j = index.get(to.join());
      if (j === undefined) {
        j = states.length;
        index.set(to.join(), j);
        states.push(to);
        incoming.push([]);
      }
      incoming[j]?.push({ state: i, rate });
      total += rate;
    }
    leaving.push(total);
  }
  const shares = new Float64Array(states.length).fill(1 / states.length);
  for (let sweep = 0; sweep < 100_000; sweep++) {
    let change = 0;
    let total = 0;
    for (let i = 0; i < shares.length; i++) {
      let flow = 0;
      for (const { state, rate } of incoming[i] as { state: number; rate: number }[]) flow += (shares[state] as number) * rate;
      const next = flow / (leaving[i] as number);
      change = Math.max(change, Math.abs(next - (shares[i] as number)));
      shares[i] = next;
      total += next;
    }
    for (let i = 0; i < shares.length; i++) shares[i] = (shares[i] as number) / total;
    if (change < 1e-15) break;
  }
  return { mean: (figure) => states.reduce((sum, state, i) => sum + (shares[i] as number) * figure(state), 0) };
}

/** Transitions whose target is not null. */
export function moves(...candidates: readonly (readonly [readonly number[], number] | null)[]): Transition[] {
  return candidates.filter((candidate) => candidate !== null).map(([to, rate]) => ({ to, rate }));
}

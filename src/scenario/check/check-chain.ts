/** Rules of a Markov chain as it is written: rows that are probabilities, and a way from every state to every other. */

import { getAt } from '../tree.ts';
import type { Path } from '../yaml-source.ts';
import type { Report } from './rule.ts';

/** Rounding allowed in sums of probabilities. */
const TOLERANCE = 1e-9;

/**
 * @param states the list at `path`, of any type
 * @param rateKey key of the states that holds what they carry
 * @param readRate number of what a state carries; null where it is not sound
 */
export function checkChain(
  states: unknown,
  path: Path,
  rateKey: string,
  readRate: (value: unknown) => number | null,
  report: Report,
): void {
  if (!Array.isArray(states) || states.length < 2) return;
  const rates = states.map((state) => readRate(getAt(state, [rateKey])));
  const rows = states.map((state, i) => rowOf(getAt(state, ['next']), i, states.length));
  let isSound = rates.every((rate) => rate !== null);
  rows.forEach((row, i) => {
    if (row.some((share) => typeof share !== 'number')) isSound = false;
    else if (row.length !== states.length) {
      report([...path, i, 'next'], `holds ${row.length} probabilities`, `write ${states.length}, one for each state`);
      isSound = false;
    } else if (row[i] !== 0) {
      report([...path, i, 'next', i], `state ${i} follows itself`, 'write 0 there, and a longer mean');
      isSound = false;
    } else {
      const sum = (row as number[]).reduce((total, share) => total + share, 0);
      if (Math.abs(sum - 1) <= TOLERANCE) return;
      report([...path, i, 'next'], `its probabilities sum to ${Number(sum.toPrecision(12))}`, 'write probabilities that sum to 1');
      isSound = false;
    }
  });
  if (!isSound) return;
  if (rates.every((rate) => rate === 0)) report(path, `every state has ${rateKey} zero`, 'write one above zero');
  const gap = findGap(rows as number[][]);
  if (gap !== null) report([...path, gap.from], `state ${gap.from} never leads to state ${gap.to}`, 'write a way in next');
}

/** The row as written, or equal chances to each other state. */
function rowOf(next: unknown, state: number, states: number): readonly unknown[] {
  if (next === undefined) return Array.from({ length: states }, (_, j) => (j === state ? 0 : 1 / (states - 1)));
  return Array.isArray(next) ? next : [next];
}

/** States of which the one is never followed by the other, however late; null where there are none. */
function findGap(rows: readonly (readonly number[])[]): { from: number; to: number } | null {
  for (let from = 0; from < rows.length; from++) {
    const seen = new Set([from]);
    for (const state of seen) {
      (rows[state] as readonly number[]).forEach((share, j) => {
        if (share > 0) seen.add(j);
      });
    }
    const to = rows.findIndex((_, j) => !seen.has(j));
    if (to >= 0) return { from, to };
  }
  return null;
}

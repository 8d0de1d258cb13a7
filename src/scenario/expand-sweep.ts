/** The settings of a sweep: every combination of its values. */

import type { Problem } from '../problems/invalid-input.ts';
import type { WrittenScenario } from './read-scenario.ts';
import type { Scenario } from './schema.ts';
import { splitQuantity } from './units.ts';

export type SweepValue = number | string;
/** Swept keys with a value each, in the order written, p_d first. */
export type Setting = Readonly<Record<string, SweepValue>>;

const MOST_SETTINGS = 100_000;

/** @returns every combination, the first key slowest; one empty setting when nothing is swept */
export function expandSweep(scenario: Scenario, written: WrittenScenario): { settings: Setting[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const entries = Object.entries(scenario.sweep ?? {}).sort(([a], [b]) => Number(b === 'p_d') - Number(a === 'p_d'));
  const axes = entries.map(([key, values]) => {
    const report = (fact: string, rule: string) => problems.push({ place: written.place(['sweep', key]), key: `sweep.${key}`, fact, rule });
    const list = Array.isArray(values) ? values : steps(values, report);
    const isThreshold = key === 'p_d' || key === 'p_tar';
    for (const value of list) {
      if (isThreshold && (typeof value !== 'number' || value < 0 || !Number.isFinite(value))) {
        report(`"${value}" is no threshold`, 'write numbers from 0 up');
      }
    }
    if (new Set(list).size < list.length) report('has a value twice', 'write each value once');
    return { key, list };
  });
  const count = axes.reduce((product, { list }) => product * list.length, 1);
  if (count > MOST_SETTINGS) {
    problems.push({
      place: written.place(['sweep']),
      key: 'sweep',
      fact: `makes ${count} settings`,
      rule: `write at most ${MOST_SETTINGS}`,
    });
  }
  if (problems.length > 0) return { settings: [], problems };
  let settings: Setting[] = [{}];
  for (const { key, list } of axes) settings = settings.flatMap((setting) => list.map((value) => ({ ...setting, [key]: value })));
  return { settings, problems };
}

/** from, from + step, .. up to `to`; each value is rounded to 15 digits, so that 0.1 + 0.2 is 0.3. */
function steps(
  { from, to, step }: { from: SweepValue; to: SweepValue; step: SweepValue },
  report: (fact: string, rule: string) => void,
): SweepValue[] {
  const parts = [from, to, step].map((value) => (typeof value === 'number' ? { number: value, unit: '' } : splitQuantity(value)));
  const [first, last, gap] = parts;
  if (!first || !last || !gap) {
    report('from, to and step are not all numbers', 'write numbers, or quantities such as 1 Mbit/s');
    return [];
  }
  if (first.unit !== last.unit || first.unit !== gap.unit) {
    report('from, to and step differ in unit', 'write all three in one unit');
    return [];
  }
  if (!(gap.number > 0) || !(last.number >= first.number)) {
    report(`from ${from} to ${to} in steps of ${step} holds no values`, 'write from <= to and step > 0');
    return [];
  }
  const count = Math.floor((last.number - first.number) / gap.number + 1e-9) + 1;
  if (count > MOST_SETTINGS) {
    report(`makes ${count} values`, `write at most ${MOST_SETTINGS}`);
    return [];
  }
  return Array.from({ length: count }, (_, i) => {
    const value = Number((first.number + i * gap.number).toPrecision(15));
    return first.unit === '' ? value : `${value} ${first.unit}`;
  });
}

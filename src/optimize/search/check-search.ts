/** Rules between a scenario, an objective and the trace that is searched on. */

import { dirname, join, resolve } from 'node:path';
import type { Trace } from '../../models/trace.ts';
import { InvalidInput } from '../../problems/invalid-input.ts';
import type { LoadedScenario } from '../../scenario/load-scenario.ts';
import type { Objective } from './objective.ts';

/** @throws InvalidInput where the objective looks at what the scenario does not count, or nothing can be chosen */
export function checkObjective({ scenario, plan, placeOf }: LoadedScenario, { constraints, goal }: Objective): void {
  const figures = new Set([...constraints.map(({ figure }) => figure), goal]);
  const [point] = plan.points;
  const problems = [];
  if (figures.has('missed') && point?.workload.kinds.every(({ deadlineNs }) => deadlineNs === null)) {
    problems.push({
      place: placeOf(['workload']),
      key: 'workload.deadline',
      fact: 'missing, and --slo missed counts what comes after it',
      rule: 'write workload.deadline, such as 100 ms',
    });
  }
  if (figures.has('energy') && point?.world.radio === null && Object.values(scenario.tiers).every(({ power }) => power === undefined)) {
    problems.push({
      place: placeOf(['tiers']),
      key: 'tiers',
      fact: 'no part counts energy, and the objective does',
      rule: 'write the power of a tier, such as power: 5 W, or the radio of a link',
    });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
}

/**
 * The trace that is searched on, as a scenario would name it.
 *
 * @param on as typed: a name, or a path relative to `cwd`; by default the trace named `validation` beside the scenario's own
 */
export function searchTrace({ scenario, tracePath }: LoadedScenario, on: string | undefined, cwd: string): string {
  if (on !== undefined) return on.endsWith('.parquet') ? resolve(cwd, on) : on;
  return scenario.trace.endsWith('.parquet') ? join(resolve(cwd, dirname(tracePath)), 'validation.parquet') : 'validation';
}

/** @throws InvalidInput where both are the same, or share samples of one data set */
export function checkTraces(test: LoadedScenario, validation: LoadedScenario): void {
  const isSame = test.trace.sha256 === validation.trace.sha256;
  const shared = isSame ? 0 : sharedSamples(test.trace, validation.trace);
  if (!isSame && shared === 0) return;
  const { trace } = validation.scenario;
  const fact = isSame ? `${trace} is the trace that the scenario reports on` : `${trace} has ${shared} samples of ${test.scenario.trace}`;
  throw new InvalidInput([
    { place: '--on', fact, rule: 'choose on one trace and report on another: record or name a second one with --on' },
  ]);
}

/** Samples that two traces of one split of a data set have in common; where they do not say what they are of, rows that are the same. */
function sharedSamples(one: Trace, other: Trace): number {
  const { dataset, split } = one.metadata;
  if (dataset === undefined && other.metadata['dataset'] === undefined) return sharedRows(one, other);
  if (dataset === undefined || dataset !== other.metadata['dataset'] || split !== other.metadata['split']) return 0;
  const known = new Set(one.sampleIds);
  return other.sampleIds.reduce((count, id) => count + (known.has(id) ? 1 : 0), 0);
}

/** Rows with the same number, label and confidences at every exit: nobody measures those twice of different samples. */
function sharedRows(one: Trace, other: Trace): number {
  const rowsOf = ({ samples, sampleIds, labels, confidence }: Trace) =>
    Array.from({ length: samples }, (_, i) => [sampleIds[i], labels[i], ...confidence.map((column) => column[i])].join());
  const known = new Set(rowsOf(one));
  return rowsOf(other).filter((row) => known.has(row)).length;
}

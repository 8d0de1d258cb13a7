/** Rules between a scenario and what was recorded: batches that were timed, arrivals that outlast the warm-up, logits that are there. */

import { type BatchTimes, readBatchTimes } from '../models/timing-file.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { SettledScenario } from './compile-scenario.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { parseDurationNs } from './units.ts';
import type { Path } from './yaml-source.ts';

interface Recorded {
  readonly timings: ReadonlyMap<string, Timing>;
  readonly timesNs: Float64Array | null;
  readonly trace: Trace | null;
}

/** Policies that look at more than the recorded confidence. */
const NEED_LOGITS = new Set(['entropy', 'margin', 'calibrated', 'ddnn']);

type Fault = Pick<Problem, 'fact' | 'rule'>;

/** @param settled the scenario at every setting of the sweep */
export function checkRecordings(settled: readonly SettledScenario[], recorded: Recorded, written: WrittenScenario): Problem[] {
  const problems: Problem[] = [];
  const faults = new Map<string, Fault | null>();
  // Settings that move thresholds only share their scenario.
  for (const { setting, scenario } of new Map(settled.map((one) => [one.scenario, one])).values()) {
    const report = (path: Path, fact: string, rule: string) => {
      const key = path.join('.');
      const isSwept = key in setting;
      problems.push({ place: written.place(isSwept ? ['sweep', key] : path), key: isSwept ? `sweep.${key}` : key, fact, rule });
    };
    for (const [name, { batch, exits, timing }] of Object.entries(scenario.tiers)) {
      const times = recorded.timings.get(timing ?? '');
      if (batch.max === 1 || exits.length === 0 || times === undefined) continue;
      const fault = remember(faults, `${batch.max} ${timing}`, () => batchFault(times, batch.max));
      if (fault !== null) report(['tiers', name, 'batch', 'max'], fault.fact, fault.rule);
    }
    scenario.policies.forEach(({ name }, i) => {
      if (recorded.trace?.logits !== null || !NEED_LOGITS.has(name)) return;
      const fact = `${name} needs logits, and trace "${scenario.trace}" holds confidences only`;
      report(['policies', i], fact, 'use deex or ordinary, or a trace made with sim record');
    });
    const { warmup, requests } = scenario.workload;
    const lastNs = recorded.timesNs?.[requests - 1];
    if (typeof warmup === 'string' && warmup !== 'mser-5' && lastNs !== undefined && lastNs < parseDurationNs(warmup)) {
      const fact = `${warmup} leaves none of the ${requests} requests, the last of which arrives at ${lastNs * 1e-9} s`;
      report(['workload', 'warmup'], fact, 'write a shorter warm-up or more requests');
    }
  }
  return problems;
}

function remember<T>(known: Map<string, T>, key: string, find: () => T): T {
  const value = known.has(key) ? (known.get(key) as T) : find();
  known.set(key, value);
  return value;
}

/** Why batches of up to `most` cannot be timed; null where they can. */
function batchFault(timing: Timing, most: number): Fault | null {
  const again = `write max: 1, or record it again with sim record --batch 1,${most}`;
  let times: readonly BatchTimes[];
  try {
    times = readBatchTimes(timing);
  } catch (error) {
    const problem = error instanceof InvalidInput ? error.problems[0] : undefined;
    if (problem === undefined) throw error;
    return { fact: `${most}, and of ${problem.place} ${problem.fact}`, rule: again };
  }
  const sizes = times.map(({ batch }) => batch);
  if (sizes.length === 0) return { fact: `${most}, and timing "${timing.name}" has no times of batches`, rule: again };
  const pieces = ({ segmentNs, branchNs }: BatchTimes) =>
    segmentNs.length === timing.segmentNs.length && branchNs.length === timing.branchNs.length;
  if (new Set(sizes).size < sizes.length || !times.every(pieces)) {
    return { fact: `${most}, and timing "${timing.name}" has times of batches that do not fit its pieces`, rule: again };
  }
  if (sizes[0] !== 1) {
    return {
      fact: `${most}, and timing "${timing.name}" was recorded for batches of ${sizes.join(', ')} only`,
      rule: again,
    };
  }
  return null;
}

/** Recordings from which policies make their tables beforehand: beside the scenario's own trace, and never the one that they are tried on. */

import { basename, dirname, join } from 'node:path';
import { Missing } from '../models/missing.ts';
import type { CodedAnswers } from '../models/read-coded.ts';
import { readTiming } from '../models/timing-file.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { readTrace } from '../models/trace-file.ts';
import type { Problem } from '../problems/invalid-input.ts';
import { attempt, type Found, findCoded } from './find-recordings.ts';
import type { WrittenScenario } from './read-scenario.ts';
import type { Scenario } from './schema.ts';

/** A trace, its timings and what the scenario's codec changes in it. */
export interface Validation {
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  readonly coded: CodedAnswers;
}

/**
 * Recordings by the name that policies call them; what is missing becomes a problem at the policy.
 *
 * @param isTried whether the policies are to be tried on the trace that was found, and nothing else is made from it
 */
export async function findValidations(
  { policies }: Pick<Scenario, 'policies'>,
  written: WrittenScenario,
  found: Found,
  isTried: boolean,
  problems: Problem[],
): Promise<Map<string, Validation>> {
  const validations = new Map<string, Validation>();
  const { model, trace: reported, path: reportedPath } = found;
  if (model === null || reported === null || reportedPath === null) return validations;
  for (const [i, policy] of policies.entries()) {
    if (!('profile' in policy) || policy.profile === undefined || validations.has(policy.profile)) continue;
    const { name, profile } = policy;
    const at = ['policies', i];
    const path = join(dirname(reportedPath), `${profile}.parquet`);
    const report = (fact: string, rule: string) => problems.push({ place: written.place(at), key: at.join('.'), fact, rule });
    if (isTried && path === reportedPath) {
      report(`${name} would make its table from the trace that it is tried on`, 'write profile: with the name of another trace');
      continue;
    }
    const read = <T>(what: string, work: () => Promise<T>) =>
      attempt(written, at.map(String), problems, async () => {
        try {
          return await work();
        } catch (error) {
          if (!(error instanceof Missing)) throw error;
          const fact = `${name} makes its table from ${what}, which is not beside ${basename(reportedPath)}`;
          throw new Missing(error.kind, {
            ...error.problem,
            fact,
            rule: 'record it with sim record, or write profile: with another trace',
          });
        }
      });
    const trace = await read(`trace "${profile}"`, () => readTrace(path, model));
    if (trace === null) continue;
    if (isTried && trace.sha256 === reported.sha256) {
      report(`${name} would make its table from a copy of the trace that it is tried on`, 'write profile: with the name of another trace');
    }
    const timings = new Map<string, Timing>();
    for (const timing of found.timings.keys()) {
      const times = await read(`timing "${timing}" of trace "${profile}"`, () => readTiming(path, timing, trace));
      if (times !== null) timings.set(timing, times);
    }
    const coded = await findCoded(written, { ...found, trace, path }, problems);
    if (coded !== null && timings.size === found.timings.size) validations.set(profile, { trace, timings, coded });
  }
  return validations;
}

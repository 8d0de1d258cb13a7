/** What a scenario refers to: its model, trace, timings and arrival times, found and read as far as the tree names them. */

import { isAbsolute, join, relative } from 'node:path';
import { isFeatureCodec, isPictureCodec } from '../models/codecs/codec-names.ts';
import { loadSimulatedModel, type ModelHomes, type SimulatedModel } from '../models/load-model.ts';
import { Missing } from '../models/missing.ts';
import { type CodedAnswers, readCoded } from '../models/read-coded.ts';
import { readTiming } from '../models/timing-file.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { readTrace } from '../models/trace-file.ts';
import { tracePath } from '../models/trace-path.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { WrittenScenario } from './read-scenario.ts';
import { readTimestamps } from './read-timestamps.ts';
import { getAt, isTree } from './tree.ts';

export interface Found {
  readonly exits: number | null;
  readonly model: SimulatedModel | null;
  readonly trace: Trace | null;
  /** File of the trace; null where it is not known. */
  readonly path: string | null;
  readonly timings: Map<string, Timing>;
}

/** Model, trace and timings as far as the tree names them; what is missing or damaged becomes a problem at its key. */
export async function findRecordings(written: WrittenScenario, homes: ModelHomes, problems: Problem[]): Promise<Found> {
  const timings = new Map<string, Timing>();
  const modelName = getAt(written.tree, ['model']);
  const traceName = getAt(written.tree, ['trace']);
  const none = { exits: null, model: null, trace: null, path: null, timings };
  if (typeof modelName !== 'string') return none;
  const model = await attempt(written, ['model'], problems, () => loadSimulatedModel(modelName, homes));
  if (model === null || typeof traceName !== 'string') return { ...none, exits: model?.exits ?? null, model };
  const path = traceFile(traceName, model, written);
  const trace = await attempt(written, ['trace'], problems, () => readTrace(path, model));
  const tiers = getAt(written.tree, ['tiers']);
  if (trace === null || !isTree(tiers)) return { exits: model.exits, model, trace, path, timings };
  for (const tier of Object.keys(tiers)) {
    const name = getAt(tiers, [tier, 'timing']);
    if (typeof name !== 'string' || timings.has(name)) continue;
    const timing = await attempt(written, ['tiers', tier, 'timing'], problems, () => readTiming(path, name, trace));
    if (timing !== null) timings.set(name, timing);
  }
  return { exits: model.exits, model, trace, path, timings };
}

/** What the codec of the payload changes; null where the trace cannot tell, which becomes a problem, or was not found itself. */
export async function findCoded(written: WrittenScenario, { trace, path }: Found, problems: Problem[]): Promise<CodedAnswers | null> {
  const payload = getAt(written.tree, ['offload', 'payload']) ?? 'features';
  const codec = getAt(written.tree, ['offload', 'codec']) ?? 'f32';
  if (trace === null || path === null || (payload !== 'features' && payload !== 'input')) return null;
  if (codec === 'f32') return { exits: null, inputBytes: null };
  if (typeof codec !== 'string') return null;
  if (!((payload === 'features' && isFeatureCodec(codec)) || (payload === 'input' && isPictureCodec(codec)))) return null;
  return attempt(written, ['offload', 'codec'], problems, () => readCoded(path, trace, payload, codec));
}

/** The outcome of `work`; null where what it reads is missing or damaged, which becomes a problem at the key that names it. */
export async function attempt<T>(written: WrittenScenario, path: string[], problems: Problem[], work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const at = { place: written.place(path), key: path.join('.') };
    const told = ({ place, key, fact, rule }: Problem) => ({
      ...at,
      fact: `${place}${key === undefined ? '' : `, ${key}`}: ${fact}`,
      rule,
    });
    problems.push(...error.problems.map((problem) => (error instanceof Missing ? { ...problem, ...at } : told(problem))));
    return null;
  }
}

function traceFile(name: string, model: SimulatedModel, written: WrittenScenario): string {
  if (!name.endsWith('.parquet')) return tracePath(model, name);
  return isAbsolute(name) ? name : join(written.folder(['trace']), name);
}

/**
 * Arrival times [ns], as many as the largest setting of the sweep needs; null where arrivals are not timestamps.
 *
 * @param largest most requests of any setting; 0 where the scenario is not sound enough to tell, and its own number is taken
 */
export async function findTimestamps(
  written: WrittenScenario,
  cwd: string,
  largest: number,
  problems: Problem[],
): Promise<Float64Array | null> {
  const arrivals = getAt(written.tree, ['workload', 'arrivals']);
  if (!isTree(arrivals) || arrivals['process'] !== 'timestamps' || typeof arrivals['file'] !== 'string') return null;
  const requests = getAt(written.tree, ['workload', 'requests']);
  const own = Number.isInteger(requests) && (requests as number) >= 1 && (requests as number) <= 1e8 ? (requests as number) : 0;
  const key = ['workload', 'arrivals', 'file'];
  const file = arrivals['file'];
  const path = isAbsolute(file) ? file : join(written.folder(key), file);
  try {
    return await readTimestamps(path, isAbsolute(file) ? file : relative(cwd, path), largest || own);
  } catch (error) {
    if (error instanceof InvalidInput) problems.push(...error.problems);
    else {
      problems.push({
        place: written.place(key),
        key: key.join('.'),
        fact: `"${file}" cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`,
        rule: 'give a text file of times, relative to the scenario',
      });
    }
    return null;
  }
}

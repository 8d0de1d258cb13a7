/**
 * The gate: from a scenario file to a plan, or to everything that is wrong with it at once.
 *
 * ```
 *   files, --set --read--> tree --schema, rules--> Scenario --expand--> settings --+
 *   models/<model>/: manifest, trace, timings ------------------------------------+--compile--> Plan
 * ```
 */

import { isAbsolute, join } from 'node:path';
import { loadModel, type Model, type ModelHomes } from '../models/load-model.ts';
import { Missing } from '../models/missing.ts';
import { packageRoot } from '../models/package-root.ts';
import { readTiming } from '../models/timing-file.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { readTrace } from '../models/trace-file.ts';
import { tracePath } from '../models/trace-path.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { checkScenario } from './check-scenario.ts';
import { compileScenario, type SettledScenario } from './compile-scenario.ts';
import { expandSweep, type Setting } from './expand-sweep.ts';
import { readScenario, type WrittenScenario } from './read-scenario.ts';
import { readTimestamps } from './read-timestamps.ts';
import { type Scenario, ScenarioSchema } from './schema.ts';
import { schemaProblems } from './schema-problems.ts';
import { getAt, isTree, parsePath, setAt } from './tree.ts';
import { splitQuantity } from './units.ts';

export interface LoadOptions {
  /** `KEY=VALUE` each, VALUE in YAML. */
  readonly sets?: readonly string[];
  /** Folder against which files and models are looked for; the process's own unless given. */
  readonly cwd?: string;
}

/** A scenario with all it refers to, ready to simulate. */
export interface LoadedScenario {
  readonly file: string;
  /** Checked, defaults filled in, in the user's words. */
  readonly scenario: Scenario;
  readonly model: Model;
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  readonly plan: Plan;
}

/**
 * Loads and checks a scenario.
 *
 * @param file path of the YAML file, relative to the working directory or absolute
 * @throws InvalidInput with every problem found, each with file, line and column
 */
export async function loadScenario(file: string, options: LoadOptions = {}): Promise<LoadedScenario> {
  const cwd = options.cwd ?? process.cwd();
  const written = await readScenario(file, cwd, options.sets ?? []);
  const problems: Problem[] = [];

  const parsed = ScenarioSchema.safeParse(written.tree);
  if (!parsed.success) problems.push(...schemaProblems(parsed.error.issues, written));
  const found = await findRecordings(written, { cwd, packageRoot: packageRoot() }, problems);
  problems.push(...checkScenario(written, found.exits));
  const timesNs = await findTimestamps(written, problems);

  let settled: SettledScenario[] = [];
  if (parsed.success) {
    const sweep = expandSweep(parsed.data, written);
    problems.push(...sweep.problems);
    settled = sweep.settings.flatMap((setting) => settle(setting, parsed.data, written, problems));
  }
  if (problems.length > 0 || !parsed.success || !found.model || !found.trace) throw new InvalidInput(unique(problems));

  const scenario = withPlaces(parsed.data);
  const recordings = { model: found.model, trace: found.trace, timings: found.timings, timesNs };
  return {
    file,
    scenario,
    ...recordings,
    plan: { seed: scenario.seed, replications: scenario.replications, points: compileScenario(settled, recordings) },
  };
}

/** Fills in `per`, whose default depends on a tier's place. */
function withPlaces(scenario: Scenario): Scenario {
  const tiers = Object.entries(scenario.tiers).map(([name, tier], i) => [
    name,
    { ...tier, per: tier.per ?? (i === 0 ? 'device' : 'site') },
  ]);
  return { ...scenario, tiers: Object.fromEntries(tiers) };
}

interface Found {
  readonly exits: number | null;
  readonly model: Model | null;
  readonly trace: Trace | null;
  readonly timings: Map<string, Timing>;
}

/** Model, trace and timings as far as the tree names them; what is missing or damaged becomes a problem at its key. */
async function findRecordings(written: WrittenScenario, homes: ModelHomes, problems: Problem[]): Promise<Found> {
  const timings = new Map<string, Timing>();
  const attempt = async <T>(path: string[], work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      const isMissing = error instanceof Missing;
      problems.push(...error.problems.map((p) => (isMissing ? { ...p, place: written.place(path), key: path.join('.') } : p)));
      return null;
    }
  };
  const modelName = getAt(written.tree, ['model']);
  const traceName = getAt(written.tree, ['trace']);
  if (typeof modelName !== 'string') return { exits: null, model: null, trace: null, timings };
  const model = await attempt(['model'], () => loadModel(modelName, homes));
  if (model === null || typeof traceName !== 'string') return { exits: model?.exits ?? null, model, trace: null, timings };
  const path = traceFile(traceName, model, written);
  const trace = await attempt(['trace'], () => readTrace(path, model));
  const tiers = getAt(written.tree, ['tiers']);
  if (trace === null || !isTree(tiers)) return { exits: model.exits, model, trace, timings };
  for (const tier of Object.keys(tiers)) {
    const name = getAt(tiers, [tier, 'timing']);
    if (typeof name !== 'string' || timings.has(name)) continue;
    const timing = await attempt(['tiers', tier, 'timing'], () => readTiming(path, name, trace));
    if (timing !== null) timings.set(name, timing);
  }
  return { exits: model.exits, model, trace, timings };
}

function traceFile(name: string, model: Model, written: WrittenScenario): string {
  if (!name.endsWith('.parquet')) return tracePath(model, name);
  return isAbsolute(name) ? name : join(written.folder(['trace']), name);
}

async function findTimestamps(written: WrittenScenario, problems: Problem[]): Promise<Float64Array | null> {
  const arrivals = getAt(written.tree, ['workload', 'arrivals']);
  const requests = getAt(written.tree, ['workload', 'requests']);
  if (!isTree(arrivals) || arrivals['process'] !== 'timestamps' || typeof arrivals['file'] !== 'string') return null;
  if (typeof requests !== 'number' || !Number.isInteger(requests) || requests < 1 || requests > 1e8) return null;
  const key = ['workload', 'arrivals', 'file'];
  const file = arrivals['file'];
  const path = isAbsolute(file) ? file : join(written.folder(key), file);
  try {
    return await readTimestamps(path, file, requests);
  } catch (error) {
    if (error instanceof InvalidInput) problems.push(...error.problems);
    else {
      problems.push({
        place: written.place(key),
        key: key.join('.'),
        fact: `"${file}" cannot be read (${(error as NodeJS.ErrnoException).code})`,
        rule: 'give a text file of times, relative to the scenario',
      });
    }
    return null;
  }
}

/** The scenario at one setting of the sweep; a key that cannot be swept, or a value that breaks a rule, becomes a problem. */
function settle(setting: Setting, scenario: Scenario, written: WrittenScenario, problems: Problem[]): SettledScenario[] {
  let tree = written.tree;
  const keys = Object.keys(setting).filter((key) => key !== 'p_d' && key !== 'p_tar');
  if (keys.length === 0) return [{ setting, scenario }];
  const at = (key: string) => ({ place: written.place(['sweep', key]), key: `sweep.${key}` });
  for (const key of keys) {
    const path = parsePath(key);
    const there = getAt(scenario, path);
    const isNumeric =
      typeof there === 'number' ||
      (typeof there === 'string' && splitQuantity(there)?.unit !== undefined && splitQuantity(there)?.unit !== '');
    if (!isNumeric || path[0] === 'replications' || path[0] === 'seed') {
      problems.push({
        ...at(key),
        fact: 'is no numeric key of this scenario that can be swept',
        rule: 'write p_d, p_tar or a dotted path such as links.edge-cloud.up.bandwidth',
      });
      return [];
    }
    tree = setAt(tree, path, setting[key]);
  }
  const parsed = ScenarioSchema.safeParse(tree);
  const moved: WrittenScenario = { ...written, tree };
  const found = parsed.success ? checkScenario(moved, null) : schemaProblems(parsed.error.issues, moved);
  for (const problem of found) {
    const key = keys.find((candidate) => candidate === problem.key) ?? (keys[0] as string);
    problems.push({ ...problem, ...at(key), fact: `${setting[key]}: ${problem.fact}` });
  }
  return parsed.success && found.length === 0 ? [{ setting, scenario: parsed.data }] : [];
}

/** Problems once each, in the order found. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

/**
 * The gate: from a scenario file to a plan, or to everything that is wrong with it at once.
 *
 * ```
 *   files, --set --read--> tree --schema, rules--> Scenario --expand--> settings --+
 *   models/<model>/: manifest, trace, timings ------------------------------------+--compile--> Plan
 * ```
 */

import type { GuestModule } from '../guests/load-policy-module.ts';
import type { SimulatedModel } from '../models/load-model.ts';
import { packageRoot } from '../models/package-root.ts';
import type { Timing, Trace } from '../models/trace.ts';
import { InvalidInput, type Problem } from '../problems/invalid-input.ts';
import type { Plan } from '../sim/plan/plan.ts';
import { checkRecordings } from './check-recordings.ts';
import { checkScenario } from './check-scenario.ts';
import { compileScenario, type Recordings, type SettledScenario } from './compile-scenario.ts';
import { expandSweep } from './expand-sweep.ts';
import { findCalibrations } from './find-calibrations.ts';
import { findModules } from './find-modules.ts';
import { findProfiles, type Profile } from './find-profiles.ts';
import { findCoded, findRecordings, findTimestamps } from './find-recordings.ts';
import { findValidations } from './find-validations.ts';
import { type Override, readScenario } from './read-scenario.ts';
import { type PolicySpec, type Scenario, ScenarioSchema } from './schema.ts';
import { schemaProblems } from './schema-problems.ts';
import { settleScenario } from './settle-scenario.ts';
import { tryModules } from './try-modules.ts';

export interface LoadOptions {
  /** `KEY=VALUE` each, VALUE in YAML. */
  readonly sets?: readonly string[];
  /** In place of the scenario's own. */
  readonly seed?: number | undefined;
  readonly replications?: number | undefined;
  /** To search on, in place of the scenario's own trace: a name, or a path to a .parquet. Policies may have their tables from it. */
  readonly on?: string | undefined;
  /** Folder against which files and models are looked for; the process's own unless given. */
  readonly cwd?: string;
}

/** A scenario with all it refers to, ready to simulate. */
export interface LoadedScenario {
  readonly file: string;
  /** Where a key was written: file, line and column, or the flag that replaced it. */
  readonly placeOf: (path: readonly (string | number)[]) => string;
  /** Checked, defaults filled in, in the user's words. */
  readonly scenario: Scenario;
  readonly model: SimulatedModel;
  readonly trace: Trace;
  readonly timings: ReadonlyMap<string, Timing>;
  /** Files of changing capacity, each once. */
  readonly profiles: readonly Profile[];
  /** File of the trace. */
  readonly tracePath: string;
  /** What its points are compiled from. */
  readonly recordings: Recordings;
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
  const written = await readScenario(file, cwd, overrides(options));
  const problems: Problem[] = [...written.problems];

  const parsed = ScenarioSchema.safeParse(written.tree);
  if (!parsed.success) problems.push(...schemaProblems(parsed.error.issues, written));
  const found = await findRecordings(written, { cwd, packageRoot: packageRoot() }, problems);
  const modules = await findModules(parsed.data?.policies ?? [], written, cwd, problems);
  const labels = parsed.success ? [...modules.values()].map(({ label }) => label) : null;
  problems.push(...checkScenario(written, found.exits, labels));

  let settled: SettledScenario[] = [];
  if (parsed.success) {
    const sweep = expandSweep(parsed.data, written);
    problems.push(...sweep.problems);
    settled = sweep.settings.flatMap((setting) => settleScenario(setting, parsed.data, written, problems));
  }
  const largest = settled.reduce((most, { scenario }) => Math.max(most, scenario.workload.requests), 0);
  const timesNs = await findTimestamps(written, cwd, largest, problems);
  const profiles = await findProfiles(written, [written.tree, ...settled.map((one) => one.scenario)], cwd, problems);
  const coded = await findCoded(written, found, problems);
  const calibrations = await findCalibrations(written, found.model, cwd, problems);
  const validations = await findValidations({ policies: parsed.data?.policies ?? [] }, written, found, options.on === undefined, problems);
  problems.push(...checkRecordings(settled, { timings: found.timings, timesNs, trace: found.trace }, written));
  if (problems.length > 0 || !parsed.success || !found.model || !found.trace || !found.path || !coded)
    throw new InvalidInput(unique(problems));

  const scenario = withHashes(withPlaces(parsed.data), modules);
  const recorded = { model: found.model, trace: found.trace, timings: found.timings };
  const capacities = new Map([...profiles].map(([key, { capacity }]) => [key, capacity]));
  const recordings: Recordings = { ...recorded, timesNs, profiles: capacities, coded, calibrations, validations, modules };
  const points = compileScenario(settled, recordings);
  tryModules(points, modules, written);
  return {
    file,
    placeOf: written.place,
    scenario,
    ...recorded,
    profiles: [...profiles.values()],
    tracePath: found.path,
    recordings,
    plan: {
      seed: scenario.seed,
      replications: scenario.replications,
      until: scenario.until ?? null,
      batches: scenario.batches ?? null,
      points,
    },
  };
}

/** What replaces values of the file, each with the words the user typed. */
function overrides({ sets = [], seed, replications, on }: LoadOptions): Override[] {
  const flags = Object.entries({ seed, replications, trace: on === undefined ? undefined : JSON.stringify(on) }).filter(
    ([, value]) => value !== undefined,
  );
  return [
    ...sets.map((set) => ({ text: set, flag: '--set' as const })),
    ...flags.map(([key, value]) => ({ text: `${key}=${value}`, flag: key === 'trace' ? '--on' : `--${key}` })),
  ];
}

/** Fills in `per`, whose default depends on a tier's place. */
function withPlaces(scenario: Scenario): Scenario {
  const tiers = Object.entries(scenario.tiers).map(([name, tier], i) => [
    name,
    { ...tier, per: tier.per ?? (i === 0 ? 'device' : 'site') },
  ]);
  return { ...scenario, tiers: Object.fromEntries(tiers) };
}

/** Tells of each module that brings a policy which it was. */
function withHashes(scenario: Scenario, modules: ReadonlyMap<number, GuestModule>): Scenario {
  const hashed = ([i, policy]: readonly [number, PolicySpec]): PolicySpec => {
    const module = modules.get(i);
    return policy.name === 'custom' && module !== undefined ? { ...policy, sha256: module.sha256 } : policy;
  };
  return { ...scenario, policies: [...scenario.policies.entries()].map(hashed) };
}

/** Problems once each, in the order found. */
function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
